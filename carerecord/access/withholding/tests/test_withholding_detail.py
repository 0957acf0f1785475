"""Guarded detail (SEN-10, SEN-11), who a person used to be (SEN-13, SEN-14), and codes on the Patient itself."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.access import withhold
from carerecord.access.contract import Terms
from carerecord.access.withholding import NOTICE, SAFEGUARDING, without_words
from carerecord.contract import Item, Person, Resource
from carerecord.fhir import NHS_NUMBER, encode_resource

PERSON = Person("p1", "9990000018", "GIBSON", "Margery")
ALL = Terms(details=frozenset({"mental_health", "safeguarding"}))


def item(kind: str, **fields: Any) -> Item:
    resource = {"resourceType": kind, "id": "x"} | fields
    return Item("gp", resource, encode_resource(resource))


def coded(code: str) -> dict[str, Any]:
    return {"coding": [{"system": "http://snomed.info/sct", "code": code}]}


MENTAL = {
    "therapy-note": item("DocumentReference", type={"text": "Therapy notes"}),
    "psychotherapy": item("ClinicalImpression", description="Psychotherapy session 4"),
    "forensic": item("RiskAssessment", code={"coding": [{"display": "Forensic risk assessment"}]}),
    "third-party": item("CarePlan", title="Crisis plan: third-party information"),
}
SAFE = {
    "coded": item("Observation", code=coded("919461000000108")),
    "flag": item("Flag", category=[{"text": "Safeguarding"}], code={"text": "See detail"}),
    "document": item("Composition", title="Child protection conference report"),
    "plan": item("CarePlan", category=[{"coding": [{"display": "Looked-after child plan"}]}]),
    "narrative": item("Condition", text={"div": "<div>On a child protection plan</div>"}),
}


@pytest.mark.parametrize("one", MENTAL.values(), ids=MENTAL.keys())
def test_detail_of_mental_health_needs_the_terms_to_name_it(one: Item) -> None:
    def rules(terms: Terms) -> list[str]:
        found = withhold([one], PERSON, {}, terms, section_of=lambda _: "mental_health")
        return [rule for _, rule in found.withheld]

    assert rules(Terms()) == ["SEN-10"]
    assert rules(Terms(details=frozenset({"safeguarding"}))) == ["SEN-10"]
    assert rules(Terms(details=frozenset({"mental_health"}))) == []


@pytest.mark.parametrize("one", SAFE.values(), ids=SAFE.keys())
def test_detail_of_safeguarding_needs_the_terms_to_name_it(one: Item) -> None:
    assert [rule for _, rule in withhold([one], PERSON, {}, Terms()).withheld] == ["SEN-11"]
    mental = Terms(details=frozenset({"mental_health"}))
    assert withhold([one], PERSON, {}, mental).kept == ()
    assert withhold([one], PERSON, {}, ALL).kept == (one,)


@pytest.mark.parametrize(
    "one",
    [
        item("CarePlan", title="Crisis plan"),
        item("Observation", code={"text": "Mental Health Act status"}),
        item("Condition", code={"text": "Recurrent depressive disorder"}),
        item("CareTeam", name="Safeguarding team", category=[{"text": "Safeguarding"}]),
        item("Composition", title="Discharge summary", section=[{"title": "Safeguarding"}]),
        item("Condition", code={"text": "Asthma"}, text={"div": "<div>Safeguarding: none</div>"}),
        item("DocumentReference", description="Letter", content=[{"attachment": {"title": "x"}}]),
        item(
            "MedicationRequest", medicationCodeableConcept={"text": "Hormone replacement therapy"}
        ),
        item("Procedure", code={"text": "Physiotherapy"}),
    ],
)
def test_what_everybody_needs_is_shown(one: Item) -> None:
    assert withhold([one], PERSON, {}, Terms()).kept == (one,)


def patient(**fields: Any) -> Item:
    return item("Patient", **{"name": [{"use": "official", "family": "GIBSON"}]} | fields)


def shown(one: Item, levels: Any = None) -> dict[str, Any]:
    (kept,) = withhold([one], PERSON, levels or {"observations": "full"}, Terms()).kept
    assert encode_resource(kept.resource) == kept.raw
    return kept.resource


NOW = {"use": "official", "family": "GIBSON"}
OWN = {"system": NHS_NUMBER, "value": PERSON.nhs_number}


@pytest.mark.parametrize(
    ("key", "sent", "kept"),
    [
        ("name", [NOW, {"use": "old", "family": "WARD"}], [NOW]),
        ("name", [{"use": "maiden", "family": "WARD"}, NOW], [NOW]),
        ("name", [NOW, {"family": "WARD", "prefix": ["Mr"], "period": {"end": "2001"}}], [NOW]),
        ("name", [NOW, {"use": "nickname", "given": ["Madge"]}], [NOW, {"use": "nickname", "given": ["Madge"]}]),
        ("identifier", [OWN, {"system": NHS_NUMBER, "value": "9990000026"}], [OWN]),
        ("identifier", [OWN, {"system": "urn:mrn", "value": "H1", "use": "old"}], [OWN]),
        ("link", [{"type": "replaces", "other": {"reference": "Patient/before"}}], None),
        ("extension", [{"url": "http://x/individual-recordedSexOrGender"}], None),
        ("extension", [{"url": "http://x/Extension-UKCore-BirthSex", "valueCode": "M"}], "same"),
    ],
)  # fmt: skip
def test_who_somebody_used_to_be_is_not_shown(key: str, sent: Any, kept: Any) -> None:
    one = patient(**{key: sent})
    now = shown(one)
    assert now.get(key) == (sent if kept == "same" else kept)
    assert one.resource[key] == sent


def test_sex_at_birth_is_for_those_whose_role_sees_observations() -> None:
    one = patient(extension=[{"url": "http://x/Extension-UKCore-BirthSex", "valueCode": "M"}])
    assert "extension" not in shown(one, {"observations": "none", "demographics": "full"})
    assert "extension" in shown(one)


def test_a_patient_inside_another_item_is_as_they_are_now_too() -> None:
    before = {"resourceType": "Patient", "name": [NOW, {"use": "old", "family": "WARD"}]}
    one = item("Observation", contained=[before, {"resourceType": "Practitioner", "id": "d"}])
    assert b"WARD" not in encode_resource(shown(one))
    plain = item("Observation", contained=[{"resourceType": "Practitioner", "id": "d"}])
    assert withhold([plain], PERSON, {}, Terms()).kept == (plain,)


def test_a_restricted_code_on_the_patient_leaves_and_the_patient_stays() -> None:
    """Somebody without one has a Patient too: its absence would tell."""
    concept = {"url": "http://x/assertion", "valueCodeableConcept": coded("407376001")}
    one = patient(extension=[concept], birthDate="1948-11-08")
    assert shown(one) == shown(patient(birthDate="1948-11-08"))


def test_the_notice_says_the_same_for_everybody() -> None:
    for words in (NOTICE, SAFEGUARDING):
        assert "This message is the same whether or not there is any information." in words


DATA = "TUFSS0VS"
BODIES: list[dict[str, Any]] = [
    {"resourceType": "Binary", "id": "b", "contentType": "text/plain", "data": DATA},
    {
        "resourceType": "DocumentReference", "id": "d", "description": "Letter",
        "content": [{"attachment": {"contentType": "text/plain", "data": DATA, "title": "Letter"}},
                    {"attachment": {"data": DATA}}],
    },
    {"resourceType": "DiagnosticReport", "id": "r", "presentedForm": [{"data": DATA}]},
    {
        "resourceType": "Composition", "id": "c", "title": "Letter",
        "section": [{"title": "Plan", "text": {"status": "generated", "div": f"<div>{DATA}</div>"},
                     "section": [{"text": {"div": f"<div>{DATA}</div>"}}]}],
    },
]  # fmt: skip


@pytest.mark.parametrize("resource", BODIES, ids=[one["resourceType"] for one in BODIES])
def test_a_document_without_its_words_keeps_what_it_is(resource: Resource) -> None:
    item = Item("gp", resource, encode_resource(resource))
    closed = without_words(item)
    assert DATA.encode() not in closed.raw
    assert closed.resource["id"] == resource["id"]
    assert closed.resource.get("title") == resource.get("title")
    assert DATA.encode() in item.raw


def test_what_is_no_document_is_not_touched() -> None:
    problem = {"resourceType": "Condition", "id": "p", "code": {"text": "Stroke"}}
    item = Item("gp", problem, encode_resource(problem))
    assert without_words(item) is item
