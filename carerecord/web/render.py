"""Templates, compiled once at the start. Everything is escaped unless a format made it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from carerecord.web import formats, stylesheet
from carerecord.web.messages import say

HERE = Path(__file__).parent


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader([HERE / "pages", HERE / "frame"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.globals.update(say=say, f=formats, style=stylesheet.address())
    return made


def compile_all() -> None:
    """Every template, so that no reader waits for one."""
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)


def render(template: str, **words: Any) -> str:
    return environment().get_template(template).render(words)
