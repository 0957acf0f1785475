"""R3: whatever one source of twelve does, or three at once, the view comes in time, names them, and holds all the rest."""

from __future__ import annotations

import gc
import time
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sources_region import HELD, PLACES, SOURCES, complete, twelve

from carerecord.connectors.fake_faults import FAULTS, Fault, bomb
from carerecord.federation.tests.scripted import Scripted, lines
from carerecord.store import Database

WITHIN, ALSO = 1.0, 0.25
"""Seconds: the sources' deadline, and what the view may take beside it."""
MOST_MEMORY_KB = 64 * 1024
SAID = {
    "delay": "timeout",
    "hang": "timeout",
    "refuse": "refused",
    "reset": "reset",
    "http_500": "error",
    "html": "unreadable",
    "malformed": "unreadable",
    "truncated": "reset",
    "wrong_person": "wrong-person",
    "huge": "too-large",
    "gzip_bomb": "too-large",
    "duplicate": "",
    "no_consent": "withheld",
}
BEHAVIOUR = {
    case["id"]: case
    for case in lines("source/faults.jsonl")
    if case["expect"].startswith("missing:") and "tls" not in case and case["id"] != "size-10mb"
}
"""Those of the corpus that must leave the source missing."""
KINDS = {
    "timeout": {"timeout"},
    "down": {"refused", "reset"},
    "failed": {"error", "unreadable", "reset"},
    "refused": {"refused"},
    "busy": {"error"},
    "too-large": {"too-large"},
}


@pytest.fixture
def one_store(migrated_file: Path, tmp_path: Path):
    """What sources do is the same whatever the store."""
    path = tmp_path / "region.db"
    path.write_bytes(migrated_file.read_bytes())
    database = Database.open(str(path))
    yield database
    database.close()


async def met(store: Database, ill: dict[int, str]) -> None:
    """Every fault at its place, at once; then whatever must hold of the view holds."""
    async with twelve(store, within=WITHIN) as (region, fakes):
        for place, fault in ill.items():
            if fault == "refuse":
                await fakes[place].stop()
            else:
                fakes[place].faults.set(Fault(fault, seconds=2 * WITHIN))
        started = time.monotonic()
        view = await region.open()
        assert time.monotonic() - started < WITHIN + ALSO
        said = {place: SAID[fault] for place, fault in ill.items()}
        _missing_named(view, {place: {kind} for place, kind in said.items()})


async def behaved(store: Database, ill: dict[int, str]) -> None:
    """The same of the corpus of bad behaviour."""
    async with AsyncExitStack() as stack:
        scripted = {}
        for place, case in ill.items():
            scripted[place] = await stack.enter_async_context(Scripted(BEHAVIOUR[case]))
        addresses = {place: one.url for place, one in scripted.items()}
        region, _ = await stack.enter_async_context(twelve(store, addresses, WITHIN))
        started = time.monotonic()
        view = await region.open()
        assert time.monotonic() - started < WITHIN + ALSO
        kinds = {
            place: KINDS[BEHAVIOUR[case]["expect"].removeprefix("missing:")] | {"timeout"}
            for place, case in ill.items()
        }
        _missing_named(view, kinds)


def _missing_named(view, kinds) -> None:
    missing = {source.id: answer for source, answer in view.missing}
    for place, source in enumerate(view.sources):
        expected = kinds.get(place, {""})
        if expected == {""}:
            assert source.id not in missing
            assert view.states["problems"].counts[source.id] >= HELD
        elif expected == {"withheld"}:
            assert view.answers[source.id].state == "withheld"
        else:
            answer = missing[source.id]
            assert answer.failure is not None
            assert answer.failure.kind in expected, (source.id, answer.failure)
            assert answer.failure.words
            assert answer.items == ()
    ill = [place for place, kind in kinds.items() if kind != {""}]
    assert all(complete(view, place) for place in range(SOURCES) if place not in kinds)
    assert view.states["problems"].count_words == f"{HELD * (SOURCES - len(ill))}{'+' * bool(ill)}"


def in_threes(names) -> list[dict[int, str]]:
    """Every one once, three at a time: first, middle and last."""
    names = list(names)
    return [dict(zip(PLACES, names[at : at + 3], strict=False)) for at in range(0, len(names), 3)]


def everywhere(names) -> list[dict[int, str]]:
    return [{place: name} for name in names for place in PLACES]


def name_of(ill) -> str:
    return ",".join(f"{place}-{name}" for place, name in ill.items())


def test_every_fault_of_the_fake_is_met_here():
    assert set(SAID) == set(FAULTS)


@pytest.mark.parametrize("ill", in_threes(SAID), ids=name_of)
async def test_three_sources_ill_at_once_are_named_and_the_rest_is_complete(one_store, ill):
    await met(one_store, ill)


@pytest.mark.slow
@pytest.mark.parametrize("ill", everywhere(SAID), ids=name_of)
async def test_one_ill_source_wherever_it_stands_is_named_and_the_rest_is_complete(one_store, ill):
    await met(one_store, ill)


@pytest.mark.slow
@pytest.mark.parametrize("ill", [*in_threes(BEHAVIOUR), *everywhere(BEHAVIOUR)], ids=name_of)
async def test_bad_behaviour_wherever_it_is_met_is_named_and_the_rest_is_complete(one_store, ill):
    await behaved(one_store, ill)


async def test_three_bodies_made_to_fill_memory_at_once_do_not(one_store):
    bomb()
    await met(one_store, dict.fromkeys(PLACES, "http_500"))
    before = _most_memory_kb(anew=True)
    await met(one_store, dict(zip(PLACES, ("huge", "gzip_bomb", "huge"), strict=True)))
    assert _most_memory_kb() - before <= MOST_MEMORY_KB


def _most_memory_kb(*, anew: bool = False) -> int:
    """The most this process has held; `anew`: from now on."""
    if anew:
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
