"""The order of the summary's cards by role: moved, never removed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from carerecord.config import SettingsError, read
from carerecord.config.of_pages import ALWAYS, CARDS, ORDER
from carerecord.contract import Failure
from carerecord.web.pages.summary.order import in_order
from carerecord.web.pages.summary.page import SummaryPage
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import DOCTOR, WebRegion, answer, view_of

HEADINGS = {
    "changes": "What has changed",
    "medicines": "Medicines",
    "plan": "Urgent care plan",
    "results": "Key results",
    "problems": "Active problems",
    "people": "People to call",
    "documents": "Documents",
    "contacts": "Contacts and visits",
    "care-plans": "Care plans",
    "social": "Social and mental health",
    "about-me": "About me",
}
GONE = answer("lowland-mental-health", failure=Failure("timeout", "no answer in 8 seconds"))


def read_by(role: str, role_name: str) -> list[str]:
    viewer = replace(DOCTOR, id=role, role=role, role_name=role_name)
    view = view_of(
        answer("riverside-gp", gibson.RIVERSIDE),
        answer("northgate-acute", gibson.NORTHGATE),
        answer("urgent-care-plans", gibson.CARE_PLAN),
        GONE,
        viewer=viewer,
    )
    region = WebRegion().holds(view)
    text = region.page().text
    [(sections, _)] = region.door.released
    assert len(set(sections)) == len(sections)
    return re.findall(r"<h2[^>]*>([^<]*?) ?(?:<|$)", text)


@pytest.mark.parametrize(
    ("role", "role_name", "first"),
    [
        ("doctor", "Emergency doctor", ("changes", "medicines", "plan", "results", "problems")),
        ("doctor", "GP", ("changes", "documents", "contacts", "medicines")),
        ("pharmacist", "Hospital pharmacist", ("medicines", "results")),
        ("nurse", "District nurse", ("plan", "care-plans", "changes", "people", "contacts")),
        ("doctor", "Psychiatrist", ("plan", "care-plans", "social", "contacts", "medicines")),
        ("social-worker", "Social worker", ("social", "contacts", "people", "plan")),
        ("care-home-nurse", "Care home nurse", ("medicines", "documents", "care-plans")),
        ("receptionist", "Ward clerk", ALWAYS),
    ],
)
def test_each_role_reads_its_own_cards_first_and_every_other_after(role, role_name, first):
    seen = read_by(role, role_name)
    assert seen[: len(first)] == [HEADINGS[card] for card in first]
    assert {HEADINGS[card] for card in ALWAYS} <= set(seen)
    assert len(set(seen)) == len(seen)


def test_a_region_puts_its_own_order_before_ours():
    own = {"pharmacist": ("people",), "Ward doctor": ("results", "changes")}
    pharmacist = replace(DOCTOR, role="pharmacist", role_name="Hospital pharmacist")
    assert in_order(pharmacist, own)[:2] == ["people", "changes"]
    assert in_order(replace(DOCTOR, role_name="Ward doctor"), own)[:2] == ["results", "changes"]
    assert in_order(DOCTOR, own) == list(ALWAYS)


def test_a_card_that_does_not_exist_stops_the_start(tmp_path):
    path = tmp_path / "region.toml"
    path.write_text('[summary.order]\nnurse = ["changes", "scores"]\n')
    with pytest.raises(SettingsError, match=r"nurse: no card is called “scores”"):
        read(path)


def test_every_order_names_cards_that_there_are():
    assert {card for cards in ORDER.values() for card in cards} <= set(CARDS)
    assert HEADINGS.keys() == set(CARDS)


def test_a_card_of_newest_entries_says_what_is_missing_from_it():
    page = SummaryPage(view_of(answer("northgate-acute", gibson.NORTHGATE), GONE), "")
    documents = page.newest("documents")
    assert (documents.count, len(documents.rows)) == ("at least 3", 3)
    social = page.newest("social")
    assert social.rows == ()
    assert any(one.heading == "Mental health unavailable" for one in social.notices)
