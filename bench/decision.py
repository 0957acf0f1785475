"""What one decision costs in CPU: the rules asked for the first time, and as it runs, beside one bare call of the engine."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import cedarpy
from rich.console import Console
from rich.table import Table

from bench.process import others_were_running
from bench.region import STAFF, fill, invented
from carerecord.access import Policies, decide, terms
from carerecord.app import App, open_parts
from carerecord.config import read
from carerecord.contract import Viewer
from carerecord.demo.sources import SOURCES
from carerecord.viewing.deciding import Decided

WHOLE_BATCHES, SMALL_BATCHES, BATCH = 100, 20, 50
TARGET_MS = 0.6
TARGET = "facts given, rules never asked before"
NOWHERE = "http://127.0.0.1:9/fhir"  # no source is asked anything by a decision

Once = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of CPU, each time of a batch of fifty: the middle batch, and the cheapest."""

    what: str
    p50: float
    least: float
    calls: int  # of the engine, each time

    @property
    def met(self) -> bool:
        return self.what != TARGET or self.p50 <= TARGET_MS


@dataclass(slots=True)
class Counted:
    """Rules without a memory, and how often the engine was asked."""

    rules: Policies
    calls: int = 0

    @classmethod
    def of(cls, remembering: Policies) -> Counted:
        engine = remembering._answer.__wrapped__  # type: ignore[attr-defined]  # under the lru_cache
        counted = cls(remembering)

        def ask(action: str, role: str, about: str) -> Any:
            counted.calls += 1
            return engine(action, role, about)

        counted.rules = replace(remembering, _answer=ask)
        return counted


def run(batches: int) -> list[Cost]:
    with tempfile.TemporaryDirectory(prefix="carerecord-decision-") as folder:
        people = invented()
        addresses = {source.id: NOWHERE for source in SOURCES}
        counts = dict.fromkeys(people, 0)
        # `fill` runs a loop of its own.
        configuration, _ = fill(Path(folder), 9, addresses, people, counts)
        return asyncio.run(_measured(configuration, people["typical"].person.id, batches))


async def _measured(configuration: Path, person_id: str, batches: int) -> list[Cost]:
    app = await open_parts(read(configuration))
    try:
        viewer = next(one for one in await app.sessions.staff() if one.id == STAFF.username)
        return await _costs(app, viewer, person_id, batches)
    finally:
        await app.close()


async def _costs(app: App, viewer: Viewer, person_id: str, batches: int) -> list[Cost]:
    decider = app.records.decider
    forgetful = Counted.of(decider.policies)
    unaided = replace(decider, policies=forgetful.rules)
    at = datetime.now(UTC)
    made = await decider.about(viewer, person_id, at)
    assert made.decision.allowed, made.decision.reasons

    async def bare() -> object:
        return question()

    async def first() -> object:
        return _decided(made, forgetful.rules, app)

    async def again() -> object:
        return _decided(made, decider.policies, app)

    async def whole_first() -> object:
        return await unaided.about(viewer, person_id, at)

    async def whole() -> object:
        return await decider.about(viewer, person_id, at)

    question = _bare(made, decider.policies)
    found = [await _cost("one bare call of the engine, the same question", bare, 1, batches)]
    for what, once in (
        (TARGET, first),
        ("facts given, rules asked before", again),
        ("facts read, rules never asked before", whole_first),
        ("as it runs: facts read, rules asked before", whole),
    ):
        before = forgetful.calls
        await once()
        found.append(await _cost(what, once, forgetful.calls - before, batches))
    return found


def _decided(made: Decided, rules: Policies, app: App) -> object:
    """All of it: may they, what has to happen then, and what of each source and class of item may come."""
    settings = app.settings.source
    decision = decide(made.request, made.facts, rules)
    return terms(made.request, made.facts, settings, rules, decision)


def _bare(made: Decided, rules: Policies) -> Callable[[], object]:
    """The engine alone, as parsed and as strict as in the product, with one rule that permits."""
    actions = cedarpy.Entities.from_json_str("[]")
    rule = cedarpy.PolicySet.from_str("permit (principal, action, resource);")
    role = made.request.viewer.role
    request = {
        "principal": {"type": "Role", "id": role},
        "action": {"type": "Action", "id": "view"},
        "resource": {"type": "Person", "id": "anybody"},
        "context": rules.asking["view"].put(role, made.decision.asked["about"]),
    }
    assert cedarpy.is_authorized(request, rule, actions).allowed
    return lambda: cedarpy.is_authorized(request, rule, actions)


async def _cost(what: str, once: Once, calls: int, batches: int) -> Cost:
    await once()
    spent = []
    for _ in range(batches):
        started = time.process_time()
        for _ in range(BATCH):
            await once()
        spent.append(1000 * (time.process_time() - started) / BATCH)
    return Cost(what, median(spent), min(spent), calls)


def show(found: list[Cost], console: Console) -> None:
    table = Table(title="One decision: milliseconds of CPU")
    table.add_column("what")
    for heading in ("engine calls", "p50", "least", "p50, times the bare call", "target p50"):
        table.add_column(heading, justify="right")
    for one in found:
        verdict = f"≤ {TARGET_MS:g} {'ok' if one.met else 'above'}" if one.what == TARGET else ""
        table.add_row(
            one.what, str(one.calls), f"{one.p50:.3f}", f"{one.least:.3f}",
            f"{one.p50 / found[0].p50:.1f}", verdict,
        )  # fmt: skip
    console.print(table)
    others_were_running(console)


def as_json(found: list[Cost]) -> list[dict[str, Any]]:
    return [{**asdict(one), "met": one.met} for one in found]
