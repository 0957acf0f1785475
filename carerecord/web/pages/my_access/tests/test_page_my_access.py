"""The desk over a real database: what stands on it, and that nobody works on the report about themself (PAT-2 to PAT-7)."""

from __future__ import annotations

from asyncio import run
from collections.abc import Iterator
from pathlib import Path

import pytest

from carerecord.identity import People
from carerecord.insight.report import ReportDesk
from carerecord.insight.report.tests.report_desk import SECOND, desk_of
from carerecord.insight.report.tests.report_people import DOCTOR, MARGERY, Clock, log_of
from carerecord.store import Database
from carerecord.web.tests.harness import OFFICER, WebRegion

REQUEST = {"nhs_number": "999 417 3626", "received": "2026-11-20", "requester": "At the desk"}
ANSWERED = {"sources": {"northgate": {"state": "answered"}}}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "reports.db")
    yield opened
    opened.close()


def desk(region: WebRegion, db: Database, *own: tuple[str, str]) -> ReportDesk:
    now = Clock()
    run(People(db).add([MARGERY]))
    made = desk_of(db, log_of(db, now), now, own=frozenset(own))
    region.app.state.carerecord.report_desk = made
    region.desk.joins(SECOND)
    return made


def test_a_request_is_made_and_forwarded(region: WebRegion, db: Database):
    made = desk(region, db)
    run(made.reports.log.append("shown", DOCTOR, person_id=MARGERY.id, view_id="v", body=ANSWERED))
    browser = region.browser(OFFICER)
    address = browser.post("/my-access", REQUEST).headers["location"]
    assert (
        "Northgate University Hospital: held something on 21-Nov-2026" in browser.get(address).words
    )
    assert browser.post(address, {"do": "copy", "to": "", "words": ""}).status == 303
    assert "Asked, due 20-Dec-2026" in browser.get(address).words
    assert "Asked of your organisation 1" in browser.get("/my-access").words
    again = browser.post(address, {"do": "copy", "to": "", "words": ""})
    assert (again.status, "None that was not asked before" in again.words) == (400, True)


def test_the_report_about_oneself_is_another_officers(region: WebRegion, db: Database):
    desk(region, db, (OFFICER.id, MARGERY.id))
    another = region.browser(SECOND)
    address = another.post("/my-access", REQUEST).headers["location"]
    assert another.get(address).status == 200
    browser = region.browser(OFFICER)
    for page in (
        browser.get(address),
        browser.get(f"{address}/letter.html"),
        browser.post(address, {"do": "answered"}),
        browser.post("/my-access", REQUEST),
    ):
        assert page.status == 400
        assert "This is about you: another privacy officer has to do it." in page.words
        assert "looked at your record" not in page.words
    assert "GIBSON" not in browser.get("/my-access").text


def test_a_report_that_is_not_there_is_not_there(region: WebRegion, db: Database):
    desk(region, db)
    assert region.browser(OFFICER).get("/my-access/none").status == 404
