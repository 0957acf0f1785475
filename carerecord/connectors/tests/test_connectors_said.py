"""What a source's own codes mean (SRC-2): a state and words, and never that there is nothing."""

from __future__ import annotations

import msgspec
import pytest

from carerecord.connectors.bundle import read_bundle
from carerecord.connectors.contract import PersonNotFound, PersonWithheld, SourceRefused
from carerecord.connectors.said import SAID, refusal_in


def outcome(code: str, **details: object) -> dict[str, object]:
    system = "https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1"
    concept = {"coding": [{"system": system, "code": code}], **details}
    issue = {"severity": "warning", "code": "forbidden", "details": concept}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        ("NO_PATIENT_CONSENT", PersonWithheld, "the patient has asked the practice not to share"),
        ("NO_ORGANISATION_CONSENT", PersonWithheld, "not agreed to share"),
        ("ACCESS_DENIED", SourceRefused, "refused us"),
        ("PATIENT_NOT_FOUND", PersonNotFound, "no record available"),
        ("NO_RECORD_FOUND", PersonNotFound, "no record available"),
        ("INVALID_NHS_NUMBER", PersonNotFound, "no record available"),
        ("INVALID_PATIENT_DEMOGRAPHICS", PersonNotFound, "no record available"),
        ("NOT_AUTHORISED", SourceRefused, "refused us"),
    ],
)
def test_each_refusal_is_the_state_it_is(code: str, error: type[Exception], words: str) -> None:
    refusal = refusal_in(b"\xef\xbb\xbf" + msgspec.json.encode(outcome(code)))
    assert type(refusal) is error
    assert words in str(refusal)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b"null", b'{"resourceType":"Bundle"}', b'{"resourceType":"OperationOutcome"}',
     b'{"resourceType":"OperationOutcome","issue":[7]}', b"[" * 10_000,
     msgspec.json.encode(outcome("ASID_CHECK_FAILED")), msgspec.json.encode(outcome("confidential-items"))],
)  # fmt: skip
def test_any_other_body_is_no_refusal_of_ours(body: bytes) -> None:
    assert refusal_in(body) is None


def test_no_word_claims_that_nothing_is_held_or_that_somebody_is_not_registered() -> None:
    for said in SAID.values():
        assert not {"no data", "not registered", "nothing", "none"} & {said.words.casefold()}
        assert "not registered" not in said.words


@pytest.mark.parametrize("code", ["confidential-items", "data-in-transit", "data-awaiting-filing"])
def test_a_warning_without_words_gets_those_of_the_table_and_its_own_words_win(code: str) -> None:
    plain = {"resourceType": "Bundle", "entry": [{"resource": outcome(code)}]}
    own = {
        "resourceType": "Bundle",
        "entry": [{"resource": outcome(code, text="As the source says.")}],
    }
    bundle = read_bundle(msgspec.json.encode(plain), "gp")
    assert bundle.warnings == (SAID[code].words,)
    assert bundle.incomplete
    assert read_bundle(msgspec.json.encode(own), "gp").warnings == ("As the source says.",)
