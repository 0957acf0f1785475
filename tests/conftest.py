"""What crossing tests share: one running region for the whole run, and the parts' own fixtures."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

from carerecord.conftest import (  # noqa: F401 - fixtures, found by name
    anyio_backend,
    db,
    db_url,
    migrated_file,
    postgres_url,
    pytest_terminal_summary,
    schemas,
)

sys.path.insert(0, str(Path(__file__).parent))

from running import Region, running_region

SHARED = Path(__file__).parents[2] / "shared" / "data"

TOGETHER = ("tests/door/", "tests/journeys/", "tests/launching/")
"""Folders whose files share what is slow to make: each is run by one process."""


class _ByFolder(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return next(
            (one for one in TOGETHER if nodeid.startswith(one)), super()._split_scope(nodeid)
        )


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    return _ByFolder(config, log)


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    """The default region of sixty people, running. Tests heal whatever they break."""
    with running_region(tmp_path_factory.mktemp("region") / "demo") as running:
        yield running


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real-world-like inputs beside the project; tests that need them say so where they are absent."""
    if not SHARED.exists():
        pytest.skip(f"no shared data beside the project ({SHARED.name})")
    return SHARED
