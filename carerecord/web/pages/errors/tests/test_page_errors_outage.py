"""While nothing can be recorded: in an emergency there may be a way on, and it is shown where there is one (AUD-3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.access.contract import Decision, Reason
from carerecord.config.settings import Audit
from carerecord.viewing.contract import NothingWaits
from carerecord.web.tests.harness import AT, MARGERY, WebRegion, permit, view_of

ADDRESS = "/p/h-yregram-p"
WAY = "If not knowing could cause serious harm: Emergency access"


@pytest.fixture
def down(region: WebRegion) -> WebRegion:
    region.holds(view_of()).door.writes_down = False
    region.app.state.carerecord.settings = replace(
        region.app.state.carerecord.settings, audit=Audit(spool="spool")
    )
    return region


@pytest.mark.parametrize("page", ["", "medicines"])
def test_a_page_of_a_record_leads_to_emergency_access(down: WebRegion, page: str):
    found = down.page(page)
    assert found.status == 503
    assert WAY in found.words
    assert f'href="{ADDRESS}/emergency"' in found.text
    assert "Gibson" not in found.text


def test_without_a_spool_nothing_leads_there(region: WebRegion):
    region.holds(view_of()).door.writes_down = False
    found = region.page()
    assert (found.status, WAY in found.words) == (503, False)


def test_a_page_about_nobody_leads_nowhere(down: WebRegion):
    found = down.browser().post("/find", {"nhs_number": "9990000107"})
    assert (found.status, WAY in found.words) == (503, False)


def test_a_spool_that_is_used_up_is_said_in_plain_words(down: WebRegion):
    async def used_up(*_: object, **__: object) -> None:
        raise NothingWaits("the emergency spool is used up: 200 entries")

    down.door.open = used_up
    found = down.page()
    assert "No more emergency views can be kept either" in found.words
    assert WAY not in found.words


def test_the_page_on_which_an_emergency_is_declared_is_there(down: WebRegion):
    reasons = (Reason("LR-none", "…"),)
    down.door.refused[MARGERY.id] = Decision("challenge", reasons, offers=("LR-16",))
    assert (down.page("emergency").status, down.page("why").status) == (200, 503)


@pytest.mark.parametrize("slug", ["", "allergies", "medicines", "timeline", "documents"])
def test_every_page_of_a_view_that_waits_says_so(region: WebRegion, slug: str):
    view = view_of()
    region.holds(replace(view, receipt=replace(view.receipt, spooled=True)))
    words = region.page(slug).words
    said = "The audit log is unavailable. This emergency view is kept to be written down in it"
    assert words.count(said) == 1


def test_nobody_is_said_to_have_been_told_before_they_can_be(region: WebRegion):
    view = view_of(decision=replace(permit(), emergency_until=AT))
    region.holds(replace(view, receipt=replace(view.receipt, spooled=True)))
    page = region.page()
    assert "The privacy officer will be told." in page.words
    assert "has been told" not in page.words
    assert "End it" not in page.words
