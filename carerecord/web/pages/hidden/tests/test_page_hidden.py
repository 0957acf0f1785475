"""A record out of sight: who it is about stays, and one press brings the same page back (AUT-9)."""

from __future__ import annotations

import pytest

from carerecord.access.contract import Decision, Reason
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import MARGERY, WebRegion, answer, view_of

ADDRESS = "/p/h-yregram-p"


@pytest.fixture
def region() -> WebRegion:
    return WebRegion().holds(view_of(answer("northgate-acute", gibson.NORTHGATE)))


@pytest.mark.parametrize("slug", ["", "medicines", "timeline", "documents", "find"])
def test_every_page_of_a_record_is_hidden_in_one_press_and_comes_back(region: WebRegion, slug: str):
    hide = f"{ADDRESS}/hidden{'?to=' + slug if slug else ''}"
    assert f'<a href="{hide}">Hide record</a>' in region.page(slug).text
    page = region.browser().get(hide)
    assert "GIBSON, Margery (Mrs)" in page.words
    assert "Record hidden" in page.words
    for inside in ("allergies", "Medicines", "Northgate</", "emergency department since"):
        assert inside not in page.text.split("<main")[1]
    assert f'href="{ADDRESS}{"/" + slug if slug else ""}"' in page.text


def test_it_leads_back_to_pages_of_ours_only(region: WebRegion):
    page = region.browser().get(f"{ADDRESS}/hidden?to=//elsewhere.example")
    assert "elsewhere" not in page.text.split("<main")[1].split("</main")[0]
    assert f'href="{ADDRESS}"' in page.text


def test_what_has_ended_meanwhile_is_not_shown_again(region: WebRegion):
    region.door.refused[MARGERY.id] = Decision("deny", (Reason("LR-none", "No link."),))
    page = region.page("hidden")
    assert page.headers["location"] == f"{ADDRESS}/refused"
