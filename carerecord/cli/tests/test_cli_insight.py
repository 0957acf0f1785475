"""`carerecord insight` on a region with some use: exported once, asked for in three ways."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carerecord import cli
from carerecord.audit import Log, log_key
from carerecord.config import read
from carerecord.insight.use.tests.use_log import InventedLog
from carerecord.store import Database

BEGAN = (datetime.now(UTC).replace(day=1) - timedelta(days=5)).replace(hour=8)
"""At the end of last month: a day is written for each until now."""
MONTH = f"{BEGAN:%Y-%m}"


@pytest.fixture
def region(tmp_path: Path, migrated_file: Path) -> Path:
    (tmp_path / "region.db").write_bytes(migrated_file.read_bytes())
    (tmp_path / "region.toml").write_text('[region]\nname = "A region"\n', "utf-8")
    settings = read(tmp_path / "region.toml")
    db = Database.open(tmp_path / "region.db")

    async def fill() -> None:
        invented = InventedLog.on(db, BEGAN)
        invented.log = Log(db, log_key(settings), now=invented.clock.now)
        await invented.fill(12, 1)

    asyncio.run(fill())
    db.close()
    return tmp_path


def test_use_is_exported_and_said(region: Path, capfd: pytest.CaptureFixture[str]):
    def run(*words: str) -> tuple[int, str, str]:
        code = cli.run(["insight", *words, "--dir", str(region)])
        said = capfd.readouterr()
        return code, said.out, said.err

    code, _, wrong = run("use")
    assert (code, "No day is written yet" in wrong) == (1, True)
    config = region / "region.toml"
    config.write_text(config.read_text() + '[use]\nfolder = "use"\n')
    assert "days written" in run("export", str(region / "use"))[1]
    code, said, _ = run("use", "--month", MONTH, "--json")
    figures = json.loads(said)
    assert (code, figures["month"]) == (0, MONTH)
    assert figures["months"][0]["Views"] >= 12
    assert "Month,Views,Staff,People" in run("use", "--month", MONTH, "--csv")[1]
    assert "Month by month" in run("use", "--month", MONTH, "--table", "months")[1]
    code, _, wrong = run("use", "--table", "names")
    assert (code, "no table “names”" in wrong) == (2, True)
    code, _, wrong = run("use", "--month", "1999-01")
    assert (code, "no figures of that month" in wrong) == (2, True)
