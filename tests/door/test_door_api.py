"""The FHIR face from outside: what it refuses, and that it repeats nothing that was typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from running import Caller, Region

SYSTEM = "https://fhir.nhs.uk/Id/nhs-number"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        pytest.param("/fhir/R4/Patient?9994173626=1", 400, "Search by", id="odd-parameter"),
        pytest.param("/fhir/R4/Patient", 400, "Give one identifier", id="nothing-asked"),
        pytest.param(
            f"/fhir/R4/Patient?identifier={quote(SYSTEM)}|9994173627",
            400,
            "check digit",
            id="digit",
        ),
        pytest.param(
            f"/fhir/R4/Patient?identifier={quote(SYSTEM)}|99941", 400, "10 digits", id="length"
        ),
        pytest.param("/fhir/R4/Patient?identifier=urn:x|1", 400, "are found by", id="other-system"),
        pytest.param("/fhir/R4/Patient/nobody/$everything", 404, "No such", id="nobody"),
        pytest.param("/fhir/R4/Nonsense", 404, "Not Found", id="no-such-path"),
    ],
)
def test_what_cannot_be_answered_says_why(region: Region, path: str, status: int, words: str):
    bearer = {"Authorization": f"Bearer {region.token()}"}
    reply = Caller(region.base_url).get(path.replace("|", "%7C"), bearer)
    said = reply.json()
    assert reply.status == status
    assert said["resourceType"] == "OperationOutcome"
    assert words in said["issue"][0]["details"]["text"]
    assert "99941" not in reply.text


def test_without_a_token_nothing_is_answered(region: Region):
    reply = Caller(region.base_url).get("/fhir/R4/Patient/x/$everything")
    assert reply.status == 401
    assert reply.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_person_without_a_link_is_forbidden_and_says_why(region: Region):
    staff = {one["username"]: set(one["cares_for"]) for one in region.demo["staff"]}
    number = next(
        one["nhs_number"]
        for one in region.demo["people"]
        if one["nhs_number"] not in staff["a.okafor"] and not one["case"]
    )
    bearer = {"Authorization": f"Bearer {region.token()}"}
    caller = Caller(region.base_url)
    found = caller.get(f"/fhir/R4/Patient?identifier={quote(SYSTEM)}%7C{number}", bearer).json()
    patient = found["entry"][0]["resource"]["id"]
    reply = caller.get(f"/fhir/R4/Patient/{patient}/$everything", bearer)
    assert reply.status == 403
    assert "no recorded link" in reply.json()["issue"][0]["details"]["text"]


def test_asking_for_less_than_the_whole_is_answered_with_the_whole_and_said(region: Region):
    bearer = {"Authorization": f"Bearer {region.token()}"}
    caller = Caller(region.base_url)
    number = region.number_of("allergies-disagree")
    found = caller.get(f"/fhir/R4/Patient?identifier={quote(SYSTEM)}%7C{number}", bearer).json()
    patient = found["entry"][0]["resource"]["id"]
    reply = caller.get(f"/fhir/R4/Patient/{patient}/$everything?_type=Flag", bearer).json()
    issues = [
        one["details"]["text"]
        for entry in reply["entry"]
        if entry["search"]["mode"] == "outcome"
        for one in entry["resource"]["issue"]
    ]
    assert any("not applied" in words for words in issues)
    assert any(e["resource"]["resourceType"] == "AllergyIntolerance" for e in reply["entry"])


DESCRIBED_STATUSES = {200, 400, 403, 404, 405, 406}
"""Those of `docs/reference/api.md`, for whoever has a token."""
WORDS = st.one_of(
    st.sampled_from(["", "1", "_", "%", "null", "[]", "$", "é", "A" * 300, "../", "'--"]),
    st.text(max_size=12),
)
DAYS = st.sampled_from(
    ["2026", "2026-11", "1948-11-08", "ge2026-01-01", "eq1948", "2026-02-30", "x"]
)
VALUES: dict[str, st.SearchStrategy[str]] = {
    "token": st.one_of(
        WORDS, WORDS.map(lambda one: f"{SYSTEM}|{one}"), st.just(f"{SYSTEM}|9994173626")
    ),
    "date": st.one_of(DAYS, WORDS),
}
COMMON = [("_count", "token"), ("_format", "token"), ("_since", "date"), ("_type", "token")]
Asked = tuple[str, dict[str, str] | None]
"""A path with its query, and the form of a POST."""


@st.composite
def described(draw: Any, statement: dict[str, Any]) -> Asked:
    """A search or an operation that the description of the interface names, with values of its types."""
    resource = draw(st.sampled_from(statement["rest"][0]["resource"]))
    known = [(one["name"], one["type"]) for one in resource["searchParam"]]
    names = draw(st.lists(st.sampled_from([*known, *COMMON]), max_size=4))
    given_ = [(name, draw(VALUES.get(kind, WORDS))) for name, kind in names]
    base = f"/fhir/R4/{resource['type']}"
    operations = [one["name"] for one in resource.get("operation", [])]
    if operations and draw(st.booleans()):
        id = quote(draw(WORDS), safe="") or "x"
        name = draw(st.sampled_from(operations))
        form = dict(given_) if name == "document" else None
        return f"{base}/{id}/${name}?{urlencode(given_)}", form
    if resource["type"] == "Patient" and draw(st.booleans()):
        return f"{base}/_search", dict(given_)
    return f"{base}?{urlencode(given_)}", None


def _answered_as_described(region: Region, username: str) -> Callable[[Asked], None]:
    caller, bearer = Caller(region.base_url), {"Authorization": f"Bearer {region.token(username)}"}

    def ask(asked: Asked) -> None:
        path, form = asked
        reply = caller.get(path, bearer) if form is None else caller.form(path, form, bearer)
        said = json.loads(reply.text)
        assert reply.status in DESCRIBED_STATUSES, (reply.status, path)
        assert said["resourceType"] in ("Bundle", "OperationOutcome")
        numbers = {
            one["value"]
            for entry in said.get("entry", [])
            for one in entry["resource"].get("identifier", [])
            if isinstance(one, dict) and one.get("system") == SYSTEM
        }
        assert numbers <= {"9994173626"}, "somebody nobody asked for"

    return ask


@pytest.mark.parametrize(
    ("username", "examples"),
    [
        pytest.param("a.okafor", 25, id="few"),
        pytest.param("a.okafor", 400, id="many", marks=pytest.mark.slow),
        pytest.param("q.fairbairn", 400, id="of-a-privacy-officer", marks=pytest.mark.slow),
    ],
)
def test_whatever_is_asked_as_described_is_answered_as_described(
    region: Region, username: str, examples: int
):
    statement = Caller(region.base_url).get("/fhir/R4/metadata").json()
    ask = _answered_as_described(region, username)

    @given(asked=described(statement))
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def every(asked: Asked) -> None:
        ask(asked)

    every()
