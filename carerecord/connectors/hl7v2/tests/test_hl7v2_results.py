"""What each part of a result comes to: to the digit, or as text."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from carerecord.connectors.hl7v2.tests.hl7v2_reading import said, why_aside
from carerecord.fhir import encode_resource

OBR = (
    "OBR|1|P1^WARD|F1^LAB|U&E^Urea and electrolytes^L|||202611210810|||||||||||||||202611210900|||F"
)


def only(type: str, *segments: str) -> dict[str, Any]:
    (found,) = [one for one in said("ORU^R01", *segments) if one["resourceType"] == type]
    return found


def value(kind: str, sent: str, units: str = "") -> dict[str, Any]:
    found = only("Observation", OBR, f"OBX|1|{kind}|K^Potassium^L||{sent}|{units}|||||F")
    return {key: found[key] for key in found if key.startswith(("value", "component"))}


@pytest.mark.parametrize(
    ("kind", "sent", "units", "meant"),
    [
        ("NM", "4.10", "mmol/L", '{"valueQuantity":{"value":4.10,"unit":"mmol/L"}}'),
        ("NM", "-0.50", "", '{"valueQuantity":{"value":-0.50}}'),
        ("NM", "1000000", "", '{"valueQuantity":{"value":1000000}}'),
        ("NM", "007", "g", '{"valueString":"007 g"}'),
        ("NM", ".5", "g", '{"valueString":".5 g"}'),
        ("NM", "pos*", "mmol/L", '{"valueString":"pos* mmol/L"}'),
        ("NM", "5", "mL^millilitre^UCUM", '{"valueQuantity":{"value":5,"unit":"mL","system":"http://unitsofmeasure.org","code":"mL"}}'),
        ("SN", "<^0.30", "mg/L", '{"valueQuantity":{"comparator":"<","value":0.30,"unit":"mg/L"}}'),
        ("SN", "^182", "mg/dl", '{"valueQuantity":{"value":182,"unit":"mg/dl"}}'),
        ("SN", "^1^:^128", "", '{"valueString":"1:128"}'),
        ("SN", "^10^-^20", "/HPF", '{"valueString":"10-20 /HPF"}'),
        ("SN", "^2^+", "", '{"valueString":"2+"}'),
        ("SN", "<>^5", "", '{"valueString":"<>5"}'),
        ("ST", "Not detected", "", '{"valueString":"Not detected"}'),
        ("TX", "one~two", "", '{"valueString":"one\\ntwo"}'),
        ("FT", r"one\.br\ two \T\ three", "", '{"valueString":"one\\n two & three"}'),
        ("CE", "POS^Positive^L", "", '{"valueCodeableConcept":{"coding":[{"system":"urn:hl7v2:L","code":"POS","display":"Positive"}],"text":"Positive"}}'),
        ("CWE", "112283007^E. coli^SCT", "", '{"valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"112283007","display":"E. coli"}],"text":"E. coli"}}'),
        ("DT", "202611", "", '{"valueDateTime":"2026-11"}'),
        ("TS", "202607010915", "", '{"valueDateTime":"2026-07-01T09:15:00+01:00"}'),
        ("TS", "20261301", "", '{"valueString":"20261301"}'),
        ("TM", "0915", "", '{"valueTime":"09:15:00"}'),
        ("RP", "scan1^PACS^image", "", '{"valueString":"scan1 PACS image"}'),
        ("FN", "^182", "", '{"valueString":"182"}'),
        ("NM", '""', "", "{}"),
    ],
)  # fmt: skip
def test_a_value_is_what_was_sent(kind: str, sent: str, units: str, meant: str):
    assert encode_resource(value(kind, sent, units)).decode() == meant


def test_several_values_are_several():
    assert [one["valueQuantity"]["value"] for one in value("NM", "60~120")["component"]] == [
        60,
        120,
    ]


def test_a_report_and_its_values_point_at_each_other():
    found = said("ORU^R01", "ORC|RE|P1^WARD|F1^LAB", OBR, "OBX|1|NM|K^Potassium^L||4.1|mmol/L|3.5-5.3|N|||F", "NTE|1||Not haemolysed",
                 "SPM|1|S1||BLD^Blood^L|||||||||||||202611210805|202611210830")  # fmt: skip
    report, specimen, potassium = found
    assert (report["resourceType"], report["status"]) == ("DiagnosticReport", "final")
    assert report["code"]["text"] == "Urea and electrolytes"
    assert report["basedOn"] == [{"identifier": {"value": "P1", "assigner": {"display": "WARD"}}}]
    assert report["identifier"][0]["value"] == "F1"
    assert report["effectiveDateTime"] == "2026-11-21T08:10:00Z"
    assert report["result"] == [{"reference": f"Observation/{potassium['id']}"}]
    assert potassium["specimen"] == {"reference": f"Specimen/{specimen['id']}"}
    assert potassium["referenceRange"] == [{"text": "3.5-5.3"}]
    assert potassium["interpretation"][0]["coding"][0]["code"] == "N"
    assert potassium["note"] == [{"text": "Not haemolysed"}]
    assert specimen["collection"] == {"collectedDateTime": "2026-11-21T08:05:00Z"}
    assert {one["subject"]["reference"] for one in found} == {"Patient/N123456"}


@pytest.mark.parametrize(
    ("sent", "status"),
    [("F", "final"), ("P", "preliminary"), ("C", "corrected"), ("X", "cancelled"), ("I", "registered"), ("", "unknown"), ("?", "unknown")],
)  # fmt: skip
def test_a_status_is_never_better_than_was_sent(sent: str, status: str):
    assert (
        only("Observation", OBR, f"OBX|1|NM|K||4.1||||||{sent}")["status"],
        only("DiagnosticReport", OBR.removesuffix("F") + sent)["status"],
    ) == (status, status)


@pytest.mark.parametrize("sent", ["W", "D"])
def test_what_was_taken_back_has_no_value(sent: str):
    found = only(
        "Observation", OBR, f"OBX|1|NM|K||4.1|mmol/L|||||{sent}", "NTE|1||Wrong blood in tube"
    )
    assert found["status"] == "entered-in-error"
    assert not {"valueQuantity", "note"} & set(found)
    report = only("DiagnosticReport", OBR, f"OBX|1|TX|||Wrong person||||||{sent}")
    assert "conclusion" not in report


def test_a_correction_has_the_id_of_what_it_corrects():
    first = only("Observation", OBR, "OBX|1|NM|K^Potassium^L||4.1||||||F")
    again = only("Observation", OBR, "OBX|2|NM|K^Kalium^L||4.2||||||C")
    assert first["id"] == again["id"]
    other = only("Observation", OBR.replace("F1", "F2"), "OBX|1|NM|K^Potassium^L||4.1||||||F")
    assert first["id"] != other["id"]


def test_nothing_of_one_message_takes_the_place_of_another_part_of_it():
    twice = said("ORU^R01", OBR, "OBX|1|NM|K||4.1", "OBX|2|NM|K||4.2", OBR, "OBX|1|NM|K||4.3")
    assert len({(one["resourceType"], one["id"]) for one in twice}) == 5


def test_lines_in_segments_of_their_own_are_one_text():
    found = only("Observation", OBR, *(f"OBX|{n}|TX|MC^Microscopy^L||{line}||||||F" for n, line in enumerate(["Gram", "", "stain"])))  # fmt: skip
    assert found["valueString"] == "Gram\n\nstain"


def test_an_imaging_report_is_its_words():
    ct = "OBR|1||F2|CTH^CT head^L|||202611210810|||||||||||||||||CT|F"
    report = only("DiagnosticReport", ct, "NTE|1||Reported remotely", "OBX|1|TX|IMP^Impression^L||No bleed.", "OBX|2|TX|IMP^Impression^L||Old infarct.")  # fmt: skip
    assert report["conclusion"] == "No bleed.\nOld infarct.\nReported remotely"
    assert report["category"][0]["coding"][0]["code"] == "CT"


PDF = base64.b64encode(b"%PDF-1.7 small").decode()


def test_a_document_stands_in_the_report():
    report = only("DiagnosticReport", OBR, f"OBX|1|ED|REP^Report^L||LAB^AP^PDF^Base64^{PDF}||||||F")
    assert report["presentedForm"] == [
        {"contentType": "application/pdf", "data": PDF, "title": "Report"}
    ]


@pytest.mark.parametrize("sent", [f"LAB^AP^JPEG^Base64^{PDF}", "LAB^AP^PDF^Base64^TVqQAAMAAAAEAAAA", "^x^y^Base64^TVqQAAMAAAAEAAAA", "^AP^PDF^Base64^JVBE...", "^AP^PDF^Hex^0g"])  # fmt: skip
def test_a_document_that_is_not_what_it_says_is_looked_at(sent: str):
    why = why_aside("ORU^R01", OBR, f"OBX|1|ED|REP||{sent}||||||F")
    assert "a document in OBX-5" in why
