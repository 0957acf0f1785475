"""Templates, compiled once at the start. Everything is escaped unless a format made it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from carerecord.web import formats, language, stylesheet
from carerecord.web.frame.places import first_page
from carerecord.web.headings import column
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
    made.filters["unbroken"] = formats.unbroken
    made.globals.update(
        say=say,
        column=column,
        lang=language.tag,
        foreign=language.foreign,
        f=formats,
        style=stylesheet.address(),
        first_page=first_page,
    )
    return made


def compile_all() -> None:
    """Every template, so that no reader waits for one."""
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)


def render(template: str, **words: Any) -> str:
    return environment().get_template(template).render(words)


def until(mark: str, template: str, **words: Any) -> str:
    """The template as far as this mark; what stands after it is not drawn."""
    drawn = ""
    for piece in environment().get_template(template).generate(words):
        drawn += str(piece)
        if mark in drawn:
            break
    return drawn.partition(mark)[0]


def part(template: str, macro: str, *words: object) -> str:
    """One macro of a template, drawn by itself; as text, which is put into a page as it is."""
    return str(getattr(environment().get_template(template).module, macro)(*words))
