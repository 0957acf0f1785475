"""The page that says how to agree with a neighbour is done as it stands."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner

from carerecord.audit.feed.tests.feed_receivers import Authority
from carerecord.cli import carerecord
from carerecord.config import read
from carerecord.demo.ports import free_port
from carerecord.regions import Regions

PAGE = Path(__file__).parents[2] / "docs/how-to/neighbours.md"
TEXT = PAGE.read_text("utf-8")


def blocks(kind: str) -> list[str]:
    every = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    return [text for own, text in every if own == kind]


def run(line: str) -> tuple[int, str]:
    words = shlex.split(line.removeprefix(".venv/bin/carerecord "))
    result = CliRunner().invoke(carerecord, words)
    return result.exit_code, result.output


@pytest.fixture
def eastfield(tmp_path: Path) -> Iterator[Path]:
    """A region with a certificate, and the first block that the page has."""
    (configuration,) = blocks("toml")
    Authority.made(tmp_path).issue("neighbours")
    (tmp_path / "ca.pem").rename(tmp_path / "neighbours-ca.pem")
    own, _, _ = configuration.partition("[[neighbour]]")
    (tmp_path / "region.toml").write_text(own, "utf-8")
    with chdir(tmp_path):
        yield tmp_path


def test_the_card_is_what_the_other_configures(eastfield: Path) -> None:
    first, check = (line.strip() for line in blocks("sh"))
    code, said = run(first)
    assert code == 0, said
    assert (eastfield / "neighbours-signing.pem").stat().st_mode & 0o077 == 0
    lines = tomllib.loads(said)
    (shown,) = [tomllib.loads(one) for one in blocks("") if one.startswith("issuer")]
    assert lines.keys() == shown.keys()
    assert lines["issuer"] == shown["issuer"]
    (_, again) = run(first)
    assert again == said, "the key that is there stays"

    (configuration,) = blocks("toml")
    Path("westmere.jwks").write_text(Path("eastfield.jwks").read_text("utf-8"), "utf-8")
    nowhere = configuration.replace("record.westmere.example:8443", f"127.0.0.1:{free_port()}")
    Path("region.toml").write_text(nowhere, "utf-8")
    regions = Regions.of(read(Path("region.toml")))
    assert list(regions.neighbours) == ["westmere"]
    assert "Reached: It could not be reached: refused the connection." in run(check)[1]


def test_a_card_needs_what_it_is_made_of(tmp_path: Path) -> None:
    (tmp_path / "region.toml").write_text('[region]\nname = "East"\n', "utf-8")
    code, _ = run(f"carerecord neighbour card {tmp_path}/x.jwks --config {tmp_path}/region.toml")
    assert code != 0
    assert not (tmp_path / "x.jwks").exists()
