"""Three regions in a ring, each a neighbour of the two others; the first on a store of each engine."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from carerecord.demo.ports import free_port

sys.path.insert(0, str(Path(__file__).parent))

from neighbours_region import Region

from carerecord.regions.tests.region_files import CODES, Files
from carerecord.store import Database

Ring = Mapping[str, Region]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("ring"))


@pytest.fixture
async def ring(files: Files, db: Database, tmp_path: Path) -> AsyncIterator[Ring]:
    ports = {name: free_port() for name in CODES}
    async with AsyncExitStack() as stack:
        made = {}
        for name in CODES:
            store = db if name == "north" else Database.open(str(tmp_path / f"{name}.db"))
            if store is not db:
                stack.callback(store.close)
            made[name] = Region(name, store, files, ports)
            await made[name].begin()
            await stack.enter_async_context(made[name].answering())
        yield made
