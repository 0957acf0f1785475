"""Where the CPU of a view goes: views opened in this process under the profiler, summed by part and by function.

The profiler slows small functions more than large ones, so read shares, not milliseconds.
"""

from __future__ import annotations

import asyncio
import cProfile
import pstats
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.region import STAFF, fill, invented, pack
from bench.sources import Sources
from carerecord.api.everything import bundle
from carerecord.app import App, open_parts
from carerecord.config import read
from carerecord.demo.ports import free_port

WARM, VIEWS = 5, 30
Function = tuple[str, int, str]


def profile(case: str, console: Console) -> None:
    with ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(prefix="carerecord-bench-")
        folder = Path(stack.enter_context(temporary))
        people = invented()
        counts = pack(people, folder / "sources")
        sources = Sources(folder, stack)
        configuration, _ = fill(folder, free_port(), sources.addresses, people, counts)
        found = asyncio.run(_profiled(configuration, people[case].person.id))
    _show(found, f"{case} person, {counts[case]} resources, JSON", console)


async def _profiled(configuration: Path, person_id: str) -> cProfile.Profile:
    app = await open_parts(read(configuration))
    try:
        view = await _view_of(app, person_id)
        for _ in range(WARM):
            await view()
        with cProfile.Profile() as found:
            for _ in range(VIEWS):
                await view()
        return found
    finally:
        await app.close()


async def _view_of(app: App, person_id: str) -> Callable[[], Awaitable[None]]:
    viewer = next(one for one in await app.sessions.staff() if one.id == STAFF.username)

    async def view() -> None:
        opened = await app.records.open(viewer, person_id, face="api")
        body = bundle(opened, "http://127.0.0.1")
        await app.records.release(opened, body, tuple(opened.records), content_type="json")

    return view


def _show(found: cProfile.Profile, title: str, console: Console) -> None:
    parts, functions = _spent(pstats.Stats(found))
    whole = sum(parts.values())
    for heading, spent, most in (("part", parts, 20), ("function", functions, 40)):
        table = Table(title=f"{title}, by {heading}")
        table.add_column(heading)
        table.add_column("share", justify="right")
        for name, seconds in spent.most_common(most):
            table.add_row(name, f"{100 * seconds / whole:.1f} %")
        console.print(table)


def _spent(stats: pstats.Stats) -> tuple[Counter[str], Counter[str]]:
    """Seconds by part and by function; what is built in counts for whoever called it."""
    parts: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    everything: dict[Function, Any] = stats.stats  # type: ignore[attr-defined]  # not in the stubs
    for function, (_, _, seconds, _, callers) in everything.items():
        shares = (
            {caller: spent[2] for caller, spent in callers.items()}
            if function[0] == "~" and callers
            else {function: seconds}
        )
        for one, spent in shares.items():
            if function[2] != "<method 'poll' of 'select.epoll' objects>":
                parts[_part(one)] += spent
                functions[_name(one)] += spent
    return parts, functions


def _part(function: Function) -> str:
    after = function[0].rpartition("/carerecord/")[2]
    if after != function[0]:
        return after.split("/")[0]
    library = function[0].rpartition("/site-packages/")[2]
    return library.split("/")[0] if library != function[0] else "Python"


def _name(function: Function) -> str:
    where = function[0].rpartition("/carerecord/")[2].rpartition("/site-packages/")[2]
    return f"{where}:{function[1]} {function[2]}"
