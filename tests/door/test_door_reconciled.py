"""Every request that any source of the running region served is in the audit log, whatever became of its page (R12)."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

from running import Region, carerecord

SLOW = "northgate-acute"


def test_what_every_source_served_is_written_down(region: Region, tmp_path: Path):
    caller = region.someone_signed_in()
    address = region.address_of(caller, region.number_of("typical"))
    for page in ("", "/medicines", "/timeline"):
        assert caller.get(f"{address}{page}").status == 200
    region.everything(region.number_of("allergies-disagree"))
    with region.fault(SLOW, "http_500"):
        assert caller.get(f"{address}/problems").status == 200
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    for source in region.demo["sources"]:
        served = [one for one in region.served(source["id"]) if one["at"].startswith(day)]
        found = _reconciled(region, source["id"], served, tmp_path, day)
        assert found["served"] == len(served) > 0, source["id"]
        assert (found["unaudited"], found["unserved"]) == ([], []), source["id"]


def _reconciled(
    region: Region, source: str, served: list[dict[str, str]], folder: Path, day: str
) -> dict[str, object]:
    file = folder / f"{source}.csv"
    with file.open("w", newline="") as out:
        rows = csv.DictWriter(out, ["request_id", "correlation_id"], extrasaction="ignore")
        rows.writeheader()
        rows.writerows(served)
    words = ("audit", "reconcile", source, str(file), "--day", day, "--json")
    found: dict[str, object] = json.loads(carerecord(*words, "--dir", str(region.folder)))
    return found
