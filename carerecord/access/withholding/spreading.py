"""What belongs with a withheld item (SEN-6): what refers to it, says the same, or exists only for it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from carerecord.access.withholding.encounters import about_withheld, made_at_them, only_made_at
from carerecord.access.withholding.links import Links

ACCOMPANYING = frozenset({
    "Appointment", "Binary", "Device", "Encounter", "HealthcareService", "Location", "Media",
    "Medication", "Organization", "Practitioner", "PractitionerRole", "ServiceRequest", "Specimen",
    "Substance",
})  # fmt: skip
"""Types that leave when only withheld items point at them: they would tell what was withheld.

Never allergies, problems or medicines: that a withheld list also names them must not hide them.
"""
PARTS = frozenset({"result", "hasMember"})
"""Elements whose targets are parts of what points at them, whatever their type."""
NEVER_FOLLOWED = frozenset({"Patient"})
"""Everything refers to the Patient; that is no link between items."""

GROUPINGS = {"Group": "entity", "List": "item", "Provenance": "target"}
"""Types, and the element by which they name whatever they gather. That says nothing of one item to another."""


def spread(links: Links, seeds: Iterable[int], texts: set[str]) -> set[int]:
    """Positions of everything that goes with `seeds`, themselves included."""
    gone = set(seeds)
    if texts:
        gone |= links.saying(texts)
    gone = {at for at in gone if links.items[at].type not in NEVER_FOLLOWED}
    own = frozenset(gone)  # what is withheld for its own sake
    waiting = list(gone)
    while waiting:
        at = waiting.pop()
        reached = (_referrers(links, at) | links.shared.with_the_same(at)) - gone
        gone |= reached
        waiting.extend(reached)
        if not waiting:
            waiting = accompanying(links, gone)
            waiting += about_withheld(links, gone)
            waiting += made_at_them(links, gone, own)
            gone.update(waiting)
    return gone


def _referrers(links: Links, target: int) -> set[int]:
    return {
        at
        for at, key in links.into[target]
        if links.items[at].type not in NEVER_FOLLOWED and not only_made_at(links, at, key, target)
    }


def accompanying(links: Links, gone: set[int]) -> list[int]:
    """Kept items that only withheld ones point at, of the types that would tell."""
    pointed_at = {
        pointer.target
        for at in gone
        for pointer in links.out[at]
        if GROUPINGS.get(links.items[at].type) != pointer.key
    } - gone
    return [
        target
        for target in sorted(pointed_at)
        if all(at in gone for at, _ in links.into[target])
        and (
            links.items[target].type in ACCOMPANYING
            or {key for _, key in links.into[target]} & PARTS
        )
    ]
