"""A view of nobody, merged and judged as every other, of answers that somebody made up: for the gallery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from carerecord.access.contract import Decision, Terms
from carerecord.contract import Answer, Identity, Person, Receipt, SourceSettings, Viewer
from carerecord.merge.merge import merge
from carerecord.viewing.contract import View
from carerecord.viewing.differing import differing
from carerecord.viewing.ledger import states


@dataclass(frozen=True, slots=True)
class NoReceipt:
    """Stands where a receipt stands: no record was opened, so that the door would release none."""

    spooled: bool = False


def invented(
    sources: Sequence[SourceSettings],
    answers: Sequence[Answer],
    *,
    person: Person,
    viewer: Viewer,
    decision: Decision,
    at: datetime,
    **more: Any,
) -> View:
    """What `answers` hold, one for each source, as a page is given it. `more`: other fields of a view."""
    levels = decision.levels
    records = merge(answers).records
    said = {one.source_id: one for one in answers}
    return View(
        id="invented",
        at=at,
        viewer=viewer,
        person=person,
        decision=decision,
        receipt=cast("Receipt", NoReceipt()),
        sources=tuple(sources),
        answers=said,
        records={n: r for n, r in records.items() if levels.get(n, "none") != "none"},
        states=states(sources, said, records, levels, Terms()),
        differences=differing(Identity(person), answers, levels, places=True),
        **more,
    )
