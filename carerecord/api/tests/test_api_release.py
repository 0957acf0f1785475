"""The API sends what was released and nothing else, to whoever may have it (I1, I2)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from carerecord import api
from carerecord.access.contract import Decision, Reason
from carerecord.api.formats import NOT_OFFERED
from carerecord.contract import Person, Receipt, Viewer
from carerecord.viewing.contract import Criteria, Matches, Released, View
from carerecord.web.tests import gibson
from carerecord.web.tests.client import Browser, Page
from carerecord.web.tests.harness import DOCTOR, MARGERY, Door, answer, view_of

TOKEN = "Bearer t-1"
ADDRESS = "/fhir/R4/Patient/p-margery/$everything"
FOUND = "/fhir/R4/Patient?identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C9994173626"
FHIR = "application/fhir+json; charset=utf-8"


class Tokens:
    async def viewer_of_token(self, token: str) -> Viewer | None:
        return DOCTOR if token == "t-1" else None


class Marked(Door):
    """Releases other bytes than it was given, so that nothing else can have been sent."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[str, str, str]] = []
        self.types: list[str] = []

    async def open(self, viewer: Viewer, person_id: str, *, face: str = "web") -> View:
        self.opened.append((viewer.id, person_id, face))
        return await super().open(viewer, person_id, face=face)

    async def release(
        self, view: View, body: bytes, sections: Any, *, content_type: str
    ) -> Released:
        self.types.append(content_type)
        await super().release(view, body, sections, content_type=content_type)
        return Released(b"as released: " + body, Receipt(2, "e2"))

    async def find(self, viewer: Viewer, criteria: Any) -> Matches:
        assert viewer == DOCTOR
        return await super().find(viewer, criteria)


class Site:
    def __init__(self) -> None:
        self.records, self.sessions = Marked(), Tokens()
        self.records.views[MARGERY.id] = view_of(answer("northgate-acute", gibson.NORTHGATE))
        self.app = Starlette(routes=api.ROUTES)
        self.app.state.carerecord = self

    def get(self, path: str = ADDRESS, **headers: str) -> Page:
        return Browser(self.app).get(path, **{"authorization": TOKEN, **headers})


@pytest.fixture
def site() -> Site:
    return Site()


def issue(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.body)["issue"][0]
    return found


def test_what_is_sent_is_what_was_released(site: Site) -> None:
    page = site.get()
    assert page.status == 200
    ((sections, body),) = site.records.released
    assert page.body == b"as released: " + body
    assert sections == tuple(site.records.views[MARGERY.id].records)
    assert site.records.opened == [(DOCTOR.id, MARGERY.id, "api")]
    assert site.records.types == ["application/fhir+json"]
    bundle = json.loads(body)
    assert (bundle["resourceType"], bundle["total"]) == ("Bundle", 1)
    assert page.headers["content-type"] == FHIR
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["x-correlation-id"] == "v1"


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer t-2", "Basic t-1"])
def test_without_a_token_nothing_is_opened(site: Site, sent: str) -> None:
    page = site.get(authorization=sent)
    assert (page.status, issue(page)["code"]) == (401, "login")
    assert site.records.opened == site.records.released == []


def test_a_refused_record_says_why_and_holds_nothing(site: Site) -> None:
    reasons = (Reason("LR-none", "You have no link."), Reason("TRN-1", "Your training ran out."))
    site.records.refused[MARGERY.id] = Decision("deny", reasons)
    page = site.get()
    assert page.status == 403
    said = [(one["code"], one["details"]["text"]) for one in json.loads(page.body)["issue"]]
    assert said == [("forbidden", "You have no link."), ("forbidden", "Your training ran out.")]
    assert site.records.released == []


def test_nobody_of_that_id_is_not_found(site: Site) -> None:
    page = site.get(ADDRESS.replace("p-margery", "p-nobody"))
    assert (page.status, issue(page)["code"]) == (404, "not-found")
    assert issue(page)["details"]["text"] == "No such Patient."


@pytest.mark.parametrize("asked", ["", "?_format=json", "?_pretty=true&_format=json"])
def test_who_asks_for_the_whole_is_not_told_that_it_is_the_whole(site: Site, asked: str) -> None:
    assert b'"id":"whole"' not in site.get(f"{ADDRESS}{asked}").body


def test_who_asks_for_less_is_told_that_it_is_the_whole(site: Site) -> None:
    assert b'"id":"whole"' in site.get(f"{ADDRESS}?_type=Flag").body


@pytest.mark.parametrize("path", [ADDRESS, FOUND])
def test_what_cannot_be_written_down_is_not_sent(site: Site, path: str) -> None:
    site.records.writes_down = False
    site.records.found = Matches((MARGERY,))
    page = site.get(path)
    assert (page.status, issue(page)["code"]) == (503, "transient")
    assert b"Gibson" not in page.body


def test_a_search_is_asked_of_the_door_and_answers_with_what_it_found(site: Site) -> None:
    site.records.found = Matches((MARGERY,))
    page = site.get(FOUND)
    found = json.loads(page.body)
    assert (page.status, page.headers["content-type"]) == (200, FHIR)
    assert page.headers["cache-control"] == "no-store"
    assert [one.nhs_number for one in site.records.asked] == ["9994173626"]
    (entry,) = found["entry"]
    assert (found["type"], found["total"]) == ("searchset", 1)
    assert entry["resource"]["id"] == MARGERY.id
    assert entry["fullUrl"].endswith("/fhir/R4/Patient/p-margery")
    assert entry["search"] == {"mode": "match"}


