"""A withheld item influences nothing: no byte of it comes out, and nothing tells that it was there (I4, SEN-4)."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import pytest

from carerecord.access.withholding import restricted_codes
from carerecord.api.everything import bundle
from carerecord.contract import Answer, Item, Resource
from carerecord.fhir import EVERY_TYPE, encode_resource
from carerecord.sections import SECTIONS
from carerecord.viewing.assembling import assembled
from carerecord.viewing.contract import View
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import SOURCES, WebRegion, view_of

MARK = "XMARKERX"
TERMS = "Termination of pregnancy"
LABELS = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
SHARED = {"system": "urn:accession", "value": "ACC-2026-000123"}

WITHHOLDING: dict[str, dict[str, Any]] = {
    "SEN-1": {"code": {"coding": [{"code": "52637005", "display": MARK}], "text": MARK}},
    "SEN-2": {"code": {"coding": [{"code": "57797005", "display": TERMS}], "text": TERMS}},
    "SEN-7": {"meta": {"security": [{"system": LABELS, "code": "R"}]}},
    "SEN-11": {"category": [{"coding": [{"code": "919461000000108"}], "text": MARK}]},
}
TYPES = sorted(
    {*(kind for section in SECTIONS for kind in section.resource_types), *EVERY_TYPE} - {"Patient"}
)


def every_text(kind: str, own: str) -> Resource:
    """A resource with the marker in every element that any type keeps words in."""
    words = {"text": MARK, "coding": [{"system": "urn:x", "code": MARK, "display": MARK}]}
    data = base64.b64encode(MARK.encode()).decode()
    return {
        "resourceType": kind,
        "id": own,
        "status": "active",
        "subject": {"reference": "Patient/p1", "display": MARK},
        "patient": {"reference": "Patient/p1"},
        "identifier": [{"system": "urn:x", "value": MARK}],
        "text": {"status": "generated", "div": f"<div>{MARK}</div>"},
        "extension": [{"url": f"urn:{MARK}", "valueString": MARK}],
        "contained": [{"resourceType": "Observation", "id": "c", "valueString": MARK}],
        **dict.fromkeys(("title", "name", "description", "comment", "patientInstruction"), MARK),
        **dict.fromkeys(("valueString", "conclusion", "summary", "lotNumber", "display"), MARK),
        **dict.fromkeys(("type", "serviceType", "reasonCode", "bodySite", "detail", "code"), words),
        **dict.fromkeys(
            ("medicationCodeableConcept", "vaccineCode", "valueCodeableConcept"), words
        ),
        **{key: [words] for key in ("note", "dosage", "dosageInstruction", "component", "item")},
        "author": [{"display": MARK}],
        "section": [{"title": MARK, "text": {"div": f"<div>{MARK}</div>"}}],
        "content": [{"attachment": {"title": MARK, "data": data, "contentType": "text/plain"}}],
        "presentedForm": [{"title": MARK, "data": data}],
        "data": data,
        "participant": [{"actor": {"display": MARK}}],
        "location": [{"location": {"display": MARK}}],
    }


def item(source: str, resource: Resource) -> Item:
    return Item(source, resource, encode_resource(resource))


def withheld_items(kind: str, rule: str) -> list[Item]:
    """One item that is withheld, and what goes with it in its own source and in another."""
    seed = every_text(kind, "seed") | WITHHOLDING[rule]
    seed["identifier"] = [SHARED]
    linked = every_text("Observation", "linked") | {"derivedFrom": [{"reference": f"{kind}/seed"}]}
    listed = every_text("List", "listed") | {"entry": [{"item": {"reference": f"{kind}/seed"}}]}
    shared = every_text("DiagnosticReport", "shared") | {"identifier": [SHARED]}
    same = every_text("Procedure", "same") | WITHHOLDING["SEN-2"]
    return [
        item("riverside-gp", seed),
        item("riverside-gp", linked),
        item("riverside-gp", listed),
        item("northgate-acute", same),
        *([item("northgate-acute", shared)] if kind not in SUPPORTS else []),
    ]


SUPPORTS = {
    "Endpoint", "Group", "HealthcareService", "Location", "Organization", "OrganizationAffiliation",
    "Person", "Practitioner", "PractitionerRole", "RelatedPerson",
}  # fmt: skip
"""Types whose identifiers name somebody or somewhere: no item is withheld for carrying one."""


def opened(extra: Sequence[Item] = (), before: bool = False) -> View:
    held = {
        "riverside-gp": [item("riverside-gp", one) for one in gibson.RIVERSIDE],
        "northgate-acute": [item("northgate-acute", one) for one in gibson.NORTHGATE],
    }
    answers = []
    for source in SOURCES:
        own = held.get(source.id, [])
        more = [one for one in extra if one.source_id == source.id]
        items = tuple([*more, *own] if before else [*own, *more])
        answers.append(Answer(source.id, "answered" if items else "empty", items, seconds=0.4))
    return assembled(view_of(), SOURCES, answers, restricted_codes())[0]


def bytes_out(view: View) -> bytes:
    return bundle(view, "https://here.example/fhir/R4")


PLAIN = opened()
PLAIN_BUNDLE = bytes_out(PLAIN)


def test_without_withholding_the_marker_would_come_out() -> None:
    loud = item("riverside-gp", every_text("Condition", "loud"))
    assert MARK.encode() in bytes_out(opened([loud]))


@pytest.mark.parametrize("rule", WITHHOLDING)
@pytest.mark.parametrize("kind", TYPES)
def test_no_byte_of_a_withheld_item_comes_out_of_the_api(kind: str, rule: str) -> None:
    out = bytes_out(opened(withheld_items(kind, rule)))
    assert MARK.encode() not in out
    assert TERMS.encode() not in out
    assert base64.b64encode(MARK.encode()) not in out
    assert out == PLAIN_BUNDLE, "the twin without them gets other bytes"


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("rule", WITHHOLDING)
def test_twins_have_one_view(rule: str, before: bool) -> None:
    kinds = [kind for kind in TYPES if kind not in SUPPORTS]
    extra = [one for kind in kinds[::7] for one in withheld_items(kind, rule)]
    view = opened(extra, before)
    for name, state in PLAIN.states.items():
        for part in ("heading", "positive", "at_least", "by_source", "counts", "why"):
            assert getattr(view.states[name], part) == getattr(state, part)
    for source_id, said in PLAIN.answers.items():
        twin = view.answers[source_id]
        assert twin.state == said.state
        assert [one.raw for one in twin.items] == [one.raw for one in said.items]
    for name, record in PLAIN.records.items():
        twin_record = view.records[name]
        assert [e.id for e in twin_record.every_entry] == [e.id for e in record.every_entry]


PAGES = ("", "timeline", "medicines", "allergies", "problems", "results", "documents", "contacts",
         "care-plans", "social", "immunisations", "people", "other")  # fmt: skip


@pytest.mark.parametrize("slug", PAGES)
def test_twins_have_one_page(slug: str) -> None:
    extra = [
        one
        for rule in WITHHOLDING
        for kind in TYPES[::5]
        if kind not in SUPPORTS
        for one in withheld_items(kind, rule)
    ]
    one, twin = (WebRegion().holds(view).page(slug) for view in (PLAIN, opened(extra)))
    assert one.status == twin.status == 200
    assert MARK not in twin.text
    assert twin.text == one.text
    assert "This message is the same whether or not there is any information." in twin.text


def test_a_source_whose_every_item_is_withheld_reads_as_one_that_has_none() -> None:
    only = [item("regional-laboratory", withheld_items("Observation", "SEN-1")[0].resource)]
    view = opened(only)
    assert view.answers["regional-laboratory"].state == "empty"
    assert bytes_out(view) == PLAIN_BUNDLE


def test_the_account_still_counts_what_is_withheld() -> None:
    extra = withheld_items("Condition", "SEN-2")
    withheld = sum(line.withheld for line in opened(extra).account)
    assert withheld == len(extra)
    assert all(line.adds_up for line in opened(extra).account)
