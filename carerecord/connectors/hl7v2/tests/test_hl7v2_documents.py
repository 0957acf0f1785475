"""A document that came, was added to, changed, replaced or taken back."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from carerecord.connectors.hl7v2.tests.hl7v2_reading import pushed, said, why_aside

TXA = "TXA|1|DS|TX|202611210900||202611210930|||C1^Woolfson^Kathleen^^^Dr|||{number}|{parent}||||{status}|{secret}|{available}"
PDF = base64.b64encode(b"%PDF-1.7 small").decode()


def txa(
    number: str = "D1",
    parent: str = "",
    status: str = "AU",
    secret: str = "",
    available: str = "AV",
) -> str:
    return TXA.format(
        number=number, parent=parent, status=status, secret=secret, available=available
    )


def words(document: dict[str, Any]) -> list[str]:
    return [base64.b64decode(one["attachment"]["data"]).decode() for one in document["content"]]


def test_a_document_has_its_words_and_its_files():
    (found,) = said("MDM^T02", txa(), "OBX|1|TX|||Went home.", "OBX|2|TX|||With tablets.", "OBX|3|NM|W^Weight||71.50|kg", f"OBX|4|ED|||^AP^PDF^Base64^{PDF}")  # fmt: skip
    assert words(found) == ["Went home.\nWith tablets.\nWeight: 71.50 kg", "%PDF-1.7 small"]
    assert [one["attachment"]["contentType"] for one in found["content"]][1] == "application/pdf"
    assert found["type"]["text"] == "Discharge summary"
    assert (found["status"], found["docStatus"]) == ("current", "final")
    assert found["date"] == "2026-11-21T09:30:00Z"
    assert found["author"] == [{"display": "Dr Kathleen Woolfson"}]
    assert found["masterIdentifier"] == {"value": "D1"}


def test_a_change_has_the_id_of_the_document_and_leaves_its_words():
    (first,) = said("MDM^T02", txa(), "OBX|1|TX|||Went home.")
    (changed,) = said("MDM^T03", txa(status="LA"))
    assert changed["id"] == first["id"]
    assert "content" not in changed


def test_a_replaced_document_is_marked_and_named():
    new, old = said("MDM^T10", txa("D2", "D1"), "OBX|1|TX|||Again.")
    (first,) = said("MDM^T02", txa("D1"), "OBX|1|TX|||Went home.")
    assert (old["id"], old["status"]) == (first["id"], "superseded")
    target = {"reference": f"DocumentReference/{old['id']}"}
    assert new["relatesTo"] == [{"code": "replaces", "target": target}]


def test_an_addendum_leaves_its_document_as_it_is():
    (added,) = said("MDM^T06", txa("D2", "D1"), "OBX|1|TX|||And this.")
    assert added["relatesTo"][0]["code"] == "appends"


@pytest.mark.parametrize(("kind", "available"), [("MDM^T11", "AV"), ("MDM^T04", "CA")])
def test_a_cancelled_document_goes(kind: str, available: str):
    (first,) = said("MDM^T02", txa(), "OBX|1|TX|||Went home.")
    found = pushed(kind, txa(available=available))
    assert found.removed == (("DocumentReference", first["id"]),)
    assert len(found.resources) == 1


def test_what_is_confidential_is_labelled():
    (found,) = said("MDM^T02", txa(secret="V"), "OBX|1|TX|||x")
    assert found["securityLabel"][0]["coding"][0]["code"] == "V"


def test_a_program_that_says_it_is_a_document_is_looked_at():
    why = why_aside("MDM^T02", txa(), "OBX|1|ED|DOC||^application^pdf^Base64^TVqQAAMAAAAEAAAA")
    assert why == "a document in OBX-5 is not what it says it is"
