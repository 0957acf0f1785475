"""Our logs, read by what the Go project wrote for its own (golang.org/x/mod/sumdb): not by us alone.

Keys, signed checkpoints, tiles, inclusion and consistency proofs; and cosignatures as the specification has them.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from carerecord.audit import log_key
from carerecord.audit.key import log_keys
from carerecord.audit.proving import Proving
from carerecord.audit.publishing import Published
from carerecord.audit.publishing.folder import Folder
from carerecord.audit.publishing.store import dues
from carerecord.witness.tests.witnessed_region import Clock, Region, outside

SOURCE = Path(__file__).with_name("check.go")
LIBRARY = Path("/usr/share/gocode")  # Debian's golang-golang-x-mod-dev
ENTRIES = 700  # two full tiles, one that is not, and a level above
MONTH = "2026-11"
Check = Callable[[dict[str, Any]], tuple[int, str]]


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Check:
    if not (shutil.which("go") and LIBRARY.exists()):
        assert not os.environ.get("CI"), "Go and golang-golang-x-mod-dev are missing"
        pytest.skip("no Go, or no golang-golang-x-mod-dev: `setup/tests` installs both")
    folder = tmp_path_factory.mktemp("go")
    go = {**os.environ, "GO111MODULE": "off", "GOPATH": str(LIBRARY), "GOCACHE": str(folder)}
    program = folder / "check"
    subprocess.run(
        ["go", "build", "-o", str(program), str(SOURCE)], check=True, env=go, timeout=120
    )

    def check(asked: dict[str, Any]) -> tuple[int, str]:
        done = subprocess.run(
            [program], input=json.dumps(asked), capture_output=True, text=True, timeout=60
        )
        return done.returncode, done.stdout.strip()

    return check


@pytest.fixture
async def published(tmp_path: Path) -> AsyncIterator[dict[str, Any]]:
    """What an outsider is given: a folder, and proofs."""
    region = Region(tmp_path / "region", Clock())
    async with outside(region, "ig") as ig:
        region.outsiders = [ig]
        region.began()
        await region.log.append_all(None, [("open", "p-1", {"n": n}) for n in range(ENTRIES - 1)])
        await region.publish()
        yield await _given(region, tmp_path / "published", ig.witnessing.verifier_key)
        region.db.close()


async def _given(region: Region, folder: Path, witness: str) -> dict[str, Any]:
    proving, (due,) = Proving(region.db), await dues(region.db)
    await Folder(folder, proving).publish(due, log_keys(region.settings))
    cosigned = await Published(region.db, log_keys(region.settings)).checkpoint(MONTH)
    (folder / "cosigned").write_text(cosigned or "", "utf-8")
    leaves = await proving.tile(MONTH, 0, 0, ENTRIES)
    return {
        "Key": str(log_key(region.settings).public),
        "Witness": witness,
        "Checkpoint": str(folder / "cosigned"),
        "Tiles": str(folder / MONTH / "tile"),
        "Inclusions": [
            {
                "Index": index,
                "Leaf": _text(leaves[index * 32 : index * 32 + 32]),
                "Proof": [_text(one) for one in await proving.inclusion(MONTH, index, ENTRIES)],
            }
            for index in (0, 1, 254, 255, 256, 511, 512, 600, ENTRIES - 1)
        ],
        "Consistencies": [
            {
                "Old": old,
                "Root": _text(await proving.root(MONTH, old)),
                "Proof": [_text(one) for one in await proving.consistency(MONTH, old, ENTRIES)],
            }
            for old in (1, 2, 3, 255, 256, 257, 512, 699, ENTRIES)
        ],
    }


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


async def test_another_implementation_verifies_what_is_published(published, checker):
    assert checker(published) == (0, str(2 * (9 + 9)))


@pytest.mark.parametrize("kind", ["Inclusions", "Consistencies"])
async def test_and_refuses_a_proof_that_is_bent(published, checker, kind):
    proof = published[kind][4]["Proof"]
    proof[0], proof[1] = proof[1], proof[0]
    assert checker(published)[0] == 1


async def test_and_refuses_another_key_another_root_and_another_witness(published, checker):
    path = Path(published["Checkpoint"])
    text = _read(path)
    _write(path, text.replace(f"\n{ENTRIES}\n", "\n699\n"))
    assert "invalid signature" in checker(published)[1]
    _write(path, f"one line more\n{text}")
    assert checker(published)[0] == 1
    _write(path, text)
    stranger = {**published, "Witness": published["Witness"].replace("ig.example", "xx.example")}
    assert checker(stranger)[0] == 1


async def test_and_refuses_a_tile_that_was_changed(published, checker):
    tile = Path(published["Tiles"]) / "0" / "001"
    content = bytearray(tile.read_bytes())
    content[0] ^= 1  # of entry 256, which is asked for
    tile.write_bytes(content)
    assert "tile" in checker(published)[1]
