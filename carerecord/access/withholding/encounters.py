"""Whether a visit is about what is withheld, and so everything of that visit with it (SEN-6). Pure.

Governance names what refers to a withheld item or has its code. A visit that does so leaves. It is also one thing
of which everything speaks, and may be a stay of three weeks: what was measured, given or found there leaves with
it only where it was about nothing else. Otherwise that stays, and no longer says at which visit it was made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from carerecord.access.withholding.links import REASONS, Links
from carerecord.contract import Item, Resource
from carerecord.fhir import encode_resource

AT = frozenset({"context", "encounter"})
"""Elements by which an item says at which visit it was made."""
_MATTERS = frozenset({"AllergyIntolerance", "Condition", "Immunization", "Procedure"})
"""What a visit is about, where it does not say itself: not what was measured, given or written there."""
_ABOUT = frozenset({"Appointment", "Communication", "Composition", "DocumentReference"})
"""What speaks of the visit it names, not only of something done there."""
_STAYS = frozenset({"ACUTE", "IMP", "NONAC"})
"""Classes of a visit that is a hospital stay."""


def only_made_at(links: Links, at: int, key: str, target: int) -> bool:
    """Whether an item is tied to a visit by having been made there alone; a letter or a booking is about it."""
    at_visit = links.items[target].type == "Encounter" and key in AT
    return at_visit and links.items[at].type not in _ABOUT


def about_withheld(links: Links, gone: Collection[int]) -> Iterator[int]:
    """Kept visits, named by what is withheld, that were about nothing else."""
    named = {p.target for at in gone for p in links.out[at] if p.key in AT}
    for at in sorted(named - set(gone)):
        visit = links.items[at]
        short = visit.type == "Encounter" and not _is_stay(visit.resource)
        if short and _matters(links, at) and not _has_more(links, at, gone):
            yield at


def made_at_them(links: Links, gone: Collection[int], own: Collection[int]) -> Iterator[int]:
    """What was made at withheld visits, where they are withheld for their own sake or were about nothing else."""
    for visit in sorted(gone):
        if links.items[visit].type != "Encounter":
            continue
        if visit in own or not _has_more(links, visit, gone):
            yield from (at for at, key in sorted(links.into[visit]) if key in AT and at not in gone)


def _has_more(links: Links, at: int, gone: Collection[int]) -> bool:
    """Whether the visit was also about something that is not withheld. A restricted reason of its own withholds it."""
    if links.items[at].resource.get("reasonCode"):
        return True
    reasons = {p.target for p in links.out[at] if p.key in REASONS}
    return any(one not in gone for one in reasons | _matters(links, at))


def _matters(links: Links, at: int) -> set[int]:
    return {one for one, key in links.into[at] if key in AT and links.items[one].type in _MATTERS}


def _is_stay(visit: Resource) -> bool:
    kind = visit.get("class")
    return isinstance(kind, dict) and str(kind.get("code")).upper() in _STAYS


def without_visit(links: Links, at: int, gone: Collection[int]) -> Item:
    """The item without the element that names a withheld visit; itself where none does."""
    item = links.items[at]
    shown: Resource = {}
    for key, value in item.resource.items():
        listed = value if isinstance(value, list) else [value]
        kept = [one for one in listed if not links.names(item.source_id, key, one, gone)]
        if len(kept) == len(listed):
            shown[key] = value
        elif kept:
            shown[key] = kept
    if shown == item.resource:
        return item
    return replace(item, resource=shown, raw=encode_resource(shown))
