"""Searching inside a record finds nothing of what is withheld: not a word, a count, or a document (T14, I4)."""

from __future__ import annotations

from contextlib import closing

import httpx
import pytest
from door_people import MARKED, TWIN
from door_site import Site
from door_walk import HANDLE
from door_words import WITHHOLDING, marks_in

from carerecord.contract import Person

WORDS = (
    *(f"QZX{reason}DocumentReferenceXZQ" for reason in WITHHOLDING),
    *("QZXlabelledXZQ in a document", "QZXSETlinkedMedicationRequestXZQ", "57797005", "psychotherapy"),
)  # fmt: skip


def answer(browser: httpx.Client, person: Person, words: str) -> str:
    """What the page says from its heading on."""
    found = browser.post("/find", data={"nhs_number": person.nhs_number})
    match = HANDLE.search(found.text.split("Your people today")[0])
    assert match
    reply = browser.post(f"/p/{match.group(1)}/find", data={"words": words})
    assert reply.status_code == 200
    return reply.text.split('id="found"')[1].split("<footer")[0].replace(match.group(1), "{v}")


@pytest.mark.parametrize("words", WORDS)
def test_words_of_what_is_withheld_find_what_they_find_of_a_person_without_it(
    site: Site, words: str
):
    with closing(site.browser("doctor")) as browser:
        marked, twin = (answer(browser, person, words) for person in (MARKED, TWIN))
    assert "No entries found" in marked
    assert marks_in(marked.replace(words, "").encode()) == []
    assert marked == twin


def test_what_may_be_seen_is_found(site: Site):
    """Otherwise a search that finds nothing would pass."""
    with closing(site.browser("doctor")) as browser:
        assert "<mark>SEENLETTERSX</mark> in a document" in answer(browser, MARKED, "seenlettersx")
        assert "SEENLETTERSX" not in answer(browser, MARKED, "nowhere")


def test_the_log_holds_how_many_words_and_none_of_them(site: Site):
    with closing(site.browser("doctor")) as browser:
        before = len(site.log_of_audit())
        answer(browser, TWIN, "seenlettersx zebra")
    written = site.log_of_audit()[before:]
    assert [one.body["searched"] for one in written if "searched" in one.body] == [2]
    assert "zebra" not in str(written)
    assert b"zebra" not in site.log_of_server()
