"""A report that its source takes back takes its results with it, also those that came in an earlier message."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from carerecord.contract import Resource
from carerecord.edge.amending import read
from carerecord.edge.copies import Copies, Name
from carerecord.edge.rows import named
from carerecord.fhir import as_dict, as_list, first_text

WITHDRAWN = frozenset({"entered-in-error", "cancelled"})
_STAYS = ("resourceType", "id", "code", "subject")


def with_every_result(kept: Resource, said: Resource) -> Resource:
    """A report says again all that it says, and of its results those that are new: the others are its own still."""
    if said["resourceType"] != "DiagnosticReport":
        return said
    results = [*as_list(kept.get("result")), *as_list(said.get("result"))]
    once = list({first_text(as_dict(one).get("reference")): one for one in results}.values())
    return {**said, "result": once} if once else said


def withdrawal(
    copies: Copies, source_id: str, nhs_number: str, said: Sequence[Resource], at: datetime
) -> Callable[[], None]:
    """What is to be done once `said` is kept. Called before that: a report names the results it had."""
    reports = [one for one in said if one["resourceType"] == "DiagnosticReport"]
    names = [Name(source_id, nhs_number, *named(one)) for one in reports]
    before = [_results(read(kept.raw)) if (kept := copies.one(one)) else () for one in names]

    def withdraw() -> None:
        for name, one, held in zip(names, reports, before, strict=True):
            report = copies.one(name)
            if report is None or not report.raw:
                continue
            whole = read(report.raw)
            if report.said > at and not set(_results(one)) <= set(_results(whole)):
                copies.widen(name, with_every_result(one, whole))  # one that was overtaken
            latest = first_text(whole.get("status")), report.said
            for status, when in ((first_text(one.get("status")), at), latest):
                if status in WITHDRAWN:
                    for result in dict.fromkeys((*held, *_results(whole), *_results(one))):
                        own = Name(source_id, nhs_number, "Observation", result)
                        _strip(copies, own, when, status)

    return withdraw


def _results(report: Resource) -> tuple[str, ...]:
    return tuple(_ids(report))


def _ids(report: Resource) -> Iterator[str]:
    for one in map(as_dict, as_list(report.get("result"))):
        type, _, id = first_text(one.get("reference")).partition("/")
        if type == "Observation" and id:
            yield id


def _strip(copies: Copies, name: Name, at: datetime, status: str) -> None:
    """It stays as taken back, without what it said: it may be of somebody else."""
    kept = copies.one(name)
    if kept is None or kept.is_removed or kept.said > at:
        return
    own = read(kept.raw)
    bare = {key: own[key] for key in _STAYS if key in own}
    if own.get("status") not in WITHDRAWN:
        copies.keep(name.source_id, name.nhs_number, [{**bare, "status": status}], at)
