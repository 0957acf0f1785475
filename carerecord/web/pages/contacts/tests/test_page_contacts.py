"""Contacts over time: what is to come, what is now, what happened; every class in one order, none lost."""

from __future__ import annotations

import re
from typing import Any

import pytest

from carerecord.contract import Failure
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import WebRegion, answer, view_of

CONTACTS = "/p/h-yregram-p/contacts"


def appointment(id: str, status: str, day: str, **more: Any) -> dict[str, Any]:
    start = {"start": f"{day}T10:20:00Z"} if day else {}
    own = {"id": id, "status": status, "description": f"Visit {id}."}
    return {"resourceType": "Appointment"} | own | start | more


def visit(id: str, status: str, start: str, end: str = "", kind: str = "AMB") -> dict[str, Any]:
    own = gibson.stay(id, start, end, f"Seen {id}.", kind)
    return own | {"status": status, "period": {k: v for k, v in own["period"].items() if v}}


def in_order(words: str, *wanted: str) -> bool:
    """Each of them after the one before."""
    return re.search(".*?".join(map(re.escape, wanted)), words, re.DOTALL) is not None


def words_of(region: WebRegion, *sent: dict[str, Any]) -> str:
    return region.holds(view_of(answer("northgate-acute", list(sent)))).page("contacts").words


def test_of_what_is_to_come_the_next_stands_first(region: WebRegion):
    words = words_of(
        region,
        appointment("far", "booked", "2027-06-26"),
        appointment("cancelled", "cancelled", "2026-12-01"),
        appointment("open", "proposed", ""),
        appointment("then", "booked", "2026-12-26"),
        appointment("next", "pending", "2026-11-28"),
        visit("ward", "planned", "2026-12-02", kind="IMP"),
    )
    assert "Coming up 6" in words
    assert in_order(
        words,
        *(
            "Next 12 weeks (3)",
            "Visit next.",
            "Seen ward.",
            "Visit then.",
            "Later than 12 weeks (1)",
        ),
        *("Visit far.", "Planned, day not recorded (1)", "Visit open.", "Will not happen (1)"),
        *("Visit cancelled.", "Now and past 12 months", "Older"),
    )


def test_every_class_stands_in_one_order_of_time(region: WebRegion):
    words = words_of(
        region,
        visit("clinic", "finished", "2026-10-03"),
        appointment("missed", "noshow", "2026-09-02", cancelationReason={"text": "No transport"}),
        visit("fall", "finished", "2026-08-01", kind="EMER"),
        visit("ward", "in-progress", "2026-11-01", kind="IMP"),
        visit("long", "finished", "2024-01-01", "2026-01-02", kind="IMP"),
        visit("old", "finished", "2020-01-01"),
        visit("older", "finished", "2019-01-01", kind="HH"),
        appointment("never", "noshow", ""),
    )
    assert in_order(
        words,
        *("Nothing planned is recorded", "Now and past 12 months 5", "Now (1)", "Seen ward."),
        *("Past 12 months (4)", "Seen clinic.", "Visit missed.", "Seen fall.", "Seen long."),
        *("Older 3", "Seen old.", "Seen older.", "Day not recorded (1)", "Visit never."),
    )
    assert "No transport" in words


def test_what_was_planned_and_what_happened_have_a_column_each(region: WebRegion):
    page = region.holds(
        view_of(
            answer(
                "northgate-acute",
                [
                    appointment("kept", "fulfilled", "2026-10-02"),
                    appointment("gone", "booked", "2026-11-02"),
                    visit("seen", "finished", "2026-10-03"),
                ],
            )
        )
    ).page("contacts")
    assert in_order(
        page.text, '<th scope="col">Planned for</th>', '<th scope="col">What happened</th>'
    )
    rows = [row for row in page.text.split("<tr>") if '<th scope="row">' in row]
    kept = next(row for row in rows if "Visit kept." in row)
    assert in_order(
        kept, 'data-label="Planned for"', "02-Oct-2026", 'data-label="What happened"', "Attended"
    )
    gone = next(row for row in rows if "Visit gone." in row)
    assert in_order(gone, "02-Nov-2026", "Booked", "nothing says what came of it")
    seen = next(row for row in rows if "Seen seen." in row)
    assert in_order(
        seen,
        'data-label="Planned for"',
        "Not recorded",
        'data-label="What happened"',
        "03-Oct-2026",
    )


def test_a_class_that_is_hidden_is_said_to_be_and_comes_back(region: WebRegion):
    sent = [appointment("next", "booked", "2026-11-28"), visit("seen", "finished", "2026-10-03")]
    browser = region.holds(view_of(answer("northgate-acute", sent))).browser()
    whole = browser.get(CONTACTS).words
    assert "Nothing is hidden" in whole
    less = browser.get(f"{CONTACTS}?hide=appointments")
    assert "Hidden: Appointments, 1 contact." in less.words
    assert "Visit next." not in less.words
    assert "Seen seen." in less.words
    assert 'href="?">Show all' in less.text


def test_no_contact_is_lost_between_pages(region: WebRegion):
    many = [visit(str(n), "finished", f"{2026 - n % 9}-0{1 + n % 7}-11") for n in range(420)]
    many += [appointment(str(n), "booked", "2026-12-01") for n in range(30)]
    browser = region.holds(view_of(answer("northgate-acute", many))).browser()
    pages = [browser.get(f"{CONTACTS}?page={n}").words for n in (1, 2, 3)]
    words = " ".join(pages)
    assert all(words.count(f"Seen {n}.") >= 1 for n in range(420))
    assert all(words.count(f"Visit {n}.") >= 1 for n in range(30))
    assert "Page 3 of 3" in pages[2]
    assert "End of list." in pages[2]


def test_what_one_missing_source_may_add_is_said_once_for_all_classes(region: WebRegion):
    sent = [appointment("next", "booked", "2026-11-28"), visit("seen", "finished", "2026-10-03")]
    down = answer("riverside-gp", failure=Failure("refused", ""))
    page = region.holds(view_of(answer("northgate-acute", sent), down)).page("contacts")
    assert "Appointments: at least 1 · Clinics and consultations: at least 1" in page.words
    assert "Coming up at least 1" in page.words


def test_what_was_entered_in_error_is_kept_apart(region: WebRegion):
    words = words_of(region, appointment("wrong", "entered-in-error", "2026-11-28"))
    assert "Coming up" in words
    assert in_order(words, "Older", "recorded in error (1)", "Visit wrong.")


@pytest.mark.parametrize(
    "period", [None, "soon", [], {"start": 7}, {"end": "x"}, {"start": "9999-99-99"}]
)
def test_whatever_a_time_is_its_contact_is_there(region: WebRegion, period):
    odd = visit("odd", "finished", "2026-10-03") | {"period": period}
    assert "Seen odd." in words_of(region, odd, visit("seen", "finished", "2026-10-03"))
