"""`carerecord witness status`: what is known of each log, and every alarm that is not over."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from carerecord.cli.witness.running import configuration
from carerecord.config import SettingsError
from carerecord.witness import Kept, Known, WitnessSettings, open_witnessing, read_settings, shown

_WITHIN = 3.0  # seconds for our own server


@dataclass(frozen=True, slots=True)
class _Standing:
    logs: list[Known]
    alarms: list[Kept]
    running: bool
    unheard: list[str]  # regions that never sent anything

    @property
    def well(self) -> bool:
        return self.running and not self.unheard and not self.alarms


@click.command("status")
@configuration
@click.option("--settle", metavar="ALARM", default="", help="Somebody has looked into this alarm.")
@click.option("--evidence", metavar="ALARM", default="", help="Print what was signed, for others.")
@click.option("--json", "as_json", is_flag=True, help="JSON, for scripts.")
def status(config: Path, settle: str, evidence: str, as_json: bool) -> int:
    """What is known of each log, and what is wrong. Exit code 1: something is."""
    settings = read_settings(config)
    if evidence:
        click.echo(asyncio.run(_evidence(settings, evidence)), nl=False)
        return 0
    found = asyncio.run(_standing(settings, settle))
    click.echo(json.dumps(asdict(found), default=str) if as_json else _said(found), nl=as_json)
    return 0 if found.well else 1


async def _standing(settings: WitnessSettings, settle: str) -> _Standing:
    witnessing = open_witnessing(settings)
    try:
        if settle and not await witnessing.settle(settle):
            raise SettingsError(f"--settle: there is no alarm {settle} that is not over")
        logs = await witnessing.logs()
        alarms = [one for one in await witnessing.alarms() if one.over_at is None]
    finally:
        witnessing.close()
    names = {key.name for key in settings.keys}
    unheard = [n for n in sorted(names) if not any(g.origin.startswith(f"{n}/") for g in logs)]
    running = await asyncio.to_thread(_running, settings)
    return _Standing(logs, alarms, running, unheard)


async def _evidence(settings: WitnessSettings, alarm_id: str) -> str:
    witnessing = open_witnessing(settings)
    try:
        for alarm in await witnessing.alarms():
            if alarm.alarm_id == alarm_id:
                return shown(alarm)
    finally:
        witnessing.close()
    raise SettingsError(f"--evidence: there is no alarm {alarm_id}")


def _running(settings: WitnessSettings) -> bool:
    own = settings.witness
    try:
        with urllib.request.urlopen(f"http://{own.host}:{own.port}/key", timeout=_WITHIN) as answer:
            key: str = answer.read().decode().strip()
    except (urllib.error.URLError, OSError, UnicodeDecodeError):
        return False
    return key == str(settings.key.public)


def _said(found: _Standing) -> str:
    lines = [] if found.running else ["NOT RUNNING  start it: carerecord witness serve"]
    lines += [f"NEVER HEARD  {name}" for name in found.unheard]
    lines += [f"ALARM        {one.line}" for one in found.alarms]
    lines += [_log(one) for one in found.logs]
    return "".join(f"{line}\n" for line in lines)


def _log(one: Known) -> str:
    state = "closed" if one.closed else f"heard {one.heard_at.isoformat(timespec='seconds')}"
    return f"log          {one.origin}: {one.size} entries, {state}"
