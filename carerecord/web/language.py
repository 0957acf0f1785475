"""The language of a page: English, or one of which there is a catalogue in `languages/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from starlette.requests import Request

from carerecord.config import SettingsError

ENGLISH = "en"
FOLDER = Path(__file__).with_name("languages")
_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)


@cache
def catalogues() -> Mapping[str, Mapping[str, str]]:
    """By code of language, its sentences by identifier. English is in the code, where each is used."""
    files = sorted(FOLDER.glob("*.toml"))
    return {one.stem: tomllib.loads(one.read_text("utf-8")) for one in files}


def speak(language: str) -> None:
    """For the rest of this request; each begins by saying which."""
    _spoken.set(language)


def foreign() -> bool:
    return _spoken.get() != ENGLISH


def tag(*, own: bool = True) -> str:
    """For `lang`: of our own words, or of what stays in English (a source's words among them)."""
    return _spoken.get() if own and foreign() else "en-GB"


def in_this_language(identifier: str) -> str | None:
    return catalogues().get(_spoken.get(), {}).get(identifier)


def spoken(languages: Sequence[str]) -> frozenset[str]:
    """Those a region chose to speak. Raises `SettingsError` where one has no catalogue."""
    chosen = frozenset(languages)
    if unknown := chosen - {ENGLISH, *catalogues()}:
        raise SettingsError(f"region.languages: there is no catalogue for {sorted(unknown)[0]!r}")
    return chosen


def asked_for(request: Request, known: frozenset[str]) -> str:
    """`?lang=` for one page; else the first of these that the browser prefers (RFC 9110, 12.5.4)."""
    chosen = request.query_params.get("lang", "")
    if chosen in known:
        return chosen
    wanted = sorted(_preferred(request.headers.get("accept-language", "")), reverse=True)
    return next((code for _, _, code in wanted if code in known), ENGLISH)


def _preferred(header: str) -> list[tuple[float, int, str]]:
    found = []
    for place, one in enumerate(header[:200].split(",")):
        code, _, weight = one.strip().partition(";q=")
        try:
            found.append((float(weight or 1), -place, code.split("-")[0].lower()))
        except ValueError:
            continue
    return [one for one in found if one[0] > 0]
