"""A witness by command: made, running as a process of its own, asked how it stands, told of an alarm by mail."""

from __future__ import annotations

import asyncio
import email
import email.policy
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from carerecord import cli
from carerecord.audit.notes import Checkpoint, Key, PublicKey, Submission
from carerecord.demo.ports import free_port
from carerecord.witness import Telling, open_witnessing, read_settings

REGION = Key("region.example/audit", bytes(32))
POINT = Checkpoint("region.example/audit/2026-11", 1, b"r" * 32)


@pytest.fixture
def config(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """Made by `init`, and given a region to know and a free port."""
    folder = tmp_path / "w"
    assert cli.run(["witness", "init", str(folder), "--name", "ig.example/w"]) == 0
    key = PublicKey.read(capfd.readouterr().out.splitlines()[-1])
    assert (key.name, (folder / "witness.key").stat().st_mode & 0o777) == ("ig.example/w", 0o600)
    port = free_port()
    path = folder / "witness.toml"
    text = path.read_text("utf-8").replace("port = 8600", f"port = {port}")
    path.write_text(f'{text}\n[[region]]\nkeys = ["{REGION.public}"]\n', "utf-8")
    return path


@pytest.fixture
def running(config: Path) -> Iterator[str]:
    """Its address; stopped as a service would be."""
    command = [sys.executable, "-m", "carerecord.cli", "witness", "serve", "--config", str(config)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    line = process.stdout.readline()
    yield line.split(": ")[1].split(" ")[0]
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0


def post(address: str, asked: Submission) -> str:
    request = urllib.request.Request(f"{address}/add-checkpoint", data=asked.written, method="POST")
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(answer.read().decode())


def test_a_witness_is_made_runs_and_says_how_it_stands(
    config: Path, running: str, capfd: pytest.CaptureFixture[str]
) -> None:
    status = ["witness", "status", "--config", str(config)]
    assert cli.run(status) == 1
    assert "NEVER HEARD  region.example/audit" in capfd.readouterr().out
    assert post(running, Submission(0, (), REGION.sign(POINT.note), POINT)).startswith("— ig.exa")
    assert cli.run(status) == 0
    assert "region.example/audit/2026-11: 1 entries, heard" in capfd.readouterr().out
    forged = Checkpoint(POINT.origin, 1, b"x" * 32)
    with pytest.raises(urllib.error.HTTPError, match="409"):
        post(running, Submission(1, (), REGION.sign(forged.note), forged))
    assert cli.run(status) == 1
    alarm = capfd.readouterr().out.split()[2]
    assert cli.run([*status, "--evidence", alarm]) == 0
    said = capfd.readouterr().out
    assert str(REGION.sign(POINT.note)) in said
    assert str(REGION.sign(forged.note)) in said
    assert cli.run([*status, "--settle", alarm]) == 0
    assert cli.run([*status, "--settle", alarm]) == 2


def test_a_witness_that_does_not_run_is_not_well(
    config: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["witness", "status", "--config", str(config)]) == 1
    assert "NOT RUNNING" in capfd.readouterr().out


def test_a_witness_is_not_made_twice(config: Path) -> None:
    before = (config.parent / "witness.key").read_bytes()
    assert cli.run(["witness", "init", str(config.parent), "--name", "x.example"]) == 2
    assert (config.parent / "witness.key").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[[region]]", "[[regions]]", "regions"),
        ('keys = ["', 'keys = ["x', "id does not fit"),
        ("silence_minutes = 5", "silence_minutes = 0", "silence_minutes"),
        ('file = "alarms.log"', 'mail_server = "mail.example"', "mail_from"),
    ],
)
def test_a_wrong_setting_of_a_witness_is_named(
    config: Path, old: str, new: str, named: str, capfd: pytest.CaptureFixture[str]
) -> None:
    config.write_text(new.join(config.read_text("utf-8").rsplit(old, 1)), "utf-8")
    assert cli.run(["witness", "serve", "--config", str(config)]) == 2
    assert named in capfd.readouterr().err


def test_a_key_that_others_may_read_witnesses_nothing(
    config: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (config.parent / "witness.key").chmod(0o644)
    assert cli.run(["witness", "serve", "--config", str(config)]) == 2
    assert "chmod 600" in capfd.readouterr().err


async def test_an_alarm_is_mailed_and_names_nobody(config: Path) -> None:
    came = asyncio.Queue[str]()
    server = await asyncio.start_server(lambda r, w: _receive(r, w, came), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    mail = (f'mail_server = "127.0.0.1:{port}"\nmail_from = "w@example"\n'
            'mail_to = ["ig@example"]\nmail_tls = false\n')  # fmt: skip
    _put(config, mail)
    settings = read_settings(config)
    witnessing = open_witnessing(settings)
    stranger = Key("region.example/audit", b"1" * 32)
    assert (
        await witnessing.add(Submission(0, (), stranger.sign(POINT.note), POINT).written)
    ).status == 403
    async with server, asyncio.timeout(20):
        await Telling(settings).new(witnessing)
        message = await came.get()
    content = email.message_from_string(message, policy=email.policy.default).get_content()
    assert "unknown-key region.example/audit:" in content
    assert await witnessing.untold() == []
    witnessing.close()


def _put(config: Path, mail: str) -> None:
    text = config.read_text("utf-8")
    config.write_text(text.replace('file = "alarms.log"', mail + 'file = "alarms.log"', 1), "utf-8")


async def _receive(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, came: asyncio.Queue[str]
) -> None:
    """As much of a mail server as one message needs."""
    writer.write(b"220 ready\r\n")
    while line := (await reader.readline()).decode():
        if line.upper().startswith("DATA"):
            writer.write(b"354 go on\r\n")
            await came.put((await reader.readuntil(b"\r\n.\r\n")).decode())
        writer.write(b"221 bye\r\n" if line.upper().startswith("QUIT") else b"250 well\r\n")
    writer.close()
