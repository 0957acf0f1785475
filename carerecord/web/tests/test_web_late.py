"""What a page says of sources that answer after it was drawn: each by name, with what may be seen of it (ux 8)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from carerecord.contract import Answer, Failure, Receipt
from carerecord.viewing.contract import Released, View
from carerecord.viewing.late import Arrived
from carerecord.web.late import CUT, announced, announcement, stopped
from carerecord.web.messages import say
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import SOURCES, answer, view_of

GP = answer("riverside-gp", gibson.RIVERSIDE)
HOSPITAL = answer("northgate-acute", gibson.NORTHGATE)
SILENT = answer("riverside-gp")
GONE = answer("northgate-acute", failure=Failure("timeout", "no answer in 8 seconds"))
LOST = answer("regional-laboratory", failure=Failure("refused", "it refused us"))
BUTTON = '<button class="nhsuk-button small" form="asking" name="ask" value="+">'


def came(*answers: Answer, last: bool = False, places: bool = False, **record: Any) -> Arrived:
    """These, after a page that had nothing. `places`: it hid them. `record`: of the record with these."""
    named = {one.source_id for one in answers}
    return Arrived(
        tuple(one for one in SOURCES if one.id in named),
        replace(view_of(), places_wait=places),
        replace(view_of(*answers), **record),
        last,
    )


def said(arrived: Arrived, slug: str = "") -> list[str]:
    return [
        " ".join(filter(None, (one.heading, one.words))) for one in announcement(arrived, slug)[0]
    ]


def test_each_source_with_more_is_named_with_how_much_of_this_page_it_is() -> None:
    assert said(came(GP, HOSPITAL), "allergies") == [
        "Riverside Medical Practice has answered: 2 more entries",
        "Northgate University Hospital has answered: 1 more entry",
    ]


def test_a_summary_counts_every_section() -> None:
    entries = view_of(GP).states.values()
    n = sum(one.counts.get("riverside-gp", 0) for one in entries)
    assert said(came(GP)) == [f"Riverside Medical Practice has answered: {n} more entries"]


def test_those_with_nothing_for_this_page_are_named_in_one_line() -> None:
    both = came(SILENT, answer("northgate-acute"))
    assert said(both) == [
        "Answered, with nothing more for this page: Riverside Medical Practice and Northgate University Hospital"
    ]
    assert announcement(both, "")[1]


def test_one_that_failed_is_not_one_that_answered() -> None:
    assert said(came(GONE)) == [
        "Northgate University Hospital is not available. Northgate University Hospital: No answer in 8 seconds."
    ]
    assert not announcement(came(GONE), "")[1]
    [words] = said(came(GONE, LOST))
    assert words.startswith("Northgate University Hospital and ")
    assert "are not available. Northgate University Hospital: No answer" in words
    assert words.endswith(" seconds. Regional Laboratory: It refused the connection.")
    tones = [one.tone for one in announcement(came(GP, answer("northgate-acute"), LOST), "")[0]]
    assert tones == ["load", "load", "fail"]


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({}, ["Places and telephone numbers can be shown now."]),
        (
            {"protected": True},
            ["This person is protected: places and telephone numbers stay hidden."],
        ),
        ({"places_wait": True}, []),
    ],
)
def test_places_are_spoken_of_once_every_source_has_said_whether_they_may_be_told(
    record: dict[str, bool], words: list[str]
) -> None:
    found = announcement(came(GONE, places=True, **record), "")
    assert [one.heading + one.words for one in found[0][1:]] == words
    assert {one.tone for one in found[0][1:]} <= {"load"}
    assert found[1] is bool(words)
    assert len(said(came(GONE))) == 1


@dataclass
class Arriving:
    """Records from which these arrive, one after another."""

    coming: Sequence[Arrived]
    asked: list[View] = field(default_factory=list)
    released: list[tuple[View, str, Sequence[str], str, int]] = field(default_factory=list)

    async def arrivals(self, view: View) -> AsyncIterator[Arrived]:
        self.asked.append(view)
        for one in self.coming:
            yield one

    async def release(
        self, view: View, body: bytes, sections: Sequence[str], *, content_type: str, sent: int = 0
    ) -> Released:
        self.released.append((view, body.decode(), sections, content_type, sent))
        return Released(body[sent:], Receipt(1, "e1"))


async def test_what_comes_goes_between_the_page_and_its_end_and_is_released_with_all_before_it() -> (
    None
):
    first, second = came(GP), came(GONE, last=True)
    records, view = Arriving([first, second]), view_of()
    parts = announced(records, view, "allergies", f"page – {CUT} end")  # type: ignore[arg-type] # two of its methods
    sent = [one.body.decode() async for one in parts]
    assert records.asked == [view]
    assert [one[1] for one in records.released] == [
        f"page – {sent[0]}",
        f"page – {sent[0]}{sent[1]}",
    ]
    assert [one[0] for one in records.released] == [first.drawn, second.drawn]
    assert [one[2:] for one in records.released] == [
        ((), "text/html; charset=utf-8", len(b))
        for b in ("page – ".encode(), f"page – {sent[0]}".encode())
    ]
    assert "Riverside Medical Practice has answered" in sent[0]
    assert sent[0].endswith("</div>\n")
    assert sent[1].endswith(" end")
    assert sent[1].count("Riverside") == 0
    assert BUTTON in sent[0]
    assert BUTTON in sent[1], "what came before still waits to be let in"


async def test_nothing_is_let_in_where_nobody_answered() -> None:
    records = Arriving([came(GONE, last=True)])
    parts = announced(records, view_of(), "", f"page {CUT} end")  # type: ignore[arg-type] # two of its methods
    assert BUTTON not in "".join([one.body.decode() async for one in parts])


def test_what_cannot_be_recorded_is_not_said_and_the_page_ends() -> None:
    body = stopped(f"page {CUT} the end").decode()
    assert body.endswith(" the end")
    words = [one for one in re.sub(r"<.*?>", "\n", body).split("\n") if one.strip()]
    assert words == [say("late.stopped"), say("late.stopped"), say("late.all"), " the end"]
    assert 'class="notice fail"' in body
    assert "<button" not in body
