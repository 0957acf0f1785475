"""R6: thousands of openings in a simulated region, drawn from seeds: what must hold of a view holds of every one."""

from __future__ import annotations

import asyncio
import hashlib
import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import sources_clock
from sources_region import HELD, SOURCES, SourcesRegion, settings
from sources_simulated import FOREIGN, Simulated

from carerecord.config import Fanout
from carerecord.federation import Breakers
from carerecord.store import Database
from carerecord.viewing.contract import View

OPENS = 25
"""With one seed, one after the other: breakers remember."""
WITHIN = 8.0


async def openings(db: Database, seed: int, opens: int) -> str:
    """Open the record so often; a digest of everything that was to be seen."""
    draw, loop = random.Random(seed), asyncio.get_running_loop()
    sources = [
        Simulated(settings(n, within=WITHIN), random.Random(f"{seed} {n}")) for n in range(SOURCES)
    ]
    region = SourcesRegion(sources_clock.Watched(db), sources)
    for source in sources:
        source.newest = region.newest
    breakers = Breakers(Fanout(), clock=loop.time)
    region.records = region.door(breakers=breakers)
    await region.begin()
    seen = hashlib.sha256()
    for _ in range(opens):
        for source in sources:
            source.how = ""
        started = loop.time()
        view = await region.open()
        assert loop.time() - started <= WITHIN + 0.25
        await _holds(region, view, sources)
        seen.update(_to_be_seen(view).encode())
        await asyncio.sleep(draw.choice((0, 1, 30)))
        region.at += timedelta(seconds=40)
    return seen.hexdigest()


async def _holds(region: SourcesRegion, view: View, sources: list[Simulated]) -> None:
    assert list(view.answers) == [source.settings.id for source in sources]
    assert all(set(state.by_source) == set(view.answers) for state in view.states.values())
    everything = [item for answer in view.answers.values() for item in answer.items]
    assert FOREIGN not in _to_be_seen(view)
    assert not any(FOREIGN.encode() in item.raw for item in everything)
    for source in sources:
        _said(source.how, view.answers[source.settings.id])
    await _written(region, view)


async def _written(region: SourcesRegion, view: View) -> None:
    """Opened, then an incident where somebody else's items came, then shown with the digest of its bytes."""
    body = _to_be_seen(view).encode()
    released = await region.records.release(view, body, ["problems"], content_type="text/html")
    entries = {one.entry_id: one for one in await region.log.recent(2 * SOURCES)}
    opened, shown = entries[view.receipt.entry_id], entries[released.receipt.entry_id]
    between = [one.kind for one in entries.values() if opened.seq < one.seq < shown.seq]
    assert (opened.kind, shown.kind) == ("open", "shown")
    assert shown.body["sha256"] == hashlib.sha256(body).hexdigest()
    mixed_up = [a for _, a in view.missing if a.failure and a.failure.kind == "wrong-person"]
    assert ("incident" in between) is bool(mixed_up)


def _said(how: str, answer) -> None:
    """What a source did is what is said of it."""
    kind = answer.failure.kind if answer.failure else ""
    if how == "":
        assert (answer.state, kind) == ("failed", "paused")
    elif how in ("well", "twice"):
        assert (answer.state, len(answer.items)) == ("answered", HELD * (1 + (how == "twice")))
    elif how == "hangs":
        assert (answer.state, kind) == ("failed", "timeout")
    elif how == "other":
        assert (answer.state, kind, answer.items) == ("failed", "wrong-person", ())
    elif how == "mixed":
        assert (answer.state, len(answer.items)) == ("partial", HELD)
        assert answer.held_back
    elif how == "broken":
        assert (answer.state, len(answer.items)) == ("partial", HELD)
    elif how == "nobody":
        assert answer.state == "not-found"
    elif how == "slow":
        assert (answer.state, kind) in {
            ("answered", ""),
            ("failed", "timeout"),
            ("partial", "timeout"),
        }
    else:
        assert answer.state in ("failed", "partial", "not-found", "withheld")


def _to_be_seen(view: View) -> str:
    """All that may reach a page: nothing of it is drawn anew when a seed is played again."""
    said = [(own, answer.state, str(answer.failure)) for own, answer in view.answers.items()]
    problems = view.records["problems"]
    held = [(entry.head.source_id, entry.head.raw) for entry in problems.every_entry]
    return repr((said, held, view.states["problems"].count_words))


def played(migrated: Path, folder: Path, seed: int, opens: int = OPENS) -> str:
    path = folder / f"{seed}.db"
    shutil.copy(migrated, path)
    db = Database.open(str(path))
    try:
        return sources_clock.run(openings(db, seed, opens))
    finally:
        db.close()


@pytest.mark.parametrize("seed", range(3))
def test_what_must_hold_of_a_view_holds_whatever_the_sources_do(migrated_file, tmp_path, seed):
    played(migrated_file, tmp_path, seed)


def test_a_seed_plays_again_exactly(migrated_file, tmp_path):
    first = played(migrated_file, tmp_path, 7, 10)
    assert played(migrated_file, tmp_path, 7, 10) == first
    assert played(migrated_file, tmp_path, 8, 10) != first


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 500))
def test_what_must_hold_holds_in_ten_thousand_openings(migrated_file, tmp_path, seed):
    played(migrated_file, tmp_path, seed)
