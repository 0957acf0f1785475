"""Two clients that others wrote, python-hl7's `mllp_send` and npm's `node-hl7-client`, read our acknowledgements."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from carerecord.connectors.hl7v2.feed import HospitalFeed
from carerecord.connectors.hl7v2.tests.hl7v2_messages import ADMITTED, NOW, SETTINGS, SOURCE, STAY
from carerecord.connectors.hl7v2.tests.hl7v2_reading import raw

HERE = Path(__file__).parent
ADMISSION = STAY.message("A01", ADMITTED)
RESULT = raw("ORU^R01", "OBR|1||F1|K^Potassium", "OBX|1|NM|K^Potassium||4.1|mmol/L|||||F")
UNKNOWN = raw("ADT^Z99").replace(b"|C1|", b"|C2|")
FOREIGN = RESULT.replace(b"|RNG01|", b"|RXX99|", 1).replace(b"|C1|", b"|C3|")


@contextlib.asynccontextmanager
async def listening() -> AsyncIterator[int]:
    async def keep(*_: object) -> str:
        return ""

    feed = HospitalFeed(SOURCE, SETTINGS, keep, Path, now=lambda: NOW)
    async with feed.running():
        yield feed.listener.port


async def printed(*command: str, given: bytes = b"") -> list[str]:
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(30):
        said, _ = await process.communicate(given)
    return said.decode().replace("\x0b", "").replace("\x1c", "").replace("\r", "\n").split("\n")


async def test_mllp_send_of_python_hl7_reads_every_answer(tmp_path: Path):
    sender = Path(sys.executable).with_name("mllp_send")
    stream = b"".join(b"\x0b" + one + b"\x1c\r" for one in (ADMISSION, RESULT, UNKNOWN, FOREIGN))
    file = tmp_path / "messages"
    file.write_bytes(stream)
    async with listening() as port:
        lines = await printed(str(sender), "-f", str(file), "-p", str(port), "127.0.0.1")
    codes = [line.split("|")[1] for line in lines if line.startswith("MSA")]
    assert codes == ["AA", "AA", "AE", "AR"]


async def read_by_node(script: str, *messages: bytes) -> list[str]:
    """What the client of npm read of each acknowledgement: its code, and which message it is about."""
    node = shutil.which("node")
    assert node, "Node.js is missing: run `setup/tests`"
    assert (HERE / "node_modules").exists(), "the client is not installed: run `setup/tests`"
    given = json.dumps([one.decode().rstrip("\r") for one in messages]).encode()
    async with listening() as port:
        lines = await printed(node, str(HERE / script), str(port), given=given)
    return [line for line in lines if line]


async def test_node_hl7_client_reads_every_answer():
    assert await read_by_node("send.js", ADMISSION, RESULT, UNKNOWN, FOREIGN) == [
        "AA V-1001-A01-20261121091200+0000",
        "AA C1",
        "AE C2",
        "AR C3",
    ]


def asking(raw: bytes, own: str, accept: str, application: str) -> bytes:
    """The same message in enhanced mode: its own id (MSH-10), and what its sender wants to hear (MSH-15, MSH-16)."""
    head, rest = raw.split(b"\r", 1)
    fields = [*head.split(b"|"), *[b""] * 16][:16]
    fields[9], fields[14], fields[15] = own.encode(), accept.encode(), application.encode()
    return b"|".join(fields) + b"\r" + rest


@pytest.mark.parametrize(
    ("accept", "application", "read"),
    [
        pytest.param("AL", "AL", ["CA M1", "AA M1", "CA M2", "AA M2", "CE M3"], id="both"),
        pytest.param("AL", "NE", ["CA M1", "CA M2", "CE M3"], id="safe-alone"),
        pytest.param("NE", "AL", ["AA M1", "AA M2", "AE M3"], id="what-became-of-it-alone"),
        pytest.param("ER", "AL", ["AA M1", "AA M2", "CE M3"], id="safe-in-error-alone"),
        pytest.param("NE", "NE", ["AA M1", "AA M2", "AE M3"], id="neither-and-yet-one"),
    ],
)
async def test_node_hl7_client_in_enhanced_mode_reads_each_acknowledgement_it_asked_for(
    accept: str, application: str, read: list[str]
):
    """Where it asks for both it has both at once, and goes on sending."""
    asked = (("M1", ADMISSION), ("M2", RESULT), ("M3", UNKNOWN))
    messages = [asking(raw, own, accept, application) for own, raw in asked]
    assert await read_by_node("send_each.js", *messages) == read
