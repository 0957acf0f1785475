"""ITI-81 over a real log: whose entries, by which parameters, page by page, and every reading written down."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette

from carerecord import api
from carerecord.api.audit_events.parameters import Refused, criteria
from carerecord.audit import Entry
from carerecord.audit.events import Recorder
from carerecord.contract import Viewer
from carerecord.store import Database
from carerecord.viewing.auditing import AuditEvents
from carerecord.viewing.cursors import Cursors
from carerecord.viewing.tests.door_region import DOCTOR, OFFICER, DoorRegion

ELSEWHERE = replace(DOCTOR, id="e.other", organisation="RZZ99", session="s9")
NURSE = replace(DOCTOR, id="n.nurse", role="nurse", session="s5")
OTHER_OFFICER = replace(OFFICER, id="o.other", organisation="RZZ99", session="s8")
TOKENS = {"doctor": DOCTOR, "officer": OFFICER, "other-officer": OTHER_OFFICER}
RECORDER = Recorder("region.example/audit", "Northgate", "https://record.example")
PATH = "/fhir/R4/AuditEvent"


class Site:
    """The FHIR interface over the door region's own log."""

    def __init__(self, region: DoorRegion) -> None:
        self.region, self.records, self.sessions = region, region.records, self
        self.events = AuditEvents(
            region.db,
            region.log,
            region.records.decider,
            region.records.writing,
            RECORDER,
            Cursors(bytes(32)),
        )
        self.app = Starlette(routes=api.ROUTES)
        self.app.state.carerecord = self

    async def viewer_of_token(self, token: str) -> Viewer | None:
        return TOKENS.get(token)

    async def get(self, query: str = "", who: str = "officer") -> httpx.Response:
        return await self.fetch(f"{PATH}{query}", who)

    async def fetch(self, path: str, who: str) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get(path, headers={"Authorization": f"Bearer {who}"})

    async def ids(self, query: str = "", who: str = "officer") -> list[str]:
        page = await self.get(query, who)
        assert page.status_code == 200, page.content
        return [one["resource"]["id"] for one in json.loads(page.content).get("entry", [])]

    async def entries(self, *kinds: str) -> list[Entry]:
        """Newest first, as they are found."""
        return (await self.region.entries(*kinds))[::-1]


@pytest.fixture
async def site(db: Database) -> Site:
    """A view by a doctor, a refusal, a search by a nurse, and what somebody elsewhere did."""
    region = await DoorRegion(db).begin()
    await region.relate()
    view = await region.records.open(DOCTOR, "p1")
    await region.records.release(view, b"a page", ("problems",), content_type="text/html")
    await region.log.append("search", NURSE, body={"given": ["family"], "found": 0, "more": False})
    await region.log.append("shown", ELSEWHERE, person_id="p1", body={"sha256": "1" * 64})
    await region.log.append("sign-in", NURSE, body={})
    return Site(region)


def issues(page: httpx.Response) -> list[str]:
    return [one["details"]["text"] for one in json.loads(page.content)["issue"]]


async def test_a_privacy_officer_reads_what_their_own_staff_did(site: Site) -> None:
    page = await site.get()
    found = json.loads(page.content)
    assert (page.status_code, found["resourceType"], found["type"]) == (200, "Bundle", "searchset")
    assert page.headers["cache-control"] == "no-store"
    kinds = [one["resource"]["extension"][0]["extension"][2]["valueCode"] for one in found["entry"]]
    assert kinds == ["audit-read", "sign-in", "search", "shown", "open"]
    assert "e.other" not in str(page.content)
    assert found["entry"][0]["fullUrl"].endswith(f"{PATH}/{found['entry'][0]['resource']['id']}")
    theirs = await site.ids(who="other-officer")
    assert len(theirs) == 2  # what is done elsewhere, and that they have read it


async def test_nobody_else_reads_it_and_that_they_tried_is_written_down(site: Site) -> None:
    page = await site.get(who="doctor")
    assert page.status_code == 403
    assert b"privacy officers" in page.content
    assert (await site.entries())[0].kind == "refused"
    assert (await site.get(who="nobody")).status_code == 401


