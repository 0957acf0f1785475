"""Two people's answers made comparable: what must differ between any two people is replaced by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from door_walk import Got, Walk

_ENTRY = re.compile(rb"(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])")
NOBODYS = ("/metrics", "/sign-in", "/audit/log")
"""About the process and its providers, not about a person: no two answers need be alike."""


def compared(one: Walk, other: Walk) -> dict[str, tuple[bytes, bytes]]:
    """By address, both walks' answers with ids, numbers, times and references replaced."""
    common = set(_entries(one)) & set(_entries(other))
    first, second = _named(one, common), _named(other, common)
    return {name: (first.get(name, b"no answer"), second.get(name, b"no answer"))
            for name in dict.fromkeys([*first, *second])
        if name not in NOBODYS}  # fmt: skip


def on_one_day(walks: Callable[[], tuple[Walk, Walk]]) -> tuple[Walk, Walk]:
    """Two walks of the same day: where midnight passed, walked again, for it makes every date another."""
    both = walks()
    while len(both[0].days | both[1].days) > 1:
        both = walks()
    return both


def _entries(walk: Walk) -> list[bytes]:
    """Ids of entries, in the order they were met. Those of the index's own items differ between people."""
    met = (name for got in walk.got.values() for name in _ENTRY.findall(got.address.encode()))
    return list(dict.fromkeys(met))


def _named(walk: Walk, common: set[bytes]) -> dict[str, bytes]:
    own = {
        name: b"{own-%d}" % n for n, name in enumerate(e for e in _entries(walk) if e not in common)
    }
    return {
        _of_entries(got.address.encode(), own).decode(): _of_entries(normalised(got, walk), own)
        for got in walk.got.values()
    }


def _of_entries(said: bytes, own: dict[bytes, bytes]) -> bytes:
    return _ENTRY.sub(lambda found: own.get(found.group(), found.group()), said)


def normalised(got: Got, walk: Walk) -> bytes:
    """Status, headers and body, with the handle, the ids and numbers of the person, and the moment taken out."""
    person, number = walk.person, walk.person.nhs_number
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    headers = {k: v for k, v in got.headers.items() if k not in _OF_THE_MOMENT}
    said = f"{got.status} {headers}\n".encode() + got.body
    for what, name in (
        (walk.v, "{v}"),
        (person.id, "{id}"),
        (number, "{number}"),
        (spaced, "{number}"),
    ):
        said = said.replace(what.encode(), name.encode()) if what else said
    for pattern, replaced in _ALWAYS_ANOTHER:
        said = pattern.sub(replaced, said)
    return said


_OF_THE_MOMENT = ("date", "x-correlation-id", "set-cookie", "content-length", "connection")
_ALWAYS_ANOTHER: Sequence[tuple[re.Pattern[bytes], bytes | Callable[[re.Match[bytes]], bytes]]] = (
    (re.compile(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00"), b"{moment}"),
    (re.compile(rb"\b\d\d:\d\d\b"), b"{time}"),
    (re.compile(rb"/p/[\w-]{22}"), b"/p/{v}"),
    (re.compile(rb'\b\d{3}( |<span class="gap"> </span>)\d{3}\1\d{4}\b'), b"{number}"),
    (re.compile(rb"number ending \d{4}"), b"number ending {digits}"),
    (re.compile(rb"Answered in (?:under )?[\d.]+ s"), b"Answered in {seconds}"),
    (re.compile(rb'"id":"[0-9a-f]{24}"'), b"{view}"),
    (re.compile(rb'data-ends="\d+"'), b"{when it closes}"),
    (re.compile(rb"the reference <b>[0-9a-f]{8}</b>"), b"the reference {reference}"),
    (re.compile(rb"challenge&#34;: &#34;[\w-]+"), b"challenge {challenge}"),
    (re.compile(rb'name="form_token" value="[\w-]{86}"'), b"{form of this session}"),
    (re.compile(rb'<ul class="rows">.*?</ul>', re.DOTALL), b"{people expected today}"),
)
"""What two answers to the very same question never share."""
