"""A source that sends far too much costs the server little memory and the reader nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from running import Region, descendants

MOST_MEGABYTES = 64  # security T36


@pytest.mark.parametrize("fault", ["huge", "gzip_bomb"])
def test_memory_stays_bounded(region: Region, fault: str):
    caller = region.someone_signed_in()
    address = region.address_of(caller, region.number_of("medicines-conflict"))
    caller.get(address)
    before = _peak_megabytes(region)
    with region.fault("northgate-acute", fault), region.fault("regional-laboratory", fault):
        assert caller.get(address).status == 200
    assert _peak_megabytes(region) - before <= MOST_MEGABYTES


def _peak_megabytes(region: Region) -> float:
    """The highest the workers have ever been (VmHWM), so that a spike between two looks is seen."""
    return sum(_status(pid, "VmHWM") for pid in descendants(region.demo["pids"]["server"])) / 1024


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)
