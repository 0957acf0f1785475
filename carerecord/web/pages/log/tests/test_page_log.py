"""The search of the log: what is typed reaches the door as criteria, and each entry is a line (AUD-9)."""

from __future__ import annotations

from datetime import UTC, datetime

from carerecord.audit import Entry
from carerecord.viewing.contract import LogCriteria, LoggedEntry
from carerecord.web.formats import number_mark
from carerecord.web.tests.harness import DOCTOR, MARGERY, OFFICER, WebRegion

AT = datetime(2026, 11, 21, 10, 2, 7, tzinfo=UTC)
ENTRY = Entry("2026-11", 8, 77, "e8", AT, "shown", DOCTOR, MARGERY.id, "v1", {})


def test_what_is_typed_is_what_is_looked_for(region: WebRegion):
    form = {
        "nhs_number": " 999 417 3626 ", "staff": "a.okafor", "since": "2026-07-01", "until": "2026-07-02",
    }  # fmt: skip
    assert region.browser(OFFICER).post("/review/log", form).status == 200
    summer = datetime(2026, 6, 30, 23, tzinfo=UTC), datetime(2026, 7, 2, 23, tzinfo=UTC)
    assert region.door.wanted == [LogCriteria("999 417 3626", "a.okafor", *summer)]


def test_each_entry_is_a_line_that_leads_to_its_view(region: WebRegion):
    region.door.logged = [LoggedEntry(ENTRY, MARGERY)]
    page = region.browser(OFFICER).post("/review/log", {})
    for said in ("21-Nov-2026 10:02:07", "Dr A Okafor", "a.okafor", "was shown this content",
                 "GIBSON, Margery (Mrs)", "999 417 3626"):  # fmt: skip
        assert said in page.words
    assert number_mark(MARGERY.nhs_number) in page.text, "it would be copied with spaces"
    assert 'href="/review/views/v1"' in page.text
    assert 'name="before" value="77"' in page.text


def test_older_entries_are_those_before_the_last(region: WebRegion):
    region.browser(OFFICER).post("/review/log", {"staff": "a.okafor", "before": "77"})
    assert [one.before for one in region.door.wanted] == [77]


def test_what_is_no_number_or_date_is_said_and_kept(region: WebRegion):
    browser = region.browser(OFFICER)
    page = browser.post("/review/log", {"nhs_number": "9990000000", "staff": "a.okafor"})
    assert (page.status, "No person here has this NHS number." in page.words) == (400, True)
    assert 'value="a.okafor"' in page.text
    for wrong in ({"since": "yesterday"}, {"until": "9999-12-31"}, {"before": "x"}):
        page = browser.post("/review/log", wrong)
        assert (page.status, "Choose the days" in page.words) == (400, True)


def test_nothing_found_says_so_and_another_role_sees_nothing(region: WebRegion):
    assert "No entry fits." in region.browser(OFFICER).post("/review/log", {}).words
    assert region.browser().get("/review/log").status == 403
    assert region.browser().post("/review/log", {}).status == 403
