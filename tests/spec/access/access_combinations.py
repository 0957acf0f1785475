"""Combinations of facts, as the rules are asked them; objections as plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, combinations, product
from typing import Any

Asked = tuple[str, dict[str, Any]]

USUAL: Mapping[str, Any] = {
    "assurance": 2,
    "assuranceNeeded": 2,
    "named": True,
    "mustSignInAgain": False,
    "organisationLive": True,
    "trainingCurrent": True,
    "suspended": False,
    "purpose": "TREAT",
    "supervisorNamed": False,
    "supervised": False,
    "registrationNeeded": True,
    "registered": True,
    "verified": True,
    "withdrawn": False,
    "protected": False,
    "dead": False,
    "daysSinceDeath": 0,
    "evidence": (),
    "organisationEvidence": (),
    "organisationScope": True,
    "leaving": (),
    "declared": (),
    "mayClaim": True,
    "mayDeclareEmergency": True,
    "emergenciesInShift": 0,
    "emergenciesInMonth": 0,
    "ownRecord": False,
    "related": False,
    "relatedAgreed": False,
    "colleague": False,
    "watched": False,
    "objections": (),
    "organisationObjections": (),
    "partObjections": (),
}

# Each from what grants least to what grants most.
LINKS: tuple[dict[str, Any], ...] = (
    {},
    {"organisationEvidence": ("LR-4",), "organisationScope": False},
    {"organisationEvidence": ("LR-4",)},
    {"organisationEvidence": ("LR-4",), "evidence": ("LR-1",), "leaving": ("LR-1",)},
    {"organisationEvidence": ("LR-4",), "evidence": ("LR-1", "LR-3"), "leaving": ("LR-1",)},
)
OBJECTIONS: tuple[tuple[str, ...], ...] = (("blocked",), ("restricted",), ("requested",), ())
TIES: tuple[dict[str, Any], ...] = (
    {"ownRecord": True, "related": True},
    {"related": True},
    {"related": True, "relatedAgreed": True},
    {},
)
DEATHS: tuple[dict[str, Any], ...] = (
    {"dead": True, "daysSinceDeath": 29},
    {"dead": True, "daysSinceDeath": 28},
    {},
)
CAPABLE: tuple[tuple[bool, bool], ...] = tuple(product((False, True), repeat=2))
AGAINST: tuple[dict[str, Any], ...] = (
    {"assurance": 1},
    {"named": False},
    {"mustSignInAgain": True},
    {"organisationLive": False},
    {"trainingCurrent": False},
    {"suspended": True},
    {"purpose": "HRESCH"},
    {"verified": False},
    {"withdrawn": True},
)
DECLARED: tuple[tuple[str, ...], ...] = tuple(
    chain.from_iterable(combinations(("LR-14", "OWN-3", "DEC-1", "LR-16"), n) for n in range(5))
)
Place = tuple[int, ...]
SIZES = tuple(map(len, (DECLARED, LINKS, OBJECTIONS, OBJECTIONS, TIES, DEATHS, CAPABLE)))
"""16 × 5 × 4 × 4 × 4 × 3 × 4 = 61,440 combinations of what a decision turns on."""


def at(place: Place) -> dict[str, Any]:
    said, link, objection, organisation, tie, death, capable = place
    claims, declares = CAPABLE[capable]
    return {
        **USUAL,
        **LINKS[link],
        **TIES[tie],
        **DEATHS[death],
        "declared": DECLARED[said],
        "objections": OBJECTIONS[objection],
        "organisationObjections": OBJECTIONS[organisation],
        "mayClaim": claims,
        "mayDeclareEmergency": declares,
    }


def places() -> Iterator[Place]:
    return product(*map(range, SIZES))


def more_granted(place: Place) -> Iterator[Place]:
    """Each place one step more generous in one respect, and the same in every other."""
    for axis in range(1, len(SIZES) - 1):
        if place[axis] + 1 < SIZES[axis]:
            yield (*place[:axis], place[axis] + 1, *place[axis + 1 :])
    for said, kinds in enumerate(DECLARED):
        if set(kinds) > set(DECLARED[place[0]]):
            yield (said, *place[1:])
    for capable, kinds_of in enumerate(CAPABLE):
        if capable != place[-1] and all(
            now <= then for now, then in zip(CAPABLE[place[-1]], kinds_of, strict=True)
        ):
            yield (*place[:-1], capable)


def against() -> Iterator[Asked]:
    """Every set of what stands in the way of everybody, for roles and links that matter to it."""
    roles: tuple[tuple[str, dict[str, Any]], ...] = (
        ("doctor", {}),
        ("privacy-officer", {}),
        ("student", {"supervisorNamed": True, "supervised": True}),
        ("student", {"supervisorNamed": True}),
        ("student", {"supervised": True}),
    )
    points: tuple[dict[str, Any], ...] = (
        {},
        {"evidence": ("LR-3",)},
        {"declared": ("LR-16",)},
    )
    for (role, more), point in product(roles, points):
        for chosen in product((False, True), repeat=len(AGAINST)):
            facts = dict(USUAL) | more | point
            for one, holds in zip(AGAINST, chosen, strict=True):
                facts |= one if holds else {}
            yield role, facts


def to_tell() -> Iterator[Asked]:
    """Every combination of what somebody may have to be told of."""
    links: tuple[dict[str, Any], ...] = (
        {"evidence": ("LR-3",)},
        {"evidence": ("LR-17",)},
        {"evidence": ("LR-1",), "leaving": ("LR-1",)},
        {"evidence": ("LR-1", "LR-2"), "leaving": ("LR-1",)},
        {"organisationEvidence": ("LR-2",)},
    )
    said = ((), ("LR-14",), ("LR-16",), ("LR-14", "LR-16"))
    emergencies: tuple[dict[str, Any], ...] = (
        {"emergenciesInShift": 3, "emergenciesInMonth": 10},
        {"emergenciesInShift": 4},
        {"emergenciesInMonth": 11},
    )
    flags = ("colleague", "watched", "protected", "registered")
    for link, declared, counted, tie, death in product(links, said, emergencies, TIES[1:], DEATHS):
        for chosen in product((False, True), repeat=len(flags)):
            lifted = ("OWN-3", "DEC-1", "SFL-3") if chosen[0] else ("OWN-3", "DEC-1")
            yield (
                "doctor",
                {
                    **USUAL,
                    **link,
                    **counted,
                    **tie,
                    **death,
                    **dict(zip(flags, chosen, strict=True)),
                    "declared": (*declared, *lifted),
                    "partObjections": OBJECTIONS[1] if chosen[1] else (),
                },
            )


DETAILS: tuple[dict[str, bool], ...] = tuple(
    {"mentalHealthDetail": mental, "safeguardingDetail": safe, "roleMaySeeSafeguarding": may}
    for mental, safe, may in (
        (False, False, True), (True, False, True), (False, True, False), (False, True, True),
        (True, True, False),
    )
)  # fmt: skip


def parts() -> Iterator[Asked]:
    """Every combination of what one part of a record can be."""
    flags = (
        "shared", "switchedOff", "protected", "document", "labelled", "roleMaySeeLabelled",
        "roleMaySeeMentalHealth", "mentalHealthCaseload", "mayDeclareEmergency",
    )  # fmt: skip
    for objections, protocol, detail, links, said in product(
        OBJECTIONS,
        ("gp_connect", "fhir_r4"),
        DETAILS,
        ((), ("LR-6", "LR-17"), ("LR-3",)),
        ((), ("SFL-3", "LR-16")),
    ):
        for chosen in product((False, True), repeat=len(flags)):
            yield (
                "doctor",
                {
                    **dict(zip(flags, chosen, strict=True)),
                    "objections": objections,
                    "protocol": protocol,
                    **detail,
                    "systemEvidence": links,
                    "declared": said,
                },
            )
