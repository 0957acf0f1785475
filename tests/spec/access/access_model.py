"""The rules a second time, written from governance.md and not from the policies: what the engine is held to.

On purpose in another shape: sets of names computed in one pass, no engine, no order, no annotations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

CARE = {"TREAT", "ETREAT", "BTG"}
SYSTEM_KINDS = {f"LR-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 17, 18)}
SAID = ("LR-14", "OWN-3", "DEC-1", "LR-16")


@dataclass(frozen=True)
class Expected:
    outcome: str
    rules: frozenset[str]
    told: frozenset[str]
    offers: tuple[str, ...]


def expected(role: str, a: Mapping[str, Any]) -> Expected:
    """`a` is what the rules are asked, with objections as plain words."""
    rules, opens = seen(role, a)
    if opens:
        return Expected("permit", rules, frozenset(told(a)), part_offers(role, a))
    offers = ways(role, a)
    tried = frozenset({"OWN-1-notification"} if a["ownRecord"] else ())
    return Expected("challenge" if offers else "deny", rules, tried, offers)


def seen(role: str, a: Mapping[str, Any]) -> tuple[frozenset[str], bool]:
    """The rules that determine whether the record opens, and whether it does."""
    against = frozenset(standing_against(role, a)) | frozenset(between(a))
    if against:
        return against, False
    grounds = frozenset(grounds_of(a))
    return grounds, bool(grounds)


def emergency(a: Mapping[str, Any]) -> bool:
    return "LR-16" in a["declared"] and a["mayDeclareEmergency"]


def grounds_of(a: Mapping[str, Any]) -> Iterator[str]:
    yield from SYSTEM_KINDS.intersection(a["evidence"])
    if a["organisationScope"] and {f"LR-{n}" for n in range(2, 7)}.intersection(
        a["organisationEvidence"]
    ):
        yield "LR-20"
    if "LR-14" in a["declared"] and a["mayClaim"]:
        yield "LR-14"
    if emergency(a):
        yield "LR-16"


def standing_against(role: str, a: Mapping[str, Any]) -> Iterator[str]:
    """What nobody can say anything against: it stands, in an emergency too."""
    checks = {
        "AUT-1": a["assurance"] < a["assuranceNeeded"],
        "AUT-10": not a["named"],
        "LR-26": a["mustSignInAgain"],
        "ORG-1": not a["organisationLive"],
        "TRN-1": not a["trainingCurrent"],
        "TRN-5": a["suspended"],
        "ROL-2": role == "privacy-officer",
        "ROL-4": role == "student" and not (a["supervisorNamed"] and a["supervised"]),
        "ROL-6": a["purpose"] not in CARE,
        "IDN": not a["verified"],
        "SEN-13": a["withdrawn"],
        "OPT-2-blocked": "blocked" in a["objections"],
        "OPT-4-blocked": "blocked" in a["organisationObjections"],
    }
    yield from (rule for rule, holds in checks.items() if holds)


def between(a: Mapping[str, Any]) -> Iterator[str]:
    """What concerns this viewer and this person: oneself, family, a death, an objection."""
    if a["ownRecord"]:
        yield "OWN-1"
    if a["related"] and not a["relatedAgreed"] and "OWN-3" not in a["declared"]:
        yield "OWN-3"
    if a["dead"] and a["daysSinceDeath"] >= 29 and "DEC-1" not in a["declared"]:
        yield "DEC-1"
    if emergency(a):
        return
    if "restricted" in a["objections"]:
        yield "OPT-2-restricted"
    if "restricted" in a["organisationObjections"]:
        yield "OPT-4-restricted"
    if "requested" in {*a["objections"], *a["organisationObjections"]}:
        yield "OPT-3"


def told(a: Mapping[str, Any]) -> Iterator[str]:
    left = set(a["leaving"])
    if "LR-1" in left and not set(a["evidence"]) - left:
        yield "LR-1-notification"
    if "LR-14" in a["declared"] and a["mayClaim"]:
        yield "LR-14-alert"
    if emergency(a):
        yield "LR-16-alert"
        if a["emergenciesInShift"] >= 4 or a["emergenciesInMonth"] >= 11:
            yield "BTG-8-alert"
    if a["related"]:
        yield "OWN-3-notification" if a["relatedAgreed"] else "OWN-3-alert"
    if a["colleague"]:
        yield "OWN-4-notification"
    if a["watched"]:
        yield "OWN-5-alert"
    if a["protected"]:
        yield "SFL-6-alert"
    if a["dead"]:
        yield "DEC-2-banner"
        if a["daysSinceDeath"] >= 29:
            yield "DEC-1-alert"
    if "LR-17" in a["evidence"]:
        yield "LR-17-alert"
    if a["registrationNeeded"] and not a["registered"]:
        yield "ROL-5-banner"


def ways(role: str, a: Mapping[str, Any]) -> tuple[str, ...]:
    """By trying every set of declarations: the smallest that opens it without an emergency, and with."""
    opening = [
        set(more)
        for count in range(len(SAID) + 1)
        for more in combinations(SAID, count)
        if not set(more) & set(a["declared"])
        and seen(role, {**a, "declared": [*a["declared"], *more]})[1]
    ]
    ordinary = next((way for way in opening if "LR-16" not in way), None)
    in_emergency = next((way for way in opening if "LR-14" not in way and "LR-16" in way), set())
    if not may_declare(role, a):
        in_emergency = set()
    if ordinary is not None and "LR-14" not in ordinary:
        in_emergency = set()
    both = (ordinary or set()) | in_emergency
    return tuple(kind for kind in SAID if kind in both)


def may_declare(role: str, a: Mapping[str, Any]) -> bool:
    """BTG-1, and OWN-2: never about oneself."""
    against = set(standing_against(role, a))
    return bool(a["mayDeclareEmergency"] and not a["ownRecord"] and not against)


def part_offers(role: str, a: Mapping[str, Any]) -> tuple[str, ...]:
    offers = []
    if a["protected"] and "SFL-3" not in a["declared"]:
        offers.append("SFL-3")
    softer = {"restricted", "requested"}.intersection(a["partObjections"])
    if softer and not emergency(a) and may_declare(role, a):
        offers.append("LR-16")
    return tuple(offers)
