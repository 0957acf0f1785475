"""Our own time to draw a Summary from what was fetched: merged, accounted for, chosen, rendered. Milliseconds of CPU (ux 12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.merging import answers_of, items_of_people
from bench.pace import EVEN, Spent, spent
from bench.process import others_were_running
from bench.region import ROLE
from carerecord.access.contract import Decision
from carerecord.access.withholding import restricted_codes
from carerecord.config import Settings
from carerecord.contract import Answer, Level, Person, Receipt, SourceSettings, Viewer
from carerecord.fhir import decode_resource
from carerecord.sections import BY_NAME
from carerecord.viewing.assembling import assembled
from carerecord.viewing.contract import View
from carerecord.web.frame import frame
from carerecord.web.pages.summary.page import SummaryPage
from carerecord.web.printing import Printing
from carerecord.web.render import render

RESOURCES = 1_000
WHOLE, SMALL = 30, 3  # times it is drawn
TARGET_P50_MS, TARGET_P95_MS = 50.0, 120.0
FULL: dict[str, Level] = dict.fromkeys(BY_NAME, "full")


@dataclass(frozen=True, slots=True)
class Drawn:
    resources: int
    bytes: int
    spent: Spent  # the floor: the same resources' bytes read into dictionaries

    @property
    def met(self) -> bool:
        return self.spent.p50 <= TARGET_P50_MS and self.spent.p95 <= TARGET_P95_MS


def run(times: int, resources: int = RESOURCES) -> Drawn:
    """Of the large person's items as far as there are any, then of other people's."""
    answers = answers_of(list(islice(items_of_people(), resources)))
    raws = [item.raw for answer in answers for item in answer.items]
    return Drawn(
        len(raws),
        len(_page(answers)),
        spent(lambda: _page(answers), lambda: [decode_resource(raw) for raw in raws], times),
    )


def _page(answers: Sequence[Answer]) -> str:
    viewer = Viewer(
        "bench", "Bench", ROLE.role, ROLE.role_name, ROLE.organisation, ROLE.organisation_name
    )
    view = View(
        id="bench",
        at=datetime.now(UTC),
        viewer=viewer,
        person=Person("bench", "9990000000", "Bench", "Bench", birth_date="1948-11-08"),
        decision=Decision("permit", (), levels=FULL),
        receipt=Receipt(1, "bench"),
    )
    sources = [
        SourceSettings(one.source_id, one.source_id, "", "acute", "fhir_r4", sections=tuple(FULL))
        for one in answers
    ]
    record, _ = assembled(view, sources, answers, restricted_codes())
    return render(
        "summary/page.html",
        frame=frame(record, "bench", "", "Summary", Settings()),
        view=record,
        page=SummaryPage(record, ""),
        **_of_no_request(viewer),
    )


def _of_no_request(viewer: Viewer) -> dict[str, Any]:
    """What a page says of itself."""
    return {
        "product": "Bench",
        "demo": True,
        "help_desk": "",
        "problem_url": "",
        "viewer": viewer,
        "several_roles": False,
        "printing": Printing(False, False, "", ""),
        "unchecked": None,
        "places": (),
        "framed": False,
        "form_token": "",
        "shell": "",
        "idle": None,
    }


def show(found: Drawn, console: Console) -> None:
    table = Table(title="Drawing a Summary from what was fetched: milliseconds of CPU")
    targets = f"targets {TARGET_P50_MS:g} and {TARGET_P95_MS:g}"
    for heading in (
        "resources", "bytes", "least", "p50", "p95", "× reading them", targets, "even p50", "even p95"
    ):  # fmt: skip
        table.add_column(heading, justify="right")
    took = found.spent
    table.add_row(
        f"{found.resources:,}", f"{found.bytes:,}", f"{took.least:.1f}", f"{took.p50:.1f}",
        f"{took.p95:.1f}", f"{took.times_floor:.1f}", "ok" if found.met else "above",
        f"{took.even_p50:.1f}", f"{took.even_p95:.1f}",
    )  # fmt: skip
    console.print(table)
    console.print(EVEN)
    others_were_running(console)


def as_json(found: Drawn) -> dict[str, Any]:
    return {**asdict(found), "met": found.met}
