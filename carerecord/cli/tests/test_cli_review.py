"""Reviews on demand: found once, and their e-mails sent when there is somewhere to send them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carerecord import cli
from carerecord.access.alerts import Alert, Alerts
from carerecord.contract import Viewer
from carerecord.store import Database

CLERK = Viewer("k.brandt", "K Brandt", "receptionist", "Ward clerk", "RNG01", "Northgate")


@pytest.fixture
def region(tmp_path: Path, migrated_file: Path) -> Path:
    (tmp_path / "region.db").write_bytes(migrated_file.read_bytes())
    mail = '[mail]\nhost = "127.0.0.1"\nport = 9\nstarttls = false\nsender = "r@region.example"\n'
    officers = 'officers = { RNG01 = ["ig@northgate.example"] }\n'
    (tmp_path / "region.toml").write_text(f'[region]\nname = "A region"\n{mail}{officers}', "utf-8")
    return tmp_path


async def told(path: Path) -> None:
    db = Database.open(path)
    alert = Alert(
        kind="alert", rule="LR-16", to="RNG01", viewer=CLERK, person_id="p1", occasion="em",
        at=datetime.now(UTC), words="Opened in a declared emergency.",
    )  # fmt: skip
    try:
        await Alerts(db).add(alert)
    finally:
        db.close()


def test_an_alert_is_found_once_and_its_e_mail_waits_for_a_server(
    region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    add = ["add", "RNG01", "--name", "Northgate", "--kind", "other", "--by", "IG"]
    assert cli.run(["onboarding", "organisation", *add, "--dir", str(region)]) == 0
    asyncio.run(told(region / "region.db"))
    capfd.readouterr()
    assert cli.run(["review", "find", "--dir", str(region)]) == 0
    assert capfd.readouterr().out.startswith("1 of alerts, 0 of unusual views")
    assert cli.run(["review", "find", "--dir", str(region)]) == 0
    assert capfd.readouterr().out.startswith("0 of alerts")
    assert cli.run(["review", "send", "--dir", str(region)]) == 1
    assert "0 sent, 1 waiting." in capfd.readouterr().out


def test_e_mail_without_a_sender_is_refused_in_one_line(
    region: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said = (region / "region.toml").read_text("utf-8").replace('sender = "r@region.example"\n', "")
    (region / "region.toml").write_text(said, "utf-8")
    assert cli.run(["review", "send", "--dir", str(region)]) == 2
    assert "mail.sender" in capfd.readouterr().err
