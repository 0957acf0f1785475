"""Summary: the cards, who is missing, and what the banner says (ux S6, 2)."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest

from carerecord.contract import Failure
from carerecord.web.pages.summary.newest import newest
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import EVERY, MARGERY, WebRegion, answer, permit, view_of

LOWLAND_DOWN = answer("lowland-mental-health", failure=Failure("timeout", "no answer in time"))


@pytest.fixture
def words(region: WebRegion) -> str:
    view = view_of(
        answer("riverside-gp", [*gibson.RIVERSIDE, gibson.FLAG]),
        answer("northgate-acute", gibson.NORTHGATE),
        answer("regional-laboratory", gibson.LABORATORY),
        answer("urgent-care-plans", gibson.CARE_PLAN),
        LOWLAND_DOWN,
    )
    return region.holds(view).page().words


@pytest.mark.parametrize(
    "said",
    [
        "GIBSON, Margery (Mrs)",
        "Born 08-Nov-1948 (78y)",
        "NHS No. 999 417 3626",
        "Known allergies: at least 3",
        "Penicillin – Anaphylaxis (severe)",
        "Reasonable adjustments: hearing, memory",
        "You may see this record because: in your emergency department since 09:41 .",
        "This view is recorded and Mrs Gibson can ask who has looked.",
        "Sources: 5 of 6 shown",
        "Fetched 10:02 today",
        "Lowland Mental Health is not available. What it holds is missing from this page.",
        "No answer in 8 seconds. It shares",
        "Medicine stopped ramipril 5mg capsules",
        "Sources disagree (2)",
        "Active problems at least 5",
        "Creatinine micromol/L 109 High 13-Nov-2026 118",
        "CPR Do not attempt CPR.",
        "GP Riverside Medical Practice 01632 960111",
        "This message is the same whether or not there is any information.",
    ],
)
def test_the_summary_says(words, said):
    assert said in words


def test_a_person_who_died_has_no_age_today(region: WebRegion):
    person = replace(MARGERY, died="2024-02-02", birth_date="1947-11-08")
    words = region.holds(view_of(person=person)).page().words
    assert "Died 02-Feb-2024 Age at Death 76y" in words
    assert "(79y)" not in words


def test_a_protected_person_shows_no_address(region: WebRegion):
    person = replace(MARGERY, protected=True, gp_name="Harbour Surgery")
    page = region.holds(view_of(person=person)).page()
    assert "Address not shown" in page.words
    for hidden in (person.address, person.postcode, person.gp_name, "020 7946 0143"):
        assert hidden not in page.text


def test_an_empty_record_says_everywhere_that_nothing_is_recorded(region: WebRegion):
    words = region.holds(view_of()).page().words
    assert "Allergies not recorded" in words
    assert "Medicines not recorded" in words
    assert "No known allergies" not in words


def test_what_is_withheld_cannot_be_told_from_what_is_not_there(make_page):
    secret = {
        "resourceType": "CarePlan",
        "id": "c",
        "status": "active",
        "title": "Crisis plan",
        "category": [{"text": "Mental health"}],
    }
    hidden = {name: "full" for name in EVERY if name not in ("mental_health", "social_care")}
    with_it = view_of(answer("riverside-gp", [secret]), decision=permit(hidden))
    # As the door does: withheld items are gone, and an answer emptied by that reads as empty.
    gone = {**with_it.answers, "riverside-gp": answer("riverside-gp")}
    without = view_of(decision=permit(hidden))
    for slug in ("", "social", "care-plans", "timeline"):
        assert make_page(replace(with_it, answers=gone), slug) == make_page(without, slug)


@pytest.fixture
def make_page():
    return lambda view, slug: WebRegion().holds(view).page(slug).body


def test_the_summary_of_a_full_record_is_small(region: WebRegion):
    many = [
        {**one, "id": f"{one['id']}-{n}"}
        for n in range(100)
        for one in (*gibson.RIVERSIDE[:1], *gibson.RIVERSIDE[6:9], *gibson.LABORATORY[:1])
    ]
    page = region.holds(view_of(answer("riverside-gp", many))).page()
    assert len(gzip.compress(page.body)) <= 15 * 1024


@pytest.mark.parametrize("since", ["365", "30", "0", "x"])
def test_any_choice_of_days_draws_a_page(region: WebRegion, since):
    browser = region.holds(view_of(answer("riverside-gp", gibson.RIVERSIDE))).browser()
    assert browser.get(f"/p/h-yregram-p?since={since}").status == 200


def test_of_contacts_what_is_now_stands_first_and_then_the_next():
    def appointment(id: str, day: str, status: str = "booked") -> dict:
        own = {
            "resourceType": "Appointment",
            "id": id,
            "status": status,
            "description": f"Visit {id}.",
        }
        return own | {"start": f"{day}T10:20:00Z"}

    sent = [
        appointment("far", "2027-06-26"),
        appointment("then", "2026-12-26"),
        appointment("next", "2026-11-28"),
        appointment("gone", "2026-10-28", "fulfilled"),
        gibson.stay("s", "2026-11-01", "", "On the ward.", "IMP") | {"status": "in-progress"},
    ]
    card = newest(view_of(answer("northgate-acute", sent)), "contacts")
    read = [row.what.striptags() for row in card.rows]
    assert read == ["Hospital admission", "Visit next.", "Visit then.", "Visit gone.", "Visit far."]
