"""What of each source may come through: agreements, switches, objections, labels (governance 3.5 to 3.9)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from access_facts import (
    CARING,
    DOCTOR,
    IN_ORDER,
    NOBODY,
    PERSON,
    PRACTICE,
    WARD,
    declared,
    emergency,
    evidence,
    having,
    objection,
    request,
    standing,
    viewer,
)

from carerecord.access import Policies, decide, terms
from carerecord.access.contract import AccessRequest, Facts, Terms
from carerecord.access.roles import matrix
from carerecord.contract import SourceSettings

POLICIES = Policies.load()
MIND = SourceSettings("mind", "Mindwell", "Mindwell", "mental-health", "fhir_r4", "RNG01")
SOURCES = (WARD, PRACTICE, MIND)
PROTECTED = request(person=replace(PERSON, protected=True))


def of(facts: Facts, asked: AccessRequest | None = None) -> Terms:
    asked = asked or request()
    return terms(asked, facts, SOURCES, POLICIES, decide(asked, facts, POLICIES))


def rules(found: Terms) -> dict[str, str]:
    return {source: closed.rule for source, closed in found.sources.items()}


def objected(*args: Any, to: Facts = CARING) -> Facts:
    return replace(to, objections=(objection(*args),))


def test_what_is_agreed_and_objected_to_by_nobody_comes_through() -> None:
    assert of(CARING) == Terms()


def test_an_organisation_without_an_agreement_is_not_asked() -> None:
    found = of(replace(CARING, standing=standing(shares={"RNG01": frozenset({"*"})})))
    assert rules(found) == {"riverside": "ORG-3"}
    assert found.sources["riverside"].state == "not-asked"
    assert found.sources["riverside"].words


def test_a_source_without_an_organisation_is_not_asked() -> None:
    nowhere = replace(WARD, id="x", organisation="")
    decision = decide(request(), CARING, POLICIES)
    assert "x" in terms(request(), CARING, (nowhere,), POLICIES, decision).sources


def test_only_the_sections_of_an_agreement_come_through() -> None:
    shares = {"RNG01": frozenset({"*"}), "GP01": frozenset({"medicines", "allergies"})}
    found = of(replace(CARING, standing=standing(shares=shares)))
    assert found.sources == {}
    closed = {name for source, name in found.sections if source == "riverside"}
    assert closed == matrix().sections - {"medicines", "allergies"}
    assert {why.rule for why in found.sections.values()} == {"ORG-3"}


@pytest.mark.parametrize("shared", [frozenset[str](), frozenset({"of-no-record"})])
def test_a_source_of_which_nothing_would_come_is_not_asked(shared: frozenset[str]) -> None:
    found = of(replace(CARING, standing=standing(shares={**IN_ORDER.shares, "GP01": shared})))
    assert rules(found) == {"riverside": "ORG-3"}
    assert found.sections == {}


def test_what_an_organisation_turned_off_does_not_come_through() -> None:
    off = frozenset({("mind", "*"), ("northgate", "results")})
    found = of(replace(CARING, standing=standing(switched_off=off)))
    assert rules(found) == {"mind": "ORG-4"}
    assert {at: why.rule for at, why in found.sections.items()} == {
        ("northgate", "results"): "ORG-4"
    }


@pytest.mark.parametrize(
    ("state", "decided", "rule"),
    [
        ("blocked", True, "OPT-4-part-blocked"),
        ("restricted", True, "OPT-4-part-restricted"),
        ("blocked", False, "OPT-4-part-restricted"),
    ],
)
def test_what_a_person_objected_to_does_not_come_through(
    state: str, decided: bool, rule: str
) -> None:
    source = of(objected(state, "source", "riverside", decided))
    assert rules(source) == {"riverside": rule}
    assert source.sources["riverside"].state == "withheld"
    section = of(objected(state, "section", "results", decided))
    assert {at: why.rule for at, why in section.sections.items()} == {
        (one.id, "results"): rule for one in SOURCES
    }
    item = of(objected(state, "item", "riverside/Condition/7", decided))
    assert item.items == {"riverside/Condition/7"}


@pytest.mark.parametrize(
    ("scope", "target"),
    [("source", "riverside"), ("section", "results"), ("item", "riverside/Condition/7")],
)
def test_an_emergency_opens_the_part_that_was_restricted_and_not_what_was_blocked(
    scope: str, target: str
) -> None:
    both = having(evidence(), emergency())
    assert of(objected("restricted", scope, target, to=both)) == Terms()
    blocked = of(objected("blocked", scope, target, to=both))
    assert blocked.sources or blocked.sections or blocked.items
    other_role = of(
        objected("restricted", scope, target, to=both), request(viewer("social-worker"))
    )
    assert other_role.sources or other_role.sections or other_role.items


def test_an_objection_to_another_source_or_organisation_closes_nothing() -> None:
    assert of(objected("blocked", "source", "elsewhere")) == Terms()
    assert of(objected("blocked", "organisation", "OTHER")) == Terms()


def test_gp_systems_are_not_asked_about_protected_people() -> None:
    assert rules(of(CARING, PROTECTED)) == {"riverside": "SFL-4"}


def test_a_protected_persons_documents_stay_shut_until_it_was_said_why() -> None:
    assert not of(CARING, PROTECTED).documents
    assert of(having(evidence(), declared("SFL-3")), PROTECTED).documents
    assert not of(having(evidence(), emergency()), PROTECTED).documents


def labelled(facts: Facts, *roles: str) -> bool:
    listed = replace(matrix(), may_see_labelled=frozenset(roles))
    decision = decide(request(), facts, POLICIES)
    return terms(request(), facts, SOURCES, POLICIES, decision, roles=listed).labelled


@pytest.mark.parametrize(
    ("facts", "roles", "seen"),
    [
        (CARING, ("doctor",), True),
        (CARING, (), False),
        (CARING, ("nurse",), False),
        (having(evidence(strength="S2")), ("doctor",), False),
        (having(declared("LR-14")), ("doctor",), False),
        (having(declared("LR-14", strength="S3")), ("doctor",), False),
        (having(emergency(strength="S3")), ("doctor",), False),
        (having(evidence("LR-12", strength="S2"), emergency()), ("doctor",), False),
        (having(evidence(), emergency()), ("doctor",), True),
    ],
)
def test_labelled_items_are_for_a_listed_role_with_a_link_a_system_knows(
    facts: Facts, roles: tuple[str, ...], seen: bool
) -> None:
    assert labelled(facts, *roles) is seen


def test_no_role_is_listed_until_a_region_lists_one() -> None:
    assert matrix().may_see_labelled == frozenset()


CASELOAD = evidence("LR-6", source="mind")


@pytest.mark.parametrize(
    ("facts", "role", "seen"),
    [
        (having(CASELOAD), "doctor", {"mental_health"}),
        (having(CASELOAD), "social-worker", {"mental_health"}),
        (having(CASELOAD), "pharmacist", set()),
        (having(evidence("LR-6", source="northgate")), "doctor", set()),
        (having(replace(CASELOAD, strength="S2")), "doctor", set()),
        (having(evidence("LR-3", source="mind")), "doctor", set()),
        (having(replace(CASELOAD, holder="RNG01/other"), evidence()), "doctor", set()),
        (having(evidence("LR-17")), "doctor", {"safeguarding"}),
        (having(evidence("LR-17")), "paramedic", set()),
        (having(evidence("LR-17", strength="S2")), "doctor", set()),
        (having(evidence(), emergency()), "doctor", set()),
    ],
)
def test_guarded_detail_is_for_those_whose_work_it_is(
    facts: Facts, role: str, seen: set[str]
) -> None:
    assert of(facts, request(viewer(role))).details == seen


@pytest.mark.parametrize(
    "facts",
    [
        NOBODY,
        replace(CARING, standing=standing(organisation_live=False)),
        objected("blocked"),
    ],
)
def test_a_record_that_is_not_open_asks_no_source(facts: Facts) -> None:
    assert set(of(facts).sources) == {"northgate", "riverside", "mind"}


@pytest.mark.parametrize(
    "spoilt",
    [
        {"standing": replace(IN_ORDER, shares=None)},
        {"standing": replace(IN_ORDER, switched_off=None)},
        {"objections": (objection("perhaps", "source", "riverside"),)},
        {"objections": (objection("blocked", "everything"),)},
        {"objections": None},
    ],
)
def test_facts_nobody_can_read_close_everything(spoilt: dict[str, Any]) -> None:
    decision = decide(request(), CARING, POLICIES)
    found = terms(request(), replace(CARING, **spoilt), SOURCES, POLICIES, decision)
    assert set(found.sources) == {"northgate", "riverside", "mind"}
    assert not found.labelled
    assert not found.details
    assert not found.documents


def test_a_fault_of_the_engine_closes_everything() -> None:
    decision = decide(request(), CARING, POLICIES)

    def broken(*_: str) -> Any:
        raise RuntimeError

    deaf = replace(POLICIES, _answer=broken)
    found = terms(request(), CARING, SOURCES, deaf, decision)
    assert rules(found) == dict.fromkeys(("northgate", "riverside", "mind"), "3.1-fault")


def test_the_rules_are_asked_once_of_all_classes_however_many_sources() -> None:
    asked: list[str] = []

    def counted(action: str, role: str, about: str) -> Any:
        asked.append(about)
        return POLICIES._answer(action, role, about)

    many = [replace(WARD, id=f"s{n}") for n in range(50)]
    decision = decide(request(), CARING, POLICIES)
    terms(request(), CARING, many, replace(POLICIES, _answer=counted), decision)
    assert len(asked) == 1
    assert DOCTOR.id not in str(asked)
