"""From answers to a record: withheld, merged, accounted for, with the state of every section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from carerecord.access.withholding import Finding, RestrictedCodes
from carerecord.contract import Answer, Identity, SourceSettings
from carerecord.merge.account import DoesNotAddUp, account, must_add_up
from carerecord.merge.contract import Line
from carerecord.merge.merge import merge
from carerecord.viewing.contract import RecordUnavailable, View
from carerecord.viewing.differing import differing
from carerecord.viewing.ledger import states
from carerecord.viewing.withheld import without_withheld


def assembled(
    view: View,
    sources: Sequence[SourceSettings],
    asked: Sequence[Answer],
    restricted: RestrictedCodes,
) -> tuple[View, tuple[Finding, ...]]:
    """The record, and what may have leaked (SEN-5). Raises `RecordUnavailable` when an item was lost (I5)."""
    levels = view.decision.levels
    visible = without_withheld(asked, view.person, levels, view.terms, restricted=restricted)
    order = [source.id for source in sources]
    merged = merge(visible.answers, source_order=order, known=visible.section_of)
    lines = account(visible.answers, visible.withheld, merged)
    _must_add_up(lines, asked)
    answers = {answer.source_id: answer for answer in visible.answers}
    record = replace(
        view,
        sources=tuple(sources),
        answers=answers,
        records={n: r for n, r in merged.records.items() if levels.get(n, "none") != "none"},
        states=states(
            sources, answers, merged.records, levels, view.terms, places_wait=visible.places_wait
        ),
        account=lines,
        differences=differing(
            Identity(visible.person, view.former),
            visible.answers,
            levels,
            places=not (visible.protected or visible.places_wait),
        ),
        protected=visible.protected,
        places_wait=visible.places_wait,
        codes=visible.codes,
        pictures=not (visible.protected or visible.places_wait or restricted.hold),
        protecting=visible.protecting,
        person=visible.person,
    )
    return record, visible.findings


def _must_add_up(lines: Sequence[Line], asked: Sequence[Answer]) -> None:
    """Nothing is shown of a record that lost or doubled an item on its way here (I5)."""
    try:
        must_add_up(lines)
    except DoesNotAddUp as error:
        raise RecordUnavailable(f"the account does not add up: {error}") from error
    if sum(line.received for line in lines) != sum(answer.received for answer in asked):
        raise RecordUnavailable("the account does not cover all that was received")
