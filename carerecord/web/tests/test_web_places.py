"""Where the bar leads each role, and who is signed in, on every page (AUT-3, AUT-4)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from carerecord.signin.contract import OfferedRole
from carerecord.web.tests.harness import DOCTOR, OFFICER, WebRegion, view_of

STYLE = Path(__file__).parents[1] / "style" / "parts" / "_narrow.scss"


def bar(text: str) -> str:
    return re.split(r'<div class="bar[^>]*>', text)[1].split("</header>")[0]


def test_each_role_begins_on_the_first_page_of_its_work(region: WebRegion):
    assert region.browser().get("/").headers["location"] == "/find"
    assert region.browser(OFFICER).get("/").headers["location"] == "/review"


def test_a_privacy_officer_finds_every_page_of_theirs_in_the_bar(region: WebRegion):
    text = bar(region.browser(OFFICER).get("/review").text)
    assert '<a href="/review" aria-current="page">Access review</a>' in text
    assert '<a href="/explain">Who may see what</a>' in text
    assert '<a href="/find">Find a person</a>' in text


def test_a_clinician_is_not_led_to_what_their_role_does_not_do(region: WebRegion):
    text = bar(region.holds(view_of()).page().text)
    assert '<a href="/find">Find another person</a>' in text
    assert "/review" not in text
    assert "/explain" not in text


@pytest.mark.parametrize("slug", ["", "medicines", "documents", "hidden"])
def test_name_role_and_organisation_are_on_every_page(region: WebRegion, slug: str):
    text = bar(region.holds(view_of()).page(slug).text)
    for said in (DOCTOR.name, DOCTOR.role_name, DOCTOR.organisation_name):
        assert said in text


def test_the_help_desk_is_on_a_phone_too(region: WebRegion):
    text = bar(region.holds(view_of()).page().text)
    assert re.search(r'<li class="help">Help [0-9 ]+</li>', text)
    assert ".help" not in STYLE.read_text("utf-8")


def test_a_problem_is_reported_where_the_region_says(region: WebRegion):
    browser = region.holds(view_of()).browser()
    assert "Report a problem" not in bar(browser.get("/find").text)
    address = "https://desk.example/new?of=record"
    region.app.state.carerecord.settings = replace(
        region.settings, region=replace(region.settings.region, problem_url=address)
    )
    for page in ("/find", "/p/h-yregram-p"):
        link = f'<a href="{address}" rel="noreferrer">Report a problem</a>'
        assert link in bar(browser.get(page).text)


def test_whoever_has_several_roles_can_switch_from_any_page(region: WebRegion):
    browser = region.holds(view_of()).browser()
    assert "/role" not in bar(browser.get("/find").text)
    region.desk.offers(DOCTOR, OfferedRole("2", "nurse", "Nurse", "RNG01", "Northgate"))
    for address in ("/find", "/p/h-yregram-p"):
        assert '<a href="/role">Change role</a>' in bar(browser.get(address).text)
