"""Referrals, vaccinations, orders, problems, joined numbers; and what is kept though nobody here reads it."""

from __future__ import annotations

import pytest

from carerecord.connectors.hl7v2.message import MessageUnusable
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NUMBER
from carerecord.connectors.hl7v2.tests.hl7v2_reading import pushed, said, why_aside
from carerecord.fhir import encode_resource

RF1 = "RF1|{status}|U|CAR^Cardiology|||R1|20261120"
PRD = ("PRD|RP|Powell^Robert^^^Dr", "PRD|RT|Mills^Ann^^^Dr||^^^^^^^^Northgate")


@pytest.mark.parametrize(
    ("kind", "sent", "status", "event"),
    [
        ("REF^I12", "P", "active", "started"),
        ("REF^I13", "A", "active", "started"),
        ("REF^I13", "R", "revoked", "cancelled"),
        ("REF^I13", "E", "completed", "ended"),
        ("REF^I14", "A", "revoked", "cancelled"),
    ],
)
def test_a_referral_and_who_may_look(kind: str, sent: str, status: str, event: str):
    found = pushed(kind, RF1.format(status=sent), *PRD, "DG1|1||I50^Heart failure^I10")
    asked = found.resources[1]
    assert (asked["status"], asked["priority"], asked["authoredOn"]) == (
        status,
        "urgent",
        "2026-11-20",
    )
    assert asked["requester"] == {"display": "Dr Robert Powell"}
    assert asked["performer"] == [{"display": "Dr Ann Mills, Northgate"}]
    assert asked["reasonCode"][0]["text"] == "Heart failure"
    assert [(one.kind, one.event, one.occurrence) for one in found.happenings] == [
        ("LR-5", event, "R1")
    ]


def test_results_inside_a_referral_are_results():
    found = said(
        "REF^I12",
        RF1.format(status="P"),
        "OBR|1||F1|HP^H. pylori",
        "OBX|1|ST|HP^Serology||Positive||||||F",
    )
    assert [one["resourceType"] for one in found] == [
        "ServiceRequest",
        "DiagnosticReport",
        "Observation",
    ]


RXA = "RXA|0|1|20261101||140^Influenza^CVX|{dose}|mL^^UCUM||{record}|C1^Lemon^Mike|^^^Surgery||||Z0860BB|20271104|CSL^Seqirus^MVX|{refused}||{status}|A"


def rxa(dose: str = "0.50", record: str = "00", refused: str = "", status: str = "CP") -> str:
    return RXA.format(dose=dose, record=record, refused=refused, status=status)


def test_a_vaccine_that_was_given():
    (found,) = said(
        "VXU^V04",
        "ORC|RE||IZ-1^NDA",
        rxa(),
        "RXR|IM^Intramuscular|LD^Left deltoid",
        "OBX|1|TS|29769-7^Sheet given^LN||20261101",
    )
    assert (found["status"], found["occurrenceDateTime"], found["lotNumber"]) == (
        "completed",
        "2026-11-01",
        "Z0860BB",
    )
    assert b'"doseQuantity":{"value":0.50,"unit":"mL"' in encode_resource(found)
    assert (found["site"]["text"], found["route"]["text"]) == ("Left deltoid", "Intramuscular")
    assert (found["primarySource"], found["expirationDate"]) == (True, "2027-11-04")
    assert found["note"] == [{"text": "Sheet given: 20261101"}]


def test_a_vaccine_that_was_refused_was_not_given():
    (found,) = said(
        "VXU^V04", rxa(dose="999", record="01", refused="00^Parental decision", status="RE")
    )
    assert (found["status"], found["statusReason"]["text"]) == ("not-done", "Parental decision")
    assert "doseQuantity" not in found
    assert found["primarySource"] is False


@pytest.mark.parametrize("segment", [rxa(status="?"), rxa().replace("140^", "998^")])
def test_what_may_not_have_been_given_is_looked_at(segment: str):
    assert "RXA" in why_aside("VXU^V04", segment)


