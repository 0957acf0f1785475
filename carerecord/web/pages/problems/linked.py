"""What a source itself linked a problem to: what was given or done for it, the contact about it, what showed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, first_text
from carerecord.merge.contract import Entry, SectionRecord, own_id
from carerecord.sections.words import term
from carerecord.viewing.contract import View
from carerecord.web.rows import row_of, what

MOST = 5
_FROM = ("medicines", "prescriptions", "procedures", "referrals", "attendances", "admissions", "discharges", "clinics", "community", "care_plans", "reports", "documents")  # fmt: skip
_NAMES = ("code", "medicationCodeableConcept", "type", "description", "category")

Key = tuple[str, str]
"""Source, and the id of a Condition there."""


class Links:
    """Of one view, by reference alone: nothing is linked here because it looks related."""

    def __init__(self, view: View) -> None:
        self._view = view

    def of(self, problem: Entry) -> list[str]:
        """Names, each once; of many the number of the rest."""
        names = dict.fromkeys(
            name for item in problem.items for name in self._names(item.source_id, item.resource)
        )
        found = [name for name in names if name]
        rest = len(found) - MOST
        return found if rest <= 1 else [*found[:MOST], f"{rest} more"]

    def _names(self, source: str, problem: Resource) -> Iterator[str]:
        yield from self._to.get((source, own_id(problem)), ())
        record = self._view.records.get("problems")
        linked = record.linked.get(source) if record else None
        details = (
            as_dict(detail)
            for one in as_list(problem.get("evidence"))
            for detail in as_list(as_dict(one).get("detail"))
        )
        for detail in details:
            if not detail.get("reference"):
                yield first_text(detail.get("display"))
            elif linked and (showing := linked(detail)) and self._is_seen(source, showing):
                yield term(showing, *_NAMES)

    def _is_seen(self, source: str, resource: Resource) -> bool:
        """Whether this viewer sees it by itself: what their role does not include is not named here either."""
        return (source, str(resource.get("resourceType")), own_id(resource)) in self._seen

    @cached_property
    def _seen(self) -> frozenset[tuple[str, str, str]]:
        return frozenset(
            (item.source_id, item.type, own_id(item.resource))
            for record in self._view.records.values()
            for entry in record.entries
            for item in entry.items
        )

    @cached_property
    def _to(self) -> Mapping[Key, list[str]]:
        found: dict[Key, list[str]] = {}
        for name in _FROM:
            record = self._view.records.get(name)
            for entry in record.entries if record else ():
                keys = [
                    (item.source_id, own)
                    for item in entry.items
                    for own in _conditions(item.resource)
                ]
                if keys and record:
                    words = _named(record, entry)
                    for key in keys:
                        found.setdefault(key, []).append(words)
        return found


def _conditions(resource: Resource) -> Iterator[str]:
    """Ids of the problems it says it is for."""
    for key in ("reasonReference", "addresses"):
        if key in resource:
            for one in as_list(resource[key]):
                yield from _condition(one)
    if "diagnosis" in resource:
        for one in as_list(resource["diagnosis"]):
            yield from _condition(as_dict(one).get("condition"))


def _condition(reference: object) -> Iterator[str]:
    kind, _, own = first_text(as_dict(reference).get("reference")).rpartition("/")
    if own and kind.rpartition("/")[2] == "Condition":
        yield own


def _named(record: SectionRecord, entry: Entry) -> str:
    row = row_of(record, entry)
    return str(what(row.what[:1]).striptags()) if row and row.what else ""