async def test_each_reading_is_written_down_with_what_was_looked_for(site: Site) -> None:
    await site.get("?date=ge2026-11&patient=Patient/p1&_count=10")
    (read,) = await site.entries("audit-read")
    assert read.viewer is not None
    assert (read.viewer.id, read.person_id) == ("p.officer", "p1")
    assert read.body == {
        "what": "events",
        "face": "api",
        "query": "AuditEvent?date=ge2026-11&patient=Patient%2Fp1",
    }


async def test_what_cannot_be_written_down_is_not_read(site: Site) -> None:
    await site.region.lost("audit_entry")
    page = await site.get()
    assert page.status_code == 503
    assert b"entry" not in page.content


FINDS: dict[str, str] = {
    "?patient=p1": "shown open",
    "?patient=Patient/p1": "shown open",
    "?patient=nobody": "",
    "?entity=Patient/p1": "shown open",
    "?agent=n.nurse": "sign-in search",
    "?agent=urn:carerecord:staff|n.nurse": "sign-in search",
    "?agent:identifier=urn:carerecord:staff|a.okafor": "shown open",
    "?agent-role=nurse": "sign-in search",
    "?agent-role=doctor&patient=p1": "shown open",
    "?agent-role=nurse&patient=p1": "",
    "?type=rest": "search shown",
    "?type=110113,110114": "sign-in open",
    "?type=http://dicom.nema.org/resources/ontology/DCM|110114": "sign-in",
    "?type=http://dicom.nema.org/resources/ontology/DCM|rest": "",
    "?subtype=AuthZ-Consent": "open",
    "?subtype=urn:carerecord:audit-kind|search": "search",
    "?outcome=0&agent=n.nurse": "sign-in search",
    "?outcome=4,8": "",
    "?source=region.example/audit&agent=n.nurse": "sign-in search",
    "?source=another.example/audit": "",
    "?date=2026-11-21&patient=p1": "shown open",
    "?date=gt2026-11-21&patient=p1": "",
    "?date=ge2026-11-21T10:00:00Z&date=lt2026-11-21T10:00:01Z&patient=p1": "shown open",
    "?date=lt2026-11-21T10:00:00Z": "",
}


@pytest.mark.parametrize("query", FINDS)
async def test_each_parameter_finds_what_it_says(site: Site, query: str) -> None:
    found = set(await site.ids(query))
    there = [one for one in await site.entries() if one.kind != "audit-read"]
    assert [one.kind for one in there if one.entry_id in found] == FINDS[query].split()


async def test_one_event_and_one_view_are_found_by_what_they_are_called(site: Site) -> None:
    (opened,) = await site.entries("open")
    theirs, shown = await site.entries("shown")
    assert await site.ids(f"?_id={opened.entry_id}") == [opened.entry_id]
    assert await site.ids(f"?entity={opened.view_id}") == [shown.entry_id, opened.entry_id]
    by_name = f"?entity:identifier=urn:carerecord:view|{opened.view_id}"
    assert await site.ids(by_name) == [shown.entry_id, opened.entry_id]
    assert await site.ids(f"{by_name}&type=rest") == [shown.entry_id]
    assert theirs.viewer is not None
    assert theirs.viewer.id == ELSEWHERE.id
    assert await site.ids(f"?_id={theirs.entry_id}") == []  # not of this organisation


async def test_pages_follow_each_other_without_a_gap(site: Site) -> None:
    found: list[str] = []
    query = "?date=le2026-11-21&_count=2"
    while query:
        body = json.loads((await site.get(query)).content)
        found += [one["resource"]["id"] for one in body.get("entry", [])]
        links = {one["relation"]: one["url"] for one in body["link"]}
        query = links["next"].partition(PATH)[2] if "next" in links else ""
    there = [
        one for one in await site.entries() if one.viewer and one.viewer.organisation == "RNG01"
    ]
    assert found == [one.entry_id for one in there if one.entry_id in found]
    assert [one.kind for one in there if one.entry_id not in found] == [
        "audit-read"
    ] * 2  # of the pages after the first
    assert len(found) == 5


async def next_link(site: Site, query: str) -> str:
    links = json.loads((await site.get(query)).content)["link"]
    return str(links[1]["url"].partition(PATH)[2])


async def test_a_cursor_is_good_for_one_viewer_and_one_search(site: Site) -> None:
    link = await next_link(site, "?type=rest,110114&_count=1")
    assert (await site.get(link)).status_code == 200
    for query, who in (
        (link, "other-officer"),
        (link.replace("type=rest", "type=110113"), "officer"),
        (link + "A", "officer"),
        ("?_cursor=AAAA", "officer"),
        ("?_cursor=" + "A" * 32, "officer"),
    ):
        page = await site.get(query, who)
        assert (page.status_code, issues(page)) == (
            400,
            ["_cursor: not one that was given for this search."],
        )


