"""Which items say the same. A cheap look comes before each dear one: most items differ at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from carerecord.contract import Item, Resource
from carerecord.merge.following import behind, has_references, in_parts, pointed_at
from carerecord.merge.linking import Links
from carerecord.merge.naming import concept_of, name_of, usual_concept
from carerecord.merge.stated import held
from carerecord.merge.statement import SOMETIMES_LEFT_OUT, written
from carerecord.sections.compared import Compared

_MAY_BE_AWAY = SOMETIMES_LEFT_OUT | {"medicationReference"}  # which may be sent as a code
_CODED = ("code", "medicationCodeableConcept", "vaccineCode")
_WHEN = (  # compared elements only: what is left out of a statement must not tell two apart
    "effectiveDateTime",
    "onsetDateTime",
    "occurrenceDateTime",
    "performedDateTime",
    "authoredOn",
    "whenHandedOver",
    "period",
    "effectivePeriod",
    "performedPeriod",
    "start",
    "date",
)


def glance(resource: Resource, compared: Compared | None, links: Links) -> Hashable:
    """A cheap look: items that say the same always look the same; those that look the same may not.

    Raises what a badly made item makes it raise.
    """
    if compared is None:
        return _name(resource), _when(resource)
    concept = resource.get(compared.name)
    what = usual_concept(concept) or _what(concept, resource, compared, links)
    if compared.also:
        return what, compared.also(resource)
    # Nothing where a date may be missing or less exact.
    return what, "" if compared.name and compared.dates else _when(resource)


def _what(concept: object, resource: Resource, compared: Compared, links: Links) -> Hashable:
    if not compared.name:
        return ""
    if concept is None and "medicationReference" in resource:
        found = pointed_at(resource["medicationReference"], resource, links)
        concept = found.get("code") if found else None
    return concept_of(concept) or name_of(concept).concept


def _name(resource: Resource) -> str:
    """The first code there is, wherever the type keeps it."""
    for key in _CODED:
        if key in resource:
            concept = resource[key]
            if not isinstance(concept, dict):
                return ""
            coding = concept.get("coding")
            first = coding[0] if isinstance(coding, list) and coding else None
            code = first.get("code") if isinstance(first, dict) else concept.get("text")
            return code if isinstance(code, str) else ""
    return ""


def _when(resource: Resource) -> datetime | str:
    for key in _WHEN:
        if key in resource:
            value = resource[key]
            text = value.get("start") if isinstance(value, dict) else value
            return _instant(text) if isinstance(text, str) else ""
    return ""


@lru_cache(maxsize=16_384)
def _instant(text: str) -> datetime | str:
    """Instants of one minute are equal, wherever their clocks stood."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return at.replace(second=0, microsecond=0) if at.second or at.microsecond else at


def by_elements(items: list[Item], compared: Compared) -> Collection[list[Item]]:
    """A second look, at what must be equal: which elements there are, and the status."""
    if _of_one_make(items) and len({_status(item.resource) for item in items}) == 1:
        return (items,)
    passed_over = _MAY_BE_AWAY | compared.may_differ | {compared.name}
    found: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        there = frozenset(item.resource.keys() - passed_over)
        found[there, _status(item.resource)].append(item)
    return found.values()


def _status(resource: Resource) -> str:
    status = resource.get("status")
    return status if isinstance(status, str) else ""


def _of_one_make(items: Sequence[Item]) -> bool:
    """All with the same elements: most that are about one thing are."""
    first = items[0].resource.keys()
    return all(item.resource.keys() == first for item in items)


def alike(items: list[Item], links: Mapping[str, Links]) -> list[list[Item]]:
    """Items that look the same at a glance, those that say the same together."""
    groups: Collection[list[Item]] = (items,)
    if not _of_one_make(items):
        found: dict[Hashable, list[Item]] = defaultdict(list)
        for item in items:
            found[frozenset(item.resource.keys() - SOMETIMES_LEFT_OUT)].append(item)
        groups = found.values()
    apart: list[list[Item]] = []
    for group in groups:
        if len(group) == 1 or sent_alike(group, links):
            apart.append(group)
        else:
            apart += _read_apart(group, links)
    return apart


def sent_alike(items: Sequence[Item], links: Mapping[str, Links], sets: Sequence[str] = ()) -> bool:
    """The same bytes that lead nowhere, but to results which are known to be the same: nothing is left to compare."""
    first = _sent(items[0], links, sets)
    for item in items:
        if _sent(item, links, sets) != first:
            return False
    alike = first is not None and not has_references(first)
    return alike and (not sets or _hold_the_same(items, links, sets))


def _sent(item: Item, links: Mapping[str, Links], sets: Sequence[str]) -> bytes | None:
    own = links[item.source_id]
    if not sets:
        return own.written(item.resource)
    rest = own.trimmed(item.resource).copy()
    for key in sets:
        rest.pop(key, None)
    return written(rest)


def _hold_the_same(items: Sequence[Item], links: Mapping[str, Links], sets: Sequence[str]) -> bool:
    try:
        first, *others = (held(item.resource, sets, links[item.source_id]) for item in items)
        return all(other == first for other in others)
    except Exception:  # whatever one holds: comparing tells which
        return False


def _read_apart(items: Sequence[Item], links: Mapping[str, Links]) -> Iterator[list[Item]]:
    """Follows references only of those that have said the same so far."""
    waiting = [(-1, [(item, *in_parts(item.resource, links[item.source_id])) for item in items])]
    while waiting:
        read, part = waiting.pop()
        if read == len(part[0][2]):
            yield [item for item, _, _ in part]
            continue
        apart: dict[Hashable, list[tuple[Item, Hashable, Sequence[bytes]]]] = defaultdict(list)
        for item, around, names in part:
            follow = read >= 0
            says = behind(names[read], item.resource, links[item.source_id]) if follow else around
            apart[says].append((item, around, names))
        for same in apart.values():
            if len(same) == 1:
                yield [same[0][0]]
            else:
                waiting.append((read + 1, same))
