"""Where the sources differ about who the person is: a line of the banner on every page, a table on one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from carerecord.contract import Failure, Item
from carerecord.viewing.contract import View
from carerecord.web.tests.harness import MARGERY, WebRegion, answer, view_of

NHS = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": MARGERY.nhs_number}


def says(source: str, **said: Any):
    resource = {"resourceType": "Patient", "id": "1", "identifier": [NHS], **said}
    return answer(source, patients=(Item(source, resource, b"{}"),), state="answered")


def both() -> View:
    return view_of(
        says("riverside-gp", name=[{"family": "Gibson", "given": ["Margaret"]}], telecom=[{"system": "phone", "value": "01632 960999"}]),
        says("northgate-acute", name=[{"family": "Hart", "given": ["Margery"]}], deceasedDateTime="2026-03-04"),
    )  # fmt: skip


def test_every_page_names_the_fields_and_the_sources_and_leads_to_the_table(region: WebRegion):
    region.holds(both())
    for path in ("", "allergies", "people"):
        words = region.page(path).words
        assert "Sources differ about who this is: Name, Date of death, Phone" in words
        assert "(Riverside, Northgate)" in words
        assert "/people#differ" in region.page(path).text


def test_the_table_says_what_we_go_by_and_what_each_source_says_in_what_it_differs(
    region: WebRegion,
):
    words = region.holds(both()).page("people").words
    assert "Name GIBSON, Margery (Mrs)" in words
    assert "Margery Hart Northgate University Hospital Another family name" in words
    assert "No death recorded 04-Mar-2026 Northgate University Hospital Says that the person died" in words  # fmt: skip
    assert "01632 960999 Riverside Medical Practice Another phone number" in words
    assert "can be the person’s own history" not in words


def test_where_nothing_differs_nothing_is_said(region: WebRegion):
    same = says("riverside-gp", name=[{"family": "GIBSON", "given": ["margery"]}])
    page = region.holds(view_of(same)).page("people")
    assert "differ" not in page.words


def test_name_and_gender_together_are_to_be_checked_with_the_person(region: WebRegion):
    view = view_of(
        says("riverside-gp", name=[{"family": "Gibson", "given": ["Peter"]}], gender="male")
    )
    words = region.holds(view).page("people").words
    assert "In Riverside Medical Practice both the name and the gender are different." in words
    assert "Female Male Riverside Medical Practice Another gender" in words


def test_a_held_answer_is_named_by_field_and_none_of_it_is_shown(region: WebRegion):
    held = answer(
        "riverside-gp",
        failure=Failure("wrong-person", "answered for another person: another birth date"),
        contradicts=("birth-date",),
    )
    words = region.holds(view_of(held)).page("people").words
    assert "Born 08-Nov-1948 Not shown: it is about another person" in words
    assert "Everything it sent is held back" in words
    assert "Nothing about another person is shown. What says so: Born." in words


def test_a_protected_person_has_no_place_in_the_table(region: WebRegion):
    hidden = replace(MARGERY, address="", postcode="", phone="", gp_code="", gp_name="", protected=True)  # fmt: skip
    elsewhere = says("riverside-gp", telecom=[{"system": "phone", "value": "01632 960999"}])
    words = region.holds(view_of(elsewhere, person=hidden)).page("people").words
    assert "differ" not in words
