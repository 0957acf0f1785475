"""Every combination of facts: the engine says what a second model of the rules says, and never more for less."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any

import pytest
from access_combinations import (
    AGAINST,
    Asked,
    Place,
    against,
    at,
    more_granted,
    parts,
    places,
    to_tell,
)
from access_model import Expected, emergency, expected

from carerecord.access import Policies
from carerecord.access.judge import judge
from carerecord.access.policies.reading import CLASSES

PACKAGED = Policies.load()
POLICIES = replace(PACKAGED, _answer=lru_cache(None)(PACKAGED._answer.__wrapped__))
"""The rules, remembering every answer: each distinct question is put to the engine once."""
STEP = 7
"""In every build one in seven of each; 7 divides no axis's size, so that each value meets each other one."""


def schema_form(asked: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(asked)
    for name in ("objections", "organisationObjections", "partObjections"):
        if name in made:
            made[name] = [{"type": "Objection", "id": one} for one in made[name]]
    return made


def engine(role: str, asked: Mapping[str, Any]) -> Expected:
    judged = judge(role, schema_form(asked), POLICIES)
    told = frozenset(rule.id for rule in judged.notices)
    return Expected(judged.outcome, frozenset(judged.verdict.ids), told, judged.offers)


def must_agree(asked: Iterable[Asked]) -> int:
    count = 0
    for role, facts in asked:
        count += 1
        assert engine(role, facts) == expected(role, facts), (role, facts)
    return count


def core(step: int) -> dict[Place, Expected]:
    found = {}
    for place in islice(places(), 0, None, step):
        found[place] = engine("doctor", at(place))
        assert found[place] == expected("doctor", at(place)), at(place)
    return found


def test_one_in_seven_of_what_a_decision_turns_on() -> None:
    assert len(core(STEP)) == 8_778


def test_one_in_seven_of_what_stands_in_the_way_of_everybody() -> None:
    assert must_agree(islice(against(), 0, None, STEP)) == 1_098


def test_one_in_seven_of_what_somebody_is_told() -> None:
    assert must_agree(islice(to_tell(), 0, None, STEP)) == 1_235


@pytest.mark.slow
def test_every_set_of_what_stands_in_the_way_of_everybody() -> None:
    assert must_agree(against()) == 7_680


@pytest.mark.slow
def test_every_combination_of_what_somebody_is_told() -> None:
    assert must_agree(to_tell()) == 8_640


@pytest.mark.slow
def test_all_of_what_a_decision_turns_on_and_more_is_never_given_for_less() -> None:
    found = core(1)
    assert len(found) == 61_440
    for place, decided in found.items():
        if decided.outcome == "permit":
            for more in more_granted(place):
                assert found[more].outcome == "permit", (at(place), at(more))
    print(f"\n{len(found)} decisions, the engine and the model agree on all", file=sys.stderr)


@pytest.mark.slow
def test_what_stands_in_the_way_closes_whatever_was_open() -> None:
    """All 61,440 again, each with one thing in its way, by turns."""
    for number, place in enumerate(places()):
        facts = at(place) | AGAINST[number % len(AGAINST)]
        assert must_agree([("doctor", facts)])
        assert engine("doctor", facts).outcome == "deny"


def test_more_is_never_given_for_less() -> None:
    """Over a part of the core in which every step to a more generous place is taken."""
    few = (0, 1, 4, 15)
    chosen = [
        p for p in places() if p[0] in few and p[5] != 1 and p[6] in (0, 3) and p[3] in (1, 3)
    ]
    found = {place: engine("doctor", at(place)).outcome == "permit" for place in chosen}
    for place in chosen:
        steps = [more for more in more_granted(place) if more in found]
        assert not found[place] or all(found[more] for more in steps), at(place)


def test_an_emergency_passes_only_what_it_may() -> None:
    """BTG-5: what it opens was closed by silence or by an objection that can be overridden, and nothing else."""
    passes = {"OPT-2-restricted", "OPT-3", "OPT-4-restricted"}
    opened = 0
    for place in islice(places(), 0, None, 3 * STEP):
        facts = at(place)
        if not emergency(facts) or engine("doctor", facts).outcome != "permit":
            continue
        opened += 1
        without = {**facts, "declared": tuple(set(facts["declared"]) - {"LR-16"})}
        before = engine("doctor", without)
        assert before.outcome == "permit" or before.rules <= passes, facts
    assert opened > 70


def test_silence_is_a_denial_whatever_else_is_true() -> None:
    for role, facts in islice(against(), 0, None, 7):
        bare = {**facts, "evidence": (), "organisationEvidence": (), "declared": ()}
        assert engine(role, bare).outcome != "permit"


def part_expected(a: Mapping[str, Any]) -> set[str]:
    in_emergency = "LR-16" in a["declared"] and a["mayDeclareEmergency"]
    links = set(a["systemEvidence"])
    checks = {
        "ORG-3": not a["shared"],
        "ORG-4": a["switchedOff"],
        "SFL-4": a["protected"] and a["protocol"] == "gp_connect",
        "SFL-3": a["protected"] and a["document"] and "SFL-3" not in a["declared"],
        "OPT-4-part-blocked": "blocked" in a["objections"],
        "OPT-4-part-restricted": not in_emergency
        and bool({"restricted", "requested"} & set(a["objections"])),
        "SEN-7": a["labelled"] and not (a["roleMaySeeLabelled"] and links),
        "SEN-10": a["mentalHealthDetail"]
        and not (a["roleMaySeeMentalHealth"] and a["mentalHealthCaseload"] and "LR-6" in links),
        "SEN-11": a["safeguardingDetail"]
        and not (a["roleMaySeeSafeguarding"] and "LR-17" in links),
    }
    return {rule for rule, holds in checks.items() if holds} or {"SRC-1"}


def parts_agree(step: int) -> int:
    count = 0
    for role, facts in islice(parts(), 0, None, step):
        verdict = POLICIES.ask("show", role, schema_form(facts))
        wanted = part_expected(facts)
        assert set(verdict.ids) == wanted, facts
        assert verdict.permitted == (wanted == {"SRC-1"})
        count += 1
    return count


def test_one_in_eleven_of_what_a_part_of_a_record_can_be() -> None:
    assert parts_agree(11) == 11_171


@pytest.mark.slow
def test_all_of_what_a_part_of_a_record_can_be() -> None:
    assert parts_agree(1) == 122_880


def classes_agree(step: int) -> int:
    """What is kept back of a class is what keeps it back alone; what is about no class is said of each."""
    of_none = dict.fromkeys(CLASSES, False)
    every = (one for one in parts() if all(one[1][name] for name in CLASSES))
    count = 0
    for role, facts in islice(every, 0, None, step):
        count += 1
        at_once = set(POLICIES.ask("show", role, schema_form(facts)).ids) - {"SRC-1"}
        for name in CLASSES:
            alone = POLICIES.ask("show", role, schema_form({**facts, **of_none, name: True}))
            about = {one for one in at_once if POLICIES.rules[one].only in ("", name)}
            assert set(alone.ids) - {"SRC-1"} == about, (name, facts)
            assert alone.permitted == (not about)
    return count


def test_one_in_seven_times_all_classes_at_once_are_as_one_by_one() -> None:
    assert classes_agree(STEP) == 878


@pytest.mark.slow
def test_all_classes_at_once_are_always_as_one_by_one() -> None:
    assert classes_agree(1) == 6_144


@pytest.mark.parametrize("missing", sorted(at((0,) * 7)))
def test_a_fact_that_is_missing_or_of_another_kind_is_no_permit(missing: str) -> None:
    facts = schema_form({**at((0, 4, 3, 3, 3, 2, 3))})
    assert POLICIES.ask("view", "doctor", facts).permitted
    without = {name: value for name, value in facts.items() if name != missing}
    for spoilt in (
        without,
        {**facts, missing: None},
        {**facts, missing: {"type": "Role", "id": "x"}},
    ):
        verdict = POLICIES.ask("view", "doctor", spoilt)
        assert verdict.failed
        assert not verdict.permitted


def test_a_fact_nobody_knows_is_no_permit() -> None:
    facts = schema_form(at((0, 4, 3, 3, 3, 2, 3))) | {"surprise": True}
    assert POLICIES.ask("view", "doctor", facts).failed
