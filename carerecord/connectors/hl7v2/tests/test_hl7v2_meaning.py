"""What would mean something else if a part of it were left out."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from carerecord.connectors.hl7v2.message import MessageUnusable, read
from carerecord.connectors.hl7v2.tests.hl7v2_reading import raw, said, why_aside


def result(obx: str) -> dict[str, Any]:
    _, found = said("ORU^R01", "OBR|1||F1|UE^U&E^L", obx)
    return found


@pytest.mark.parametrize(
    ("obx", "shown"),
    [
        ("OBX|1|NM|K^K^L||120^/^80|mmHg|||||F", "120 / 80 mmHg"),
        ("OBX|1|NM|K^K^L||5.1&6.2|mmol/L|||||F", "5.1&6.2 mmol/L"),
        ("OBX|1|SN|K^K^L||<&5^|mg/L|||||F", "<&5 mg/L"),
        ("OBX|1|ST|K^K^L||<0.3|mg/L|||||F", "<0.3 mg/L"),
        ("OBX|1|TX|K^K^L||Not detected||||||F", "Not detected"),
        ("OBX|1|FT|K^K^L||\\XE289A5\\ 5||||||F", "≥ 5"),
        ("OBX|1|FT|K^K^L||\\XB5\\g||||||F", "µg"),
    ],
)
def test_a_value_is_whole_and_has_its_unit(obx: str, shown: str):
    assert result(obx)["valueString"] == shown


def test_a_vaccine_that_was_refused_is_not_one_that_was_given():
    rxa = "RXA|0|1|20261101||140^Flu^CVX|999||||||||||||00^Parental decision^NIP002||{}"
    for state in ("", "CP", "PA", '""'):
        assert "RXA-" in why_aside("VXU^V04", rxa.format(state))
    (found,) = said("VXU^V04", rxa.format("RE"))
    assert (found["status"], found["statusReason"]["text"]) == ("not-done", "Parental decision")


def test_part_of_a_dose_is_said_to_be_part_of_it():
    (found,) = said("VXU^V04", "RXA|0|1|20261101||140^Flu^CVX|0.2|mL|||||||||||||PA")
    assert found["isSubpotent"] is True


def test_a_line_of_a_document_that_is_taken_back_is_not_in_it():
    withdrawn = "OBX|1|TX|||Allergic to penicillin||||||W"
    (found,) = said("MDM^T02", "TXA|1|DS|TX|||||||||D1", withdrawn, "OBX|2|TX|||Well.||||||F")
    text = base64.b64decode(found["content"][0]["attachment"]["data"])
    assert text == b"Well."


@pytest.mark.parametrize(
    ("sent", "code"),
    [("R^Ruled out^L", "refuted"), ("SUSPECTED", "provisional"), ("7^Hearsay^L", "")],
)
def test_how_sure_a_problem_is(sent: str, code: str):
    prb = f"PRB|AD|20261101|I50^HF^I10|PR1|||||||||{sent}|REMISSION"
    (found,) = said("PPR^PC1", prb)
    assert found["clinicalStatus"] == {"text": "REMISSION"}
    verified = found["verificationStatus"]
    assert (verified["coding"][0]["code"] if code else verified["text"]) == (code or "Hearsay")


@pytest.mark.parametrize("mark", ["~", "^", "&"])
def test_a_million_parts_are_refused_before_they_are_read(mark: str):
    with pytest.raises(MessageUnusable, match="more than"):
        read(raw("ORU^R01", "OBR|1||F1|UE^U&E^L", f"OBX|1|CE|K^K^L||{mark.join('A' * 900_000)}"))