def test_a_number_that_was_replaced_is_said_to_be(site: Site) -> None:
    site.records.found = Matches((MARGERY,), replaced="9990000018")
    *_, said = json.loads(site.get(FOUND).body)["entry"]
    assert said["resource"]["id"] == "replaced"
    (words,) = said["resource"]["issue"]
    assert (words["severity"], words["code"]) == ("information", "informational")
    assert words["details"]["text"].startswith("The number asked for was replaced")
    assert said["search"] == {"mode": "outcome"}


def test_a_search_that_found_nobody_is_an_empty_searchset(site: Site) -> None:
    found = json.loads(site.get(FOUND).body)
    assert found == {"resourceType": "Bundle", "type": "searchset", "total": 0}


def test_a_search_without_a_token_or_with_a_problem_answers_nobody(site: Site) -> None:
    site.records.found = Matches((replace(MARGERY),), problem="Sign in again.")
    refused = site.get(FOUND)
    assert (refused.status, issue(refused)["code"]) == (400, "invalid")
    assert issue(refused)["details"]["text"] == "Sign in again."
    assert site.get(FOUND, authorization="").status == 401
    assert len(site.records.asked) == 1


def test_a_search_by_anything_else_asks_nobody(site: Site) -> None:
    assert site.get("/fhir/R4/Patient?name=Gibson").status == 400
    assert site.records.asked == []


def test_a_protected_person_has_no_address_here(site: Site) -> None:
    hidden = Person("p-2", "9990000026", "HART", "Ivy", address="12 Elm Row", protected=True)
    site.records.found = Matches((hidden,))
    assert b"Elm Row" not in site.get(FOUND).body


IDENTIFIER = "https://fhir.nhs.uk/Id/nhs-number|9994173626"


def test_a_number_may_be_sent_in_a_form_so_that_it_is_in_no_address(site: Site) -> None:
    site.records.found = Matches((MARGERY,))
    page = Browser(site.app).post(
        "/fhir/R4/Patient/_search",
        {"identifier": IDENTIFIER, "birthdate": "1948-11-08"},
        authorization=TOKEN,
    )
    assert json.loads(page.body)["total"] == 1
    assert site.records.asked == [Criteria(nhs_number="9994173626", birth_date="1948-11-08")]


@pytest.mark.parametrize(
    ("asked", "criteria"),
    [
        ("identifier=9994173626", Criteria(nhs_number="9994173626")),
        (f"identifier={IDENTIFIER}&_format=json&_count=1&_pretty=true", Criteria("9994173626")),
        (
            f"birthdate=1948-11-08&identifier={IDENTIFIER}&birthdate=1950-01-01",
            Criteria("9994173626", birth_date="1948-11-08"),
        ),
    ],
)
def test_the_door_is_asked_for_exactly_what_was_given(
    site: Site, asked: str, criteria: Criteria
) -> None:
    assert site.get(f"/fhir/R4/Patient?{asked}").status == 200
    assert site.records.asked == [criteria]


@pytest.mark.parametrize(
    ("asked", "code", "words"),
    [
        pytest.param(
            f"identifier={IDENTIFIER}&name=Gibson", "not-supported",
            "Search by: identifier, birthdate, _format, _count, _pretty.", id="by-name-too",
        ),
        pytest.param("", "required", "Give one identifier, https://fhir.nhs.uk/Id/nhs-number|<NHS number>.", id="nothing"),
        pytest.param("identifier=", "required", "Give one identifier, https://fhir.nhs.uk/Id/nhs-number|<NHS number>.", id="empty"),
        pytest.param(
            f"identifier={IDENTIFIER}&identifier=9990000018", "required",
            "Give one identifier, https://fhir.nhs.uk/Id/nhs-number|<NHS number>.", id="two-people",
        ),
        pytest.param(
            "identifier=urn:mrn|9994173626", "value",
            "People are found by https://fhir.nhs.uk/Id/nhs-number only.", id="another-system",
        ),
    ],
)  # fmt: skip
def test_a_search_that_could_mean_somebody_else_asks_nobody(
    site: Site, asked: str, code: str, words: str
) -> None:
    page = site.get(f"/fhir/R4/Patient?{asked}")
    assert (page.status, issue(page)["code"]) == (400, code)
    assert issue(page)["details"]["text"] == words
    assert site.records.asked == []


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"_format": "json", "_count": ""}, 200, ""),
        ({"_format": "xml"}, 406, "not-supported"),
        ({"name": ""}, 400, "not-supported"),
    ],
)
def test_a_form_asks_for_what_an_address_could_and_no_more(
    site: Site, more: dict[str, str], status: int, code: str
) -> None:
    form = {"identifier": IDENTIFIER, **more}
    page = Browser(site.app).post("/fhir/R4/Patient/_search", form, authorization=TOKEN)
    assert page.status == status
    assert len(site.records.asked) == (status == 200)
    if code:
        assert issue(page)["code"] == code
    if status == 406:
        assert issue(page)["details"]["text"] == NOT_OFFERED


async def test_a_form_that_is_no_text_is_refused_and_breaks_nothing(site: Site) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site.app)) as client:
        page = await client.post(
            "http://test/fhir/R4/Patient/_search",
            content=b"identifier=9994173626&\xff=",
            headers={
                "Authorization": TOKEN,
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
    assert page.status_code == 400
    assert site.records.asked == []


def test_a_view_that_waits_to_be_written_down_says_so(site: Site) -> None:
    view = site.records.views[MARGERY.id]
    site.records.views[MARGERY.id] = replace(view, receipt=replace(view.receipt, spooled=True))
    site.get()
    ((_, body),) = site.records.released
    resources = [entry["resource"] for entry in json.loads(body)["entry"]]
    (said,) = [one for one in resources if one.get("id") == "waits"]
    assert "will be reviewed" in said["issue"][0]["details"]["text"]
