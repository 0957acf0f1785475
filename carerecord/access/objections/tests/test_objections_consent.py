"""An objection as FHIR Consent (OPT-9) and as a letter (OPT-11)."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from carerecord.access.objections import Case, NoLetter, as_consent, letter
from carerecord.contract import Person
from carerecord.sections import BY_NAME

NOW = datetime(2026, 11, 21, 10, 0, 5, tzinfo=UTC)
PERSON = Person(
    "p1", "9990000018", "GIBSON", "Margery", "Mrs", address="12 High Street, London",
    postcode="E99 1AB",
)  # fmt: skip
ASKED = Case(
    id="ab12", person_id="p1", scope="record", target="", step="requested", state="restricted",
    asked_at=NOW, recorded_by="f.clerk", evidence="asked on the phone", recorded=NOW,
)  # fmt: skip
DECIDED = replace(
    ASKED, step="decided", controller="RNG01", reviewer="Dr B Lead", review_on="2027-11-21",
    evidence="weighed with her GP",
)  # fmt: skip
BLOCKED = replace(DECIDED, state="blocked")
REFUSED = replace(DECIDED, state="none", review_on="")
WITHDRAWN = replace(ASKED, step="withdrawn", state="none")


@pytest.mark.parametrize(
    ("case", "status", "policy", "type_"),
    [
        pytest.param(ASKED, "active", "break-glass-only", "deny", id="asked"),
        pytest.param(DECIDED, "active", "break-glass-only", "deny", id="restricted"),
        pytest.param(BLOCKED, "active", "deny", "deny", id="blocked"),
        pytest.param(REFUSED, "rejected", "all-normal", "permit", id="not-upheld"),
        pytest.param(WITHDRAWN, "inactive", "all-normal", "permit", id="taken-back"),
        pytest.param(
            replace(DECIDED, scope="source", target="north"), "active", "all-normal", "permit",
            id="a-part",
        ),
    ],
)  # fmt: skip
def test_the_policy_is_one_of_the_profile_s(
    case: Case, status: str, policy: str, type_: str
) -> None:
    consent = as_consent(case, PERSON)
    assert consent["status"] == status
    assert consent["policy"] == [{"uri": f"https://profiles.ihe.net/ITI/PCF/Policy-{policy}"}]
    assert consent["provision"]["type"] == type_


def test_restricted_leaves_break_glass_and_blocked_leaves_nothing():
    (opened,) = as_consent(DECIDED, PERSON)["provision"]["provision"]
    assert opened["type"] == "permit"
    assert [purpose["code"] for purpose in opened["purpose"]] == ["BTG"]
    assert as_consent(BLOCKED, PERSON)["provision"] == {"type": "deny"}


@pytest.mark.parametrize(
    ("scope", "target", "part"),
    [
        ("organisation", "RNG01", {"actor": "RNG01"}),
        ("source", "north-gp", {"data": "authoredby"}),
        ("item", "north-gp/Observation/o1", {"data": "Observation/o1"}),
        ("section", "medicines", {"class": "MedicationRequest"}),
    ],
)
@pytest.mark.parametrize("state", ["restricted", "blocked"])
def test_a_part_is_an_exception_to_sharing(
    scope: Any, target: str, part: dict[str, str], state: Any
) -> None:
    case = replace(DECIDED, scope=scope, target=target, state=state)
    (exception,) = as_consent(case, PERSON)["provision"]["provision"]
    assert exception["type"] == "deny"
    assert "provision" not in exception  # PCF allows no third level
    for element, held in part.items():
        assert held in json.dumps(exception[element])
    purposes = [purpose["code"] for purpose in exception.get("purpose", [])]
    assert purposes == (["TREAT"] if state == "restricted" else [])


@pytest.mark.parametrize("section", BY_NAME)
def test_every_section_can_be_said(section: str) -> None:
    case = replace(DECIDED, scope="section", target=section)
    (exception,) = as_consent(case, PERSON)["provision"]["provision"]
    assert exception.get("class") or exception.get("code")


def test_what_the_profile_requires_is_there_and_the_person_is_not_named():
    consent = as_consent(DECIDED, PERSON)
    for element in ("scope", "category", "patient", "dateTime", "performer", "organization"):
        assert consent[element]
    assert consent["scope"]["coding"][0]["code"] == "patient-privacy"
    assert consent["category"][0]["coding"][0]["code"] == "59284-0"
    assert consent["sourceAttachment"] == {"title": "weighed with her GP"}
    assert consent["dateTime"] == "2026-11-21T10:00:05+00:00"
    assert "policyRule" not in consent
    assert "9990000018" not in json.dumps(consent)
    assert "GIBSON" not in json.dumps(consent)


def test_nobody_else_s_person_is_put_on_it():
    with pytest.raises(ValueError, match="somebody else"):
        as_consent(DECIDED, replace(PERSON, id="p2"))


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (ASKED, "until this is decided, staff can see it only in an emergency"),
        (ASKED, "will decide by 21 December 2026, together with a clinician"),
        (DECIDED, "The answer is yes. Staff can see it here only in an emergency."),
        (DECIDED, "looked at again on 21 November 2027"),
        (BLOCKED, "No staff can see it here, not in an emergency."),
        (REFUSED, "the answer is no"),
        (REFUSED, "The reason: weighed with her GP"),
        (REFUSED, "Information Commissioner"),
        (WITHDRAWN, "no longer object to sharing your record"),
        (replace(ASKED, scope="section", target="medicines"), "one part of your record (medicines)"),
        (replace(ASKED, scope="organisation", target="RNG01"), "one organisation (RNG01)"),
        (replace(ASKED, scope="source", target="north"), "comes from one place (north)"),
        (replace(ASKED, scope="item", target="a/B/c"), "one entry of your record"),
    ],
)  # fmt: skip
def test_the_letter_says_what_was_asked_what_holds_and_what_comes(case: Case, said: str) -> None:
    text = letter(case, PERSON, region="The Northgate record", help_desk="01632 960100")
    assert said in flat(text)


def test_a_letter_has_an_address_a_date_and_a_way_to_ask_and_no_number():
    text = letter(ASKED, PERSON, region="The Northgate record", help_desk="01632 960100")
    assert text.startswith(
        "Mrs Margery GIBSON\n12 High Street\nLondon\nE99 1AB\n\n21 November 2026\n"
    )
    assert "Dear Mrs Margery GIBSON," in text
    assert "01632 960100" in text
    assert "ab12" in text
    assert "9990000018" not in text
    assert max(map(len, text.splitlines())) <= 78
    assert "You can change your mind at any time" in flat(text)
    assert not re.search(r"\b(OPT|BTG|LR)-", text)


def test_nothing_about_a_protected_person_is_posted():
    with pytest.raises(NoLetter, match="post nothing"):
        letter(ASKED, replace(PERSON, protected=True), region="R")
