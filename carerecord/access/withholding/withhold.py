"""What leaves an answer before anything is merged, counted or shown (governance 3.8 and 3.9). Pure.

Whatever the viewer, the role or an emergency: nothing here has an override (BTG-5). The rule ids that
come back are for the account only; no page says which items, how many or of what kind (SEN-4).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from carerecord.access.withholding.labels import coded_rule, concept_texts, labelled
from carerecord.access.withholding.links import spread
from carerecord.access.withholding.location import PLACES, hide_location
from carerecord.access.withholding.restricted import RestrictedCodes, restricted_codes
from carerecord.contract import Item, Level, Person, Resource
from carerecord.fhir import SUPPORTING

_CODE = re.compile(rb'"code"\s*:\s*"?\s*([0-9]{6,18}|[RV]")')
_ESCAPED = re.compile(rb"\\u00[3-7]")  # letters or digits spelt as escapes: _CODE cannot be trusted
_LABELS = frozenset({b'R"', b'V"', b'r"', b'v"'})


@dataclass(frozen=True, slots=True, eq=False)
class Withheld:
    """`kept` in the order given, without locations where those are protected; and the rest with why."""

    kept: tuple[Item, ...]
    withheld: tuple[tuple[Item, str], ...]


def withhold(
    items: Sequence[Item],
    person: Person,
    levels: Mapping[str, Level],
    *,
    section_of: Callable[[Resource], str] | None = None,
    restricted: RestrictedCodes | None = None,
) -> Withheld:
    """Items a viewer of `person` may have, apart from those withheld from every viewer.

    With `section_of`, items of sections at level none leave too (ROL-1), but for what other items
    need to be read: organisations, practitioners, medications and the like.
    """
    codes = restricted or restricted_codes()
    rules, marked = _restricted(items, codes)
    if rules:
        _add_linked(items, rules, codes)
    if section_of and "none" in levels.values():
        _add_by_role(items, rules, levels, section_of)
    if person.protected:
        _add_places(items, rules)
    kept = tuple(
        hide_location(item) if person.protected or at in marked else item
        for at, item in enumerate(items)
        if at not in rules
    )
    return Withheld(kept, tuple((items[at], rules[at]) for at in sorted(rules)))


def _restricted(
    items: Sequence[Item], codes: RestrictedCodes
) -> tuple[dict[int, str], frozenset[int]]:
    """Position to rule of each item that itself holds a restricted code or label.

    And the positions of each Patient labelled so: that is the S-flag, it hides where and not who.
    """
    rules: dict[int, str] = {}
    marked: set[int] = set()
    for at in _suspects(items, codes):
        resource = items[at].resource
        if rule := coded_rule(resource, codes):
            rules[at] = rule
        elif not labelled(resource):
            continue
        elif items[at].type == "Patient":
            marked.add(at)
        else:
            rules[at] = "SEN-7"
    return rules, frozenset(marked)


def _suspects(items: Sequence[Item], codes: RestrictedCodes) -> Iterator[int]:
    """Positions worth reading whole: found by searching the bytes, which is what makes this quick."""
    sought = _LABELS | codes.as_bytes
    joined = b"\n".join([item.raw for item in items])
    found = not sought.isdisjoint(_CODE.findall(joined))
    escaped = _ESCAPED.search(joined) is not None
    for at, item in enumerate(items):
        raw = item.raw
        if (
            raw[:1] != b"{"  # not JSON: the bytes do not say what the resource says
            or item.resource.get("resourceType") == "Composition"  # its label is not a coding
            or (found and not sought.isdisjoint(_CODE.findall(raw)))
            or (escaped and _ESCAPED.search(raw))
        ):
            yield at


def _add_linked(items: Sequence[Item], rules: dict[int, str], codes: RestrictedCodes) -> None:
    by_source: dict[str, list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        by_source[item.source_id].append(at)
    for positions in by_source.values():
        seeds = [at for at, position in enumerate(positions) if position in rules]
        if not seeds:
            continue
        own = [items[position] for position in positions]
        texts = set[str]().union(*(concept_texts(own[at].resource, codes) for at in seeds))
        for at in spread(own, seeds, texts):
            rules.setdefault(positions[at], "SEN-6")


def _add_by_role(
    items: Sequence[Item],
    rules: dict[int, str],
    levels: Mapping[str, Level],
    section_of: Callable[[Resource], str],
) -> None:
    for at, item in enumerate(items):
        if item.type not in SUPPORTING and levels.get(section_of(item.resource), "none") == "none":
            rules.setdefault(at, "ROL-1")


def _add_places(items: Sequence[Item], rules: dict[int, str]) -> None:
    for at, item in enumerate(items):
        if item.type in PLACES:
            rules.setdefault(at, "SFL-2")
