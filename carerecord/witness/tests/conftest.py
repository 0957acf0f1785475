"""A region with two witnesses, for the tests of what can happen between them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from carerecord.witness.tests.witnessed_region import Clock, Region, outside


@pytest.fixture
async def region(tmp_path: Path) -> AsyncIterator[Region]:
    """With five entries after its first, cosigned by two witnesses."""
    region = Region(tmp_path / "region", Clock())
    async with outside(region, "ig") as ig, outside(region, "patients") as patients:
        region.outsiders = [ig, patients]
        region.began()
        await region.write(5)
        await region.publish()
        yield region
        region.db.close()
