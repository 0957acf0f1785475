"""A region of our own words: the real server, sources that hold what a test gives them, and a store to change."""

from __future__ import annotations

import asyncio
import json
import ssl
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
from door_people import LAUNCHER_KEYS, SOURCES, fill, place_of

from carerecord.audit import Entry, Log
from carerecord.config import Settings, read
from carerecord.connectors.fake_http import Connection, Request
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.contract import Resource
from carerecord.demo.ports import free_port
from carerecord.signin import Sessions
from carerecord.store import Database
from carerecord.web.tests.our_forms import OurForms
from running import COMMAND, READY_WITHIN

T = TypeVar("T")
Holdings = Mapping[str, Mapping[str, Sequence[Resource]]]
"""Source id → NHS number → everything it holds of that person, the Patient included."""

AGENT = "door-tests"
_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Nothing here is TLS, and to read every certificate for each browser takes a while."""

_HEAD = """
[region]
name = "Door region"
demo = true
invented_people_only = true
help_desk = "01632 960999"
[store]
url = "{store}"
[server]
port = {port}
workers = {workers}
https = false
url = "http://localhost:{port}"
[fanout]
shell_seconds = {shell}
draw_seconds = {draw}
breaker_failures = 20
breaker_seconds = 1.0
[audit]
spool = "{spool}"
[accounts]
enabled = true
[[launcher]]
id = "door-epr"
name = "Northgate's record system"
kind = "token"
organisation = "RNG01"
organisation_name = "Northgate University Hospital"
issuer = "https://epr.northgate.example"
keys_file = "epr.jwks"
algorithms = ["ES256"]
frame_ancestors = ["https://epr.northgate.example"]
roles = {{ doctor = "doctor" }}
national = true
[[provider]]
id = "nobody-there"
name = "A provider that does not answer"
for_whom = "Nobody"
issuer = "http://127.0.0.1:1"
client_id = "carerecord"
client_secret_file = "provider.secret"
"""


PATIENT = 8.0
"""Seconds until a page is drawn where no test is about that: every source has answered, on a busy machine too."""


class HeldSource(FakeSource):
    """Answers at once; while it is held, when it is let go."""

    def __init__(self, records: Callable[[str], Sequence[Resource] | None]) -> None:
        super().__init__(records)
        self._held: list[tuple[Connection, bytes]] | None = None

    def hold(self) -> None:
        self._held = []

    async def let_go(self) -> None:
        held, self._held = self._held or (), None
        for connection, whole in held:
            connection.send(whole)

    def sent(self, request: Request, whole: bytes, connection: Connection) -> None:
        if self._held is None:
            super().sent(request, whole, connection)
        else:
            self._held.append((connection, whole))


class Background:
    """One event loop in a thread of its own: the sources live there, and the test's own store."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@dataclass
class Site:
    """One running region, the sources it asks, and what may be changed behind its back."""

    folder: Path
    settings: Settings
    background: Background
    pid: int
    db: Database
    fakes: Mapping[str, HeldSource]
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def base_url(self) -> str:
        return self.settings.url

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.background.run(work)

    def nobody(self, agent: str = AGENT, **headers: str) -> httpx.Client:
        """A browser in which nobody is signed in. It follows no redirect: where one leads is an answer."""
        return httpx.Client(
            base_url=self.base_url,
            headers={"User-Agent": agent, **headers},
            timeout=40,
            trust_env=False,
            verify=_TLS,
            auth=OurForms(),
        )

    def browser(self, username: str, agent: str = AGENT) -> httpx.Client:
        browser = self.nobody(agent)
        reply = browser.post("/sign-in", data={"username": username})
        assert reply.status_code == 303, reply.text
        assert not reply.headers["location"].startswith("/sign-in"), reply.text
        return browser

    def token(self, username: str) -> str:
        if username not in self.tokens:
            sessions = Sessions(self.db, self.settings)
            self.tokens[username] = self.run(sessions.issue_token(username, 60))
        return self.tokens[username]

    def program(self, username: str) -> httpx.Client:
        """A program with a token of this member of staff."""
        return self.nobody(Authorization=f"Bearer {self.token(username)}")

    def log_of_server(self) -> bytes:
        return (self.folder / "server.log").read_bytes()

    def log_of_audit(self, after: int = 0) -> list[Entry]:
        async def read() -> list[Entry]:
            return [entry async for entry in Log(self.db).entries(after=after)]

        return self.run(read())


@contextmanager
def serving(
    folder: Path,
    holdings: Holdings,
    *,
    workers: int = 1,
    store: str = "region.db",
    spool: str = "",
    draw: float = PATIENT,
    shell: float = PATIENT,
) -> Iterator[Site]:
    """From an empty folder to a region that answers; everything started here is stopped here."""
    folder.mkdir(parents=True)
    background, port = Background(), free_port()
    fakes = {one: HeldSource(_records(holdings.get(one, {}))) for one in SOURCES}
    try:
        for fake in fakes.values():
            background.run(fake.start())
        head = _HEAD.format(
            port=port, workers=workers, store=store, spool=spool, draw=draw, shell=shell
        )
        settings = _configured(folder, head, {one: f.url for one, f in fakes.items()})
        background.run(fill(settings))
        with _server(folder, port) as process:
            db = background.run(_opened(settings))
            try:
                yield Site(folder, settings, background, process.pid, db, fakes)
            finally:
                db.close()
    finally:
        for fake in fakes.values():
            background.run(fake.stop())
        background.close()


async def _opened(settings: Settings) -> Database:
    return Database.open(place_of(settings))


def _records(held: Mapping[str, Sequence[Resource]]) -> Callable[[str], Sequence[Resource] | None]:
    return held.get


def _configured(folder: Path, head: str, urls: Mapping[str, str]) -> Settings:
    blocks = [head]
    for one in SOURCES.values():
        blocks.append(
            f"[[source]]\nid = {json.dumps(one.id)}\nname = {json.dumps(one.name)}\n"
            f"short = {json.dumps(one.short)}\nkind = {json.dumps(one.kind)}\n"
            f'protocol = "fhir_r4"\norganisation = {json.dumps(one.organisation)}\n'
            f"sections = {json.dumps(list(one.sections))}\n"
            f"[source.options]\nurl = {json.dumps(urls[one.id])}\n"
        )
    (folder / "region.toml").write_text("\n".join(blocks), "utf-8")
    (folder / "epr.jwks").write_text(LAUNCHER_KEYS, "utf-8")
    (folder / "provider.secret").write_text("a-secret-of-the-tests-alone-0123456789", "utf-8")
    return read(folder / "region.toml")


@contextmanager
def _server(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [COMMAND, "serve", "--config", str(folder / "region.toml")],
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait_for(port, process, folder / "server.log")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5).close()
        except OSError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.05)
        else:
            return
