"""How a fake source can be told to fail, over a port of its own so that it can be told while the source is gone.

`PUT /_control {"fault": "delay", "seconds": 2.0, "times": 5}` · `DELETE` heals · `GET` lists the requests served.
"""

from __future__ import annotations

import asyncio
import zlib
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec

from carerecord.connectors.fake_http import PIECE, Connection, Request, Server, body_of, response

FAULTS = (
    "delay",
    "hang",
    "refuse",
    "reset",
    "http_500",
    "html",
    "malformed",
    "truncated",
    "wrong_person",
    "huge",
    "gzip_bomb",
    "duplicate",
    "no_consent",
)
MOST_SERVED = 10_000  # requests remembered
HUGE = 48 << 20  # bytes
BOMB = 210 << 20  # bytes, once unpacked
NO_CONSENT = (
    b'{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"forbidden","details":'
    b'{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1",'
    b'"code":"NO_PATIENT_CONSENT","display":"Patient has not provided consent to share data"}]}}]}'
)
HTML = b"<!doctype html><title>Sign in</title><h1>Please sign in</h1>"


@dataclass(frozen=True, slots=True)
class Fault:
    kind: str
    seconds: float = 2.0  # of a delay
    times: int | None = None  # requests affected, then healed; of `refuse` nothing can be counted


class FaultError(ValueError):
    """What was asked for is no fault; the message names what is wrong."""


def read_fault(body: bytes) -> Fault:
    try:
        asked = msgspec.json.decode(body)
    except ValueError:
        raise FaultError("the body is not JSON") from None
    if not isinstance(asked, dict):
        raise FaultError("the body is not an object")
    if unknown := sorted(set(asked) - {"fault", "seconds", "times"}):
        raise FaultError(f"unknown: {', '.join(map(str, unknown))}")
    kind, seconds, times = asked.get("fault"), asked.get("seconds", 2.0), asked.get("times")
    if kind not in FAULTS:
        raise FaultError(f"fault {kind!r} is not one of {', '.join(FAULTS)}")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= 600:
        raise FaultError("seconds must be a number from 0 to 600")
    if times is not None and (type(times) is not int or times < 1):
        raise FaultError("times must be a whole number from 1")
    return Fault(kind, float(seconds), times)


class Faults:
    """The fault in force, and every request served."""

    def __init__(self) -> None:
        self.now: Fault | None = None
        self.served: deque[dict[str, str]] = deque(maxlen=MOST_SERVED)
        self._left: int | None = None

    def set(self, fault: Fault | None) -> None:
        self.now = fault
        self._left = fault.times if fault else None

    def take(self) -> Fault | None:
        """The fault this request meets; the last of `times` heals."""
        fault = self.now
        if fault is not None and self._left is not None and fault.kind != "refuse":
            self._left -= 1
            if self._left == 0:
                self.set(None)
        return fault

    def note(self, request: Request, path: str) -> None:
        """`path`: where it was asked, naming nobody."""
        self.served.append(
            {
                "request_id": request.header("X-Request-ID"),
                "correlation_id": request.header("X-Correlation-ID"),
                "at": datetime.now(UTC).isoformat(),
                "path": path,
            }
        )


class Control:
    """The control port. It holds no record and answers with no personal data. One that sends has no `source` to close."""

    def __init__(self, faults: Faults, source: Server | None = None) -> None:
        self._faults = faults
        self._source = source
        self._server = Server(self._answer)
        self._work: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"{self._server.address}/_control"

    async def open(self, port: int = 0) -> None:
        await self._server.open(port)

    async def close(self) -> None:
        await self._server.close()

    def _answer(self, request: Request, connection: Connection) -> None:
        if request.path != "/_control":
            connection.send(_json(404, {"error": "only /_control is here"}))
        elif request.method == "GET":
            connection.send(_json(200, self._state()))
        elif request.method == "PUT":
            self._put(request, connection)
        elif request.method == "DELETE":
            self._later(self._change(None, connection))
        else:
            connection.send(_json(405, {"error": "use GET, PUT or DELETE"}))

    def _put(self, request: Request, connection: Connection) -> None:
        try:
            fault = read_fault(request.body)
        except FaultError as error:
            connection.send(_json(400, {"error": str(error)}))
            return
        self._later(self._change(fault, connection))

    async def _change(self, fault: Fault | None, connection: Connection) -> None:
        """Answer only when it is so: the port closed, or open again."""
        before = self._faults.now
        self._faults.set(fault)
        refuses, refused = (one is not None and one.kind == "refuse" for one in (fault, before))
        if self._source is None:
            pass
        elif refuses and not refused:
            await self._source.close()
        elif refused and not refuses:
            await self._source.open()
        elif before is not None and before.kind == "hang":
            self._source.break_off()
        connection.send(_json(200, self._state()))

    def _later(self, change: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(change)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    def _state(self) -> dict[str, Any]:
        fault = self._faults.now
        return {"fault": fault.kind if fault else None, "served": list(self._faults.served)}


def _json(status: int, value: object) -> bytes:
    return response(status, msgspec.json.encode(value), "application/json")


def misbehave(fault: Fault, connection: Connection, answer: Callable[[], bytes]) -> None:
    """Fail in a way that does not depend on what the source holds. `answer` makes the response it would have sent."""
    match fault.kind:
        case "delay":
            asyncio.get_running_loop().call_later(fault.seconds, connection.send, answer())
        case "hang":
            return
        case "reset" | "refuse":
            connection.break_off()
        case "http_500":
            connection.send(response(500, b'{"resourceType":"OperationOutcome"}'))
        case "no_consent":
            connection.send(response(403, NO_CONSENT))
        case "html":
            connection.send(response(200, HTML, "text/html"))
        case "malformed":
            connection.send(response(200, malformed(body_of(answer()))))
        case "truncated":
            whole = answer()
            connection.send_and_close(whole[: -max(1, len(whole) // 3)])
        case "huge":
            connection.stream(_huge(body_of(answer())))
        case "gzip_bomb":
            connection.send(response(200, bomb(), headers=b"Content-Encoding: gzip\r\n"))


def malformed(body: bytes) -> bytes:
    """The same length, no longer JSON."""
    half = len(body) // 2
    return body[:half] + b"{" * (len(body) - half)


def _huge(body: bytes) -> Iterator[bytes]:
    """The right answer after a great deal of white space."""
    head = response(200, b"").replace(
        b"Content-Length: 0", b"Content-Length: %d" % (HUGE + len(body))
    )
    yield head
    for _ in range(HUGE // PIECE):
        yield b" " * PIECE
    yield body


@cache
def bomb() -> bytes:
    """White space, packed: 210 MB in about 200 kB, checksum right, made without holding it."""
    piece = b" " * (1 << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(BOMB // len(piece)):
        checksum = zlib.crc32(piece, checksum)
    end = checksum.to_bytes(4, "little") + BOMB.to_bytes(4, "little")
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    return head + block * (BOMB // len(piece)) + b"\x03\x00" + end
