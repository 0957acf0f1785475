"""What is agreed with a neighbour is checked at the start, and each wrong setting named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from carerecord.access.roles import refuse_unknown_roles
from carerecord.config import Settings, SettingsError, read
from carerecord.regions import Regions
from carerecord.regions.agreed import in_force
from carerecord.regions.tests.region_files import CODES, Files


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("regions"))


def test_without_neighbours_nothing_is_needed() -> None:
    assert Regions.of(Settings()) == Regions()


def test_a_region_knows_each_neighbour_by_its_certificate(files: Files) -> None:
    regions = files.regions("north")
    for name in ("west", "south"):
        (mark,) = files.neighbour(name).fingerprints
        found = regions.by_certificate(mark)
        assert found is not None
        assert found.id == name
    assert regions.by_certificate(files.neighbour("north").fingerprints[0]) is None


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"id": "The West"}, "a-z"),
        ({"organisation": ""}, "organisation"),
        ({"issuer": "https://north.example/region"}, "not ours"),
        ({"keys_file": ""}, "keys_file"),
        ({"keys_file": "nowhere.jwks"}, "nowhere.jwks is not a JWK Set"),
        ({"keys_file": "ca.pem"}, "ca.pem is not a JWK Set"),
        ({"fingerprints": ()}, "fingerprints"),
        ({"fingerprints": ("AB:CD",)}, "fingerprints"),
        ({"organisations": {}}, "organisations"),
        ({"roles": {}}, "roles"),
        ({"purposes": ()}, "purposes"),
        ({"evidence": ("LR-15",)}, "not LR-15"),
        ({"evidence": ("a letter",)}, "evidence"),
        ({"sections": ("gossip",)}, "gossip"),
        ({"assurance": 4}, "assurance"),
    ],
)
def test_a_wrong_setting_of_a_neighbour_is_named(
    files: Files, changed: dict[str, Any], named: str
) -> None:
    with pytest.raises(SettingsError, match=named):
        files.regions("north", files.neighbour("west", **changed))


@pytest.mark.parametrize("shared", ["issuer", "organisation", "fingerprints"])
def test_two_neighbours_have_nothing_in_common(files: Files, shared: str) -> None:
    west = files.neighbour("west")
    south = replace(files.neighbour("south"), **{shared: getattr(west, shared)})
    with pytest.raises(SettingsError, match="south: another"):
        files.regions("north", west, south)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"issuer": ""}, "issuer"),
        ({"listen": "8443"}, "host:port"),
        ({"key_file": "nowhere.pem"}, "nowhere.pem cannot be read"),
        ({"key_file": "ca.pem"}, "key_file"),
        ({"certificate_file": "north-signing.pem"}, "no certificate"),
        ({"certificate_file": "ca.pem"}, "certificate_file"),
        ({"ca_file": "north.jwks"}, "ca_file"),
    ],
)
def test_a_wrong_setting_of_our_own_is_named(
    files: Files, changed: dict[str, Any], named: str
) -> None:
    with pytest.raises(SettingsError, match=named):
        Regions.of(files.settings("north", changed))


def test_a_role_that_is_none_of_the_matrix_is_named(files: Files) -> None:
    wrong = files.neighbour("west", roles={"doctor": "magician"})
    with pytest.raises(SettingsError, match=r"neighbour west: roles: .*magician"):
        refuse_unknown_roles(files.settings("north", None, wrong))


def test_what_is_agreed_holds_to_the_end_of_its_last_day_in_london(files: Files) -> None:
    west = files.neighbour("west")
    assert in_force(west, datetime(2027, 3, 31, 22, 59, tzinfo=UTC))
    assert not in_force(west, datetime(2027, 3, 31, 23, 0, tzinfo=UTC))


def test_a_block_of_the_configuration_is_read(files: Files) -> None:
    made = read(block(files.folder))
    (west,) = Regions.of(made).neighbours.values()
    assert (west.id, west.organisation, west.until.isoformat()) == (
        "west", CODES["west"], "2027-03-31",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('purposes = ["TREAT"]', 'purposes = ["RESEARCH"]', "purposes"),
        ("until = 2027-03-31", "", "until"),
        ("until = 2027-03-31", 'until = "for ever"', "until"),
        ('name = "Westmere"', 'nome = "Westmere"', "nome"),
    ],
)
def test_a_block_that_is_spelt_wrong_is_named(files: Files, old: str, new: str, named: str) -> None:
    path = block(files.folder)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(SettingsError, match=named):
        read(path)


def block(folder: Path) -> Path:
    path = folder / "region.toml"
    mark = "ab" * 32
    path.write_text(
        f"""
[neighbours]
issuer = "https://north.example/region"
listen = "127.0.0.1:0"
key_file = "north-signing.pem"
certificate_file = "north.pem"
ca_file = "ca.pem"

[[neighbour]]
id = "west"
name = "Westmere"
organisation = "QNB02"
issuer = "https://west.example/region"
until = 2027-03-31
keys_file = "west.jwks"
fingerprints = ["{mark}"]
purposes = ["TREAT"]
evidence = ["LR-3"]
sections = ["*"]
[neighbour.organisations]
RXW01 = "Westmere Royal"
[neighbour.roles]
doctor = "doctor"
""",
        "utf-8",
    )
    return path
