"""The real command with real processes: it starts, answers, stays the same region, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from carerecord import cli
from carerecord.demo.bundles.tests import small_bundle as small
from carerecord.demo.ports import LOOPBACK, listen

READY_WITHIN = 60.0
STOPPED_WITHIN = 20.0


@dataclass
class Demo:
    process: subprocess.Popen[str]
    ready: dict[str, Any]

    @property
    def pids(self) -> list[int]:
        return [self.ready["pids"]["server"], *self.ready["pids"]["sources"].values()]

    def status(self, path: str) -> int:
        with urllib.request.urlopen(self.ready["base_url"] + path, timeout=10) as answer:
            return int(answer.status)

    def stop(self, how: signal.Signals) -> str:
        self.process.send_signal(how)
        return self.process.communicate(timeout=STOPPED_WITHIN)[0]


@contextmanager
def demo(folder: Path, *options: str) -> Iterator[Demo]:
    """Running; whatever the test did with it, it is gone afterwards."""
    ready = folder / "demo.json"
    ready.unlink(missing_ok=True)
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "carerecord.cli",
            "demo",
            "--port",
            "0",
            "--dir",
            str(folder),
            *options,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        until = time.monotonic() + READY_WITHIN
        while not ready.exists():
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < until, "not ready in time"
            time.sleep(0.05)
        yield Demo(process, json.loads(ready.read_bytes()))
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired, ValueError):
            process.communicate(timeout=STOPPED_WITHIN)
        process.kill()


def left(pids: list[int]) -> list[int]:
    """Those that still run, after a moment to end."""
    until = time.monotonic() + 5
    while (running := [pid for pid in pids if Path(f"/proc/{pid}").exists()]) and (
        time.monotonic() < until
    ):
        time.sleep(0.05)
    return running


def is_free(url: str) -> bool:
    try:
        listen(LOOPBACK, urlsplit(url).port or 0).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "region"


def test_it_answers_goes_on_without_a_source_and_is_the_same_after_a_stop(
    folder: Path, capfd: pytest.CaptureFixture[str]
):
    with demo(folder, "--people", "30") as first:
        assert first.status("/health/ready") == 200
        assert first.status("/sign-in") == 200
        assert len(first.ready["people"]) == 30
        assert len(first.ready["staff"]) == 25
        assert len(first.ready["sources"]) == 12
        assert len(set(first.ready["pids"]["sources"].values())) == 12

        assert cli.run(["demo", "--port", "0", "--dir", str(folder)]) == 2
        assert "running in this folder already" in capfd.readouterr().err

        assert cli.run(["token", "--as", "a.okafor", "--dir", str(folder)]) == 0
        assert cli.run(["source", "check", "riverside-gp", "--dir", str(folder)]) == 0
        os.kill(first.ready["pids"]["sources"]["riverside-gp"], signal.SIGKILL)
        assert left([first.ready["pids"]["sources"]["riverside-gp"]]) == []
        assert cli.run(["source", "check", "riverside-gp", "--dir", str(folder)]) == 1
        assert first.status("/health/ready") == 200

        said = first.stop(signal.SIGINT)
        assert first.process.returncode == 0
        assert "Riverside Medical Practice has stopped" in said
        assert left(first.pids) == []
        assert not (folder / "demo.json").exists()

    capfd.readouterr()
    assert cli.run(["audit", "verify", "--dir", str(folder)]) == 0
    assert cli.run(["audit", "recent", "--json", "--dir", str(folder)]) == 0
    kinds = [json.loads(line)["kind"] for line in capfd.readouterr().out.splitlines()[1:]]
    # Newest first: `recent`, `verify`, the token, the start; and the log, which began with the region.
    assert kinds == ["audit-read", "audit-read", "token", "started", "log-opened"]

    free = [one for one in first.ready["sources"] if is_free(one["url"])]
    with demo(folder) as second:
        assert second.ready["people"] == first.ready["people"]
        assert second.ready["staff"] == first.ready["staff"]
        there = {one["id"]: one["url"] for one in second.ready["sources"]}
        assert list(there) == [one["id"] for one in first.ready["sources"]]
        # A port may be lent to another program meanwhile; any that nobody holds is the source's again.
        moved = [one["url"] for one in free if there[one["id"]] != one["url"]]
        assert [url for url in moved if is_free(url)] == []
        second.process.kill()  # no chance to tidy up
        assert left(second.pids) == []


def test_it_runs_on_somebodys_bundles(tmp_path: Path):
    bundles = tmp_path / "bundles"
    bundles.mkdir()
    small.write(bundles / "person.json", small.person_bundle())
    (bundles / "broken.json").write_text("{")
    with demo(tmp_path / "region", "--bundles", str(bundles)) as running:
        (person,) = running.ready["people"]
        doctor = next(one for one in running.ready["staff"] if one["username"] == "a.okafor")
        assert doctor["cares_for"] == [person["nhs_number"]]
        said = running.stop(signal.SIGTERM)
        assert running.process.returncode == 0
        assert left(running.pids) == []
    assert "broken.json: cut short: the JSON ends in the middle; skipped" in said


def test_a_start_that_was_interrupted_is_made_again(tmp_path: Path):
    folder = tmp_path / "region"
    folder.mkdir()
    made = {"seed": 9, "today": "2026-11-21", "people": 7, "filled": False}
    (folder / "region.json").write_text(json.dumps(made))
    (folder / "region.db").write_bytes(b"half a database")
    with demo(folder, "--people", "12") as running:
        assert len(running.ready["people"]) == 12
