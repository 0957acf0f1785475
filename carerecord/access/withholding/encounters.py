"""Whether a visit is about what is withheld, and so everything of that visit with it (SEN-6). Pure.

Governance names what refers to a withheld item or has its code. A visit is one more thing of which everything
speaks, and may be a stay of three weeks: it goes with all of it only where it was about nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from carerecord.access.withholding.links import REASONS, Links
from carerecord.contract import Item, Resource
from carerecord.fhir import encode_resource

_AT = frozenset({"context", "encounter"})
"""Elements by which an item says at which visit it was made."""
_MATTERS = frozenset({"AllergyIntolerance", "Condition", "Immunization", "Procedure"})
"""What a visit is about, where it does not say itself: not what was measured, given or written there."""
_STAYS = frozenset({"ACUTE", "IMP", "NONAC"})
"""Classes of a visit that is a hospital stay."""


def about_withheld(links: Links, gone: Collection[int]) -> Iterator[int]:
    """Kept visits that were about nothing but what is withheld."""
    named = {p.target for at in gone for p in links.out[at] if p.key in _AT}
    reasons = {at for target in gone for at, key in links.into[target] if key in REASONS}
    for at in sorted((named | reasons) - set(gone)):
        if links.items[at].type == "Encounter" and _is_about(links, at, gone):
            yield at


def _is_about(links: Links, at: int, gone: Collection[int]) -> bool:
    visit = links.items[at].resource
    if visit.get("reasonCode"):
        return False  # a reason of its own, which is not restricted: else the visit were withheld by it
    reasons = {p.target for p in links.out[at] if p.key in REASONS}
    matters = {
        one for one, key in links.into[at] if key in _AT and links.items[one].type in _MATTERS
    }
    if any(one not in gone for one in reasons | matters):
        return False
    return bool(reasons) or (bool(matters) and not _is_stay(visit))


def _is_stay(visit: Resource) -> bool:
    kind = visit.get("class")
    return isinstance(kind, dict) and str(kind.get("code")).upper() in _STAYS


def without_reasons(links: Links, at: int, gone: Collection[int]) -> Item:
    """The visit without each element that names what is withheld; itself where none does."""
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
