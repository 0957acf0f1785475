"""The server itself, as a process, refuses an old backup that only a witness knows to be old."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from carerecord.audit.publishing import kept_file
from carerecord.demo.ports import free_port
from carerecord.witness.tests.witnessed_region import Clock, Region, outside

CONFIGURATION = """\
[server]
port = {port}
[audit]
origin = "region.example/audit"
[[witness]]
name = "ig"
url = "{url}"
key = "{key}"
"""


async def test_the_server_asks_its_witnesses_before_it_serves(tmp_path: Path) -> None:
    region = Region(tmp_path / "region", Clock(datetime.now(UTC)))
    async with outside(region, "ig") as ig:
        region.outsiders = [ig]
        region.began()
        await region.write(2)
        backup = region.backup()
        await region.write(3)
        await region.publish()
        region.restore(backup)
        kept_file(region.settings).unlink()
        configuration = CONFIGURATION.format(
            port=free_port(), url=ig.url, key=ig.witnessing.verifier_key
        )
        (region.folder / "region.toml").write_text(configuration, "utf-8")
        code, said = await served(region.folder / "region.toml")
    region.db.close()
    assert code == 2
    assert "The witness ig says: it has cosigned 6 entries" in said
    assert "carerecord audit restored" in said


async def served(config: Path) -> tuple[int | None, str]:
    """Given up after a minute: it serves."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "carerecord.cli", "serve", "--config", str(config),
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(60):
            _, said = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    return process.returncode, said.decode()