@pytest.mark.parametrize(
    ("control", "status"), [("NW", "active"), ("CA", "revoked"), ("HD", "on-hold")]
)
def test_an_order(control: str, status: str):
    (found,) = said(
        "OML^O21",
        f"ORC|{control}|P1^WARD",
        "OBR|1|P1^WARD||CT^CT head|S",
        "NTE|1||After a fall",
        "OBX|1|CE|PR^Pregnant||N^No",
    )
    assert (found["status"], found["priority"], found["code"]["text"]) == (
        status,
        "stat",
        "CT head",
    )
    assert [one["text"] for one in found["note"]] == ["After a fall", "Pregnant: N No"]


@pytest.mark.parametrize(
    ("kind", "segments"),
    [("RDE^O11", ("ORC|NW|1", "RXE|1|A^Ampicillin")), ("ORM^O01", ("ORC|NW|1", "RXO|A^Ampicillin")), ("OML^O21", ("OBR|1|||CT^CT head",))],
)  # fmt: skip
def test_what_is_not_understood_whole_is_kept_for_a_person(kind: str, segments: tuple[str, ...]):
    assert why_aside(kind, *segments)


def test_a_problem_and_its_going():
    (found,) = said(
        "PPR^PC1", "PRB|AD|20261101|I50^Heart failure^I10|PR1|||20261101|||||||ACTIVE||20250601"
    )
    assert (found["clinicalStatus"]["coding"][0]["code"], found["onsetDateTime"]) == (
        "active",
        "2025-06-01",
    )
    assert pushed("PPR^PC3", "PRB|DE|20261102|I50^Heart failure^I10|PR1").removed == (
        ("Condition", found["id"]),
    )


def test_two_numbers_of_one_person_are_joined_where_the_old_one_is_known():
    found = pushed("ADT^A40", f"MRG|N999^^^RNG01^MR~{NUMBER}^^^NHS^NH")
    linking = found.linking
    assert linking
    assert (linking.step, linking.gone, linking.stays) == ("joined", "N999", "N123456")
    (replaced,) = found.resources[1:]
    assert (replaced["id"], replaced["active"]) == ("N999", False)
    assert replaced["link"] == [{"other": {"reference": "Patient/N123456"}, "type": "replaced-by"}]


@pytest.mark.parametrize(
    ("mrg", "words"),
    [("MRG|9990000107^^^NHS^NH", "two NHS numbers"), ("MRG|N999^^^RNG01^XX", "no two numbers")],
)
def test_what_may_be_two_people_is_not_joined(mrg: str, words: str):
    assert words in why_aside("ADT^A40", mrg)


def test_several_people_in_one_message_are_for_a_person():
    assert "a person decides" in why_aside(
        "ADT^A40", "MRG|N9^^^RNG01^MR", "PID|2||N1^^^RNG01^MR", "MRG|N8^^^RNG01^MR"
    )


def test_a_number_is_not_joined_to_itself():
    with pytest.raises(MessageUnusable, match="MRG-1"):
        pushed("ADT^A40", "MRG|N123456^^^RNG01^MR")


@pytest.mark.parametrize(
    ("kind", "segments"),
    [
        ("VXU^V04", ("ORC|RE||IZ1", rxa(), "ORC|RE||IZ1", rxa().replace("Z0860BB", "Z0861CC"))),
        ("PPR^PC1", ("PRB|AD|20261101|I50^HF^I10|PR1", "PRB|AD|20261102|I50^HF^I10|PR1")),
        ("OML^O21", ("OBR|1|P1||CT^CT|S", "OBR|2|P1||CT^CT|R")),
    ],
)
def test_two_of_one_number_are_two(kind: str, segments: tuple[str, ...]):
    ids = [one["id"] for one in said(kind, *segments)]
    assert len(set(ids)) == len(ids) == 2