@pytest.mark.parametrize(
    "name", ["_sort", "agent-name", "entity-name", "_include", "policy", "altid"]
)
async def test_a_parameter_that_is_not_offered_is_named(site: Site, name: str) -> None:
    page = await site.get(f"?{name}=x")
    assert (page.status_code, issues(page)) == (400, [f"Not a parameter of this search: {name}."])
    assert await site.entries("audit-read") == []


REFUSED = [
    "?patient=9990000018",
    "?patient=999%20000%200018",
    "?agent=9990000018",
    "?_id=../x",
    "?agent=somebody%20else",
    "?agent=urn:other|a.okafor",
    "?outcome=1",
    "?date=yesterday",
    "?date=2026-02-30",
    "?date=ne2026",
    "?date=sa2026",
    "?date=2026T10:00Z",
    "?_count=many",
    "?type=a%20b",
    "?patient=p1&patient=p2",
    "?MARGERY%20GIBSON=x",
]


@pytest.mark.parametrize("query", REFUSED)
async def test_what_cannot_be_read_is_refused_and_never_repeated(site: Site, query: str) -> None:
    page = await site.get(query)
    assert page.status_code == 400
    for personal in (b"9990000018", b"GIBSON", b"somebody", b"yesterday"):
        assert personal not in page.content
    assert await site.entries("audit-read") == []


async def test_a_page_has_no_more_than_it_may(site: Site) -> None:
    for _ in range(30):
        await site.region.log.append_all(NURSE, [("sign-in", "", {})] * 10)
    assert len(await site.ids("?_count=100000")) == 200
    assert len(await site.ids()) == 50
    assert len(await site.ids("?_count=0")) == 1


SPANS: list[tuple[str, datetime | None, datetime | None]] = [
    ("2026", datetime(2026, 1, 1), datetime(2027, 1, 1)),
    ("eq2026-12", datetime(2026, 12, 1), datetime(2027, 1, 1)),
    ("ge2026-11-21", datetime(2026, 11, 21), None),
    ("gt2026-11-21", datetime(2026, 11, 22), None),
    ("le2026-11-21", None, datetime(2026, 11, 22)),
    ("lt2026-11-21", None, datetime(2026, 11, 21)),
    ("2026-11-21T10:30Z", datetime(2026, 11, 21, 10, 30), datetime(2026, 11, 21, 10, 31)),
    (
        "2026-11-21T10:30:05+01:00",
        datetime(2026, 11, 21, 9, 30, 5),
        datetime(2026, 11, 21, 9, 30, 6),
    ),
    ("lt2026-11-21T10:30:05.5Z", None, datetime(2026, 11, 21, 10, 30, 5, 500_000)),
]


@pytest.mark.parametrize(("said", "since", "until"), SPANS)
def test_a_date_stands_for_all_that_it_does_not_say(
    said: str, since: datetime | None, until: datetime | None
) -> None:
    read, default = criteria([("date", said)]), criteria([])
    assert read.since == (since.replace(tzinfo=UTC) if since else default.since)
    assert read.until == (until.replace(tzinfo=UTC) if until else default.until)


def test_two_dates_are_a_span_and_anything_else_twice_is_refused() -> None:
    read = criteria([("date", "ge2026-11-01"), ("date", "ge2026-11-03"), ("date", "lt2026-11-05")])
    assert (read.since.day, read.until.day) == (3, 5)
    with pytest.raises(Refused):
        criteria([("agent", "a"), ("agent:identifier", "b")])


async def test_the_capability_statement_offers_the_same(site: Site) -> None:
    statement = (await site.fetch("/fhir/R4/metadata", "nobody")).json()
    (events,) = [one for one in statement["rest"][0]["resource"] if one["type"] == "AuditEvent"]
    offered = {one["name"] for one in events["searchParam"]}
    assert offered == {
        "_id",
        "patient",
        "date",
        "agent",
        "agent-role",
        "entity",
        "type",
        "subtype",
        "outcome",
        "source",
    }
    assert any(one.endswith("IHE.BasicAudit.PatientRead") for one in events["supportedProfile"])
