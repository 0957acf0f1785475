"""`carerecord source check`: what is said of each check, and the exit code."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from carerecord import cli

TITLES = ["Settings", "Reached", "Secure", "Answers"]


def region(folder: Path, port: int, host: str = "127.0.0.1", **options: str) -> Path:
    lines = [
        "[region]", "demo = true", "invented_people_only = true", "[server]", "https = false", "[[source]]",
        'id = "north"', 'name = "North"', 'short = "N"', 'kind = "gp"', 'protocol = "fhir_r4"',
        'sections = ["problems"]', "within_seconds = 0.5", "[source.options]", f'url = "http://{host}:{port}/fhir"',
        *(f'{name} = "{value}"' for name, value in options.items()),
    ]  # fmt: skip
    path = folder / "region.toml"
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def checked(path: Path, capfd: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    code = cli.run(["source", "check", "north", "--config", str(path), *more])
    out = capfd.readouterr()
    return code, out.out + out.err


def test_one_that_is_reached_passes_what_can_be_tried_without_anybody(tmp_path, capfd, listening):
    code, said = checked(region(tmp_path, listening), capfd, "--json")
    one = json.loads(said)
    marks = {check["title"]: check["mark"] for check in one["checks"]}
    assert (code, one["source"], one["mark"], len(marks)) == (0, "north", "pass", 10)
    assert [marks[title] for title in TITLES] == ["pass", "pass", "pass", "not tried"]


def test_one_that_is_not_there_fails_and_says_what_to_do(tmp_path, capfd):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    code, said = checked(region(tmp_path, port), capfd)
    assert code == 1
    assert "Reached: It could not be reached: refused the connection." in said
    assert "Check its address and port" in said


def test_a_setting_that_cannot_be_used_fails_and_is_named(tmp_path, capfd, listening):
    code, said = checked(region(tmp_path, listening, ca="missing.pem"), capfd)
    assert code == 1
    assert "ca, certificate or key cannot be read" in said


def test_nobody_real_is_asked_about(tmp_path, capfd, listening):
    path = region(tmp_path, listening)
    (tmp_path / "region.db").touch()
    code, said = checked(path, capfd, "--person", "9434765919")
    assert code == 2
    assert "only invented people, whose NHS numbers begin with 999" in said
    assert "9434765919" not in said
