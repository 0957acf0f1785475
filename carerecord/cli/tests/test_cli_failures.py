"""Wrong use and wrong settings: one line on standard error that says what to do, exit code 2, no traceback."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from carerecord import cli

REGION = "[region]\nname = 'A region'\ndemo = true\ninvented_people_only = true\n"


def region(tmp_path: Path, more: str = "") -> Path:
    path = tmp_path / "region.toml"
    path.write_text(REGION + more)
    return path


def occupied(tmp_path: Path) -> list[str]:
    """A port that something else listens on, for as long as the test lasts."""
    listener = socket.create_server(("127.0.0.1", 0))
    _KEPT.append(listener)
    return ["demo", "--dir", str(tmp_path / "d"), "--port", str(listener.getsockname()[1])]


def occupied_by_another(tmp_path: Path) -> list[str]:
    port = occupied(tmp_path)[-1]
    return ["serve", "--config", str(region(tmp_path, f"[server]\nport = {port}\n"))]


def strange_folder(tmp_path: Path) -> list[str]:
    (tmp_path / "letters.txt").write_text("mine")
    return ["demo", "--port", "0", "--dir", str(tmp_path)]


def made_before(tmp_path: Path, *options: str) -> list[str]:
    made = {"seed": 1, "today": "2026-11-21", "people": 60, "filled": True}
    (tmp_path / "region.json").write_text(json.dumps(made))
    return ["demo", "--port", "0", "--dir", str(tmp_path), *options]


def empty_bundles(tmp_path: Path) -> list[str]:
    (tmp_path / "bundles").mkdir()
    return demo(tmp_path, "--bundles", str(tmp_path / "bundles"))


def useless_bundles(tmp_path: Path) -> list[str]:
    arguments = empty_bundles(tmp_path)
    (tmp_path / "bundles" / "a.json").write_text("[]")
    return arguments


def demo(tmp_path: Path, *options: str) -> list[str]:
    return ["demo", "--port", "0", "--dir", str(tmp_path / "region"), *options]


PROVIDER = """
[[provider]]
id = "cis2"
name = "CIS2"
for_whom = "NHS staff"
issuer = "https://idp.example"
client_id = "carerecord"
client_secret_file = "secret"
roles = { R8001 = "nurse", R8000 = "docter" }
"""
LAUNCHER = """
[[launcher]]
id = "epr"
name = "Record system"
kind = "token"
organisation = "RNG01"
organisation_name = "Northgate"
issuer = "https://epr.example"
keys_file = "epr.jwks"
roles = { GP = "general" }
"""
_KEPT: list[socket.socket] = []

Arguments = Callable[[Path], list[str]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(lambda _: ["bench-press"], "No such command", id="unknown-command"),
        pytest.param(lambda _: ["serve"], "Missing option '--config'", id="no-configuration"),
        pytest.param(lambda p: ["serve", "--config", str(p / "no.toml")], "no such file", id="no-file"),
        pytest.param(lambda p: ["serve", "--config", str(p)], "cannot be read", id="a-folder"),
        pytest.param(
            lambda p: ["serve", "--config", str(region(p, "[server]\nprot = 1\n"))],
            "no setting “prot”", id="unknown-setting",
        ),
        pytest.param(
            lambda p: ["serve", "--config", str(region(p, "[server]\nport = 'x'\n"))],
            "Expected `int`", id="wrong-type",
        ),
        pytest.param(
            lambda p: ["serve", "--config", str(region(p, "[store]\nurl = 'no/where/x.db'\n"))],
            "cannot be used", id="no-store",
        ),
        pytest.param(
            lambda p: ["serve", "--config", str(region(p, _source("morse")))],
            "no connector speaks “morse”", id="unknown-protocol",
        ),
        pytest.param(
            lambda p: ["serve", "--config", str(region(p, _source("fhir_r4", sections="medcines")))],
            "no section “medcines”", id="misspelt-section",
        ),
        pytest.param(
            lambda p: ["serve", "--config", str(region(p, PROVIDER))],
            "region.toml: provider cis2: roles: “R8000” = “docter” is no role of the matrix; known: doctor,",
            id="misspelt-role-of-a-provider",
        ),
        pytest.param(
            lambda p: ["serve", "--config", str(region(p, LAUNCHER))],
            "region.toml: launcher epr: roles: “GP” = “general” is no role of the matrix; known: doctor,",
            id="misspelt-role-of-a-launcher",
        ),
        pytest.param(
            lambda p: ["serve", "--config", str(region(p, "[server]\nproxies = ['proxy']\n"))],
            "server.proxies: “proxy” is not an address or a network", id="proxy-by-name",
        ),
        pytest.param(
            lambda p: ["serve", "--config", str(region(p, "[sessions]\nunchecked_minutes = 15\n"))],
            "sessions.unchecked_minutes must be more than sessions.check_minutes", id="checked-too-late",
        ),
        pytest.param(occupied, "is in use", id="port-of-the-demo"),
        pytest.param(occupied_by_another, "is in use", id="port-of-the-server"),
        pytest.param(lambda p: ["demo", "--people", "0"], "0 is not in the range", id="no-people"),
        pytest.param(lambda p: demo(p, "--people", "many"), "not a valid integer", id="no-number"),
        pytest.param(lambda p: demo(p, "--bundles", str(p / "no")), "no such folder", id="no-bundles"),
        pytest.param(empty_bundles, "an empty folder", id="empty-bundles"),
        pytest.param(useless_bundles, "no file in it is a FHIR R4 bundle", id="useless-bundles"),
        pytest.param(
            lambda p: demo(p, "--overlay", "people.csv"), "--overlay gives", id="overlay-alone"
        ),
        pytest.param(
            lambda p: demo(p, "--bundles", ".", "--people", "3"), "use one of them", id="both-kinds"
        ),
        pytest.param(strange_folder, "not a demo region", id="strange-folder"),
        pytest.param(lambda p: made_before(p, "--seed", "2"), "made with --seed 1", id="other-seed"),
        pytest.param(
            lambda p: made_before(p, "--people", "61"), "made with --people 60", id="other-people"
        ),
        pytest.param(
            lambda p: made_before(p, "--bundles", str(p)), "made with no --bundles", id="now-bundles"
        ),
        pytest.param(lambda p: ["init", "/proc/region"], "No such file or directory", id="init-nowhere"),
        pytest.param(
            lambda p: ["token", "--as", "a.okafor", "--dir", str(p)], "no such file", id="no-region"
        ),
        pytest.param(
            lambda p: ["audit", "recent", "--config", str(region(p))],
            "no such database yet", id="no-database",
        ),
        pytest.param(
            lambda p: ["source", "check", "pluto", "--config", str(region(p))],
            "no source “pluto”", id="no-source",
        ),
        pytest.param(
            lambda p: ["person", "find", "--as", "x", "--config", str(region(p))],
            "give an NHS number", id="nobody-described",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], arguments: Arguments, said: str
):
    assert cli.run(arguments(tmp_path)) == 2
    error = capfd.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert "Traceback" not in error


def _source(protocol: str, sections: str = "results") -> str:
    block = f"[[source]]\nid='a'\nname='A'\nshort='A'\nkind='gp'\nprotocol='{protocol}'\n"
    return f"{block}sections=['{sections}']\n"


def test_the_command_itself_ends_with_the_code():
    command = [sys.executable, "-m", "carerecord.cli", "serve", "--config", "/no/region.toml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.strip() == (
        "carerecord: /no/region.toml: no such file. Make one with `carerecord init`."
    )


def test_a_fault_of_ours_is_one_line_too_and_does_not_repeat_what_it_held():
    from carerecord.cli.failing import words_for

    assert "Gibson" not in words_for(ValueError("Gibson, 999 000 1234"))


def test_init_makes_a_configuration_that_reads(tmp_path: Path):
    from carerecord.config import read

    assert cli.run(["init", str(tmp_path / "new")]) == 0
    assert read(tmp_path / "new" / "region.toml").server.port == 8000
    assert cli.run(["init", str(tmp_path / "new")]) == 2


def test_every_command_has_its_file():
    folder = Path(cli.__file__).parent
    for name in cli.COMMANDS:
        assert (folder / f"{name}.py").exists() or (folder / name / "__init__.py").exists()
