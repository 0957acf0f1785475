"""What one source that never answers costs the openings that do not wait for it: milliseconds, beside a well region.

Twelve sources over sockets, asked by several views at once. The first views wait for the hung source as long as they must;
then it is paused, and one view in a while tries it. All others are to be as quick as ever.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.figures import percentile
from carerecord.config import Fanout
from carerecord.connectors import Http, open_source
from carerecord.connectors.contract import Source
from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.contract import Query, Receipt, Resource, SourceSettings
from carerecord.federation import Breakers, ask_all

SOURCES, AT_ONCE = 12, 4
WHOLE, SMALL = 1200, 120  # openings of each kind
WITHIN_SECONDS = 1.0
TARGET = 1.2  # p99 of the others, times that of a well region
NUMBER = "9990000042"
PATIENT: Resource = {
    "resourceType": "Patient",
    "id": "1",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NUMBER}],
}
RECORD = [
    PATIENT,
    *(
        {"resourceType": "Condition", "id": f"c{n}", "subject": {"reference": "Patient/1"}}
        for n in range(20)
    ),
]


@dataclass(frozen=True, slots=True)
class Hang:
    openings: int  # of each kind
    waited: int  # of them for the hung source: before it was paused, and trying whether it is back
    p50: float
    p99: float
    well_p50: float
    well_p99: float

    @property
    def ratio(self) -> float:
        return self.p99 / self.well_p99

    @property
    def met(self) -> bool:
        return self.ratio <= TARGET


def run(openings: int) -> Hang:
    return asyncio.run(_run(openings))


async def _run(openings: int) -> Hang:
    async with _twelve() as (sources, fakes):
        await _opened(sources, openings // 4)  # warm
        well, _ = await _opened(sources, openings)
        fakes[0].faults.set(Fault("hang"))
        hung, waited = await _opened(sources, openings)
        return Hang(
            openings,
            waited,
            percentile(hung, 0.5),
            percentile(hung, 0.99),
            percentile(well, 0.5),
            percentile(well, 0.99),
        )


async def _opened(sources: list[Source], openings: int) -> tuple[list[float], int]:
    """Milliseconds of each that waited for nobody, sorted; and how many did wait."""
    breakers, took, waited = Breakers(Fanout()), list[float](), 0
    left = iter(range(openings))

    async def views() -> None:
        nonlocal waited
        for number in left:
            query = Query(NUMBER, "", (), f"v{number}", datetime.now(UTC))
            started = time.perf_counter()
            answers = await ask_all(
                sources, query, Receipt(1, "e"), within=WITHIN_SECONDS, breakers=breakers
            )
            spent = 1000 * (time.perf_counter() - started)
            if answers[0].failure and answers[0].failure.kind == "timeout":
                waited += 1
            else:
                took.append(spent)

    await asyncio.gather(*(views() for _ in range(AT_ONCE)))
    return sorted(took), waited


@asynccontextmanager
async def _twelve() -> AsyncIterator[tuple[list[Source], list[FakeSource]]]:
    async with AsyncExitStack() as stack:
        http, sources, fakes = Http(), list[Source](), list[FakeSource]()
        stack.push_async_callback(http.close)
        for number in range(SOURCES):
            fake = FakeSource(lambda _: RECORD)
            await fake.start()
            stack.push_async_callback(fake.stop)
            fakes.append(fake)
            own = f"s{number}"
            settings = SourceSettings(own, own, own, "gp", "fhir_r4", options={"url": fake.url})
            sources.append(open_source(settings, http))
        yield sources, fakes


def as_json(found: Hang) -> dict[str, Any]:
    return {"hang": {**asdict(found), "ratio": found.ratio, "target": TARGET, "met": found.met}}


def show(found: Hang, console: Console) -> None:
    table = Table(title=f"One of {SOURCES} sources hangs: asking, ms")
    for head in ("", "p50", "p99"):
        table.add_column(head, justify="right" if head else "left")
    table.add_row("all well", f"{found.well_p50:.1f}", f"{found.well_p99:.1f}")
    table.add_row("others, one hangs", f"{found.p50:.1f}", f"{found.p99:.1f}")
    console.print(table)
    met = "met" if found.met else "missed"
    console.print(
        f"p99 {found.ratio:.2f} times that of a well region; target {TARGET}: {met}. "
        f"{found.waited} of {found.openings} waited for it."
    )
