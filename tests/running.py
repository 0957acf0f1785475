"""A region that runs: the real command, real processes, real sockets; and a plain way to talk to it."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from carerecord.cli import run
from carerecord.demo.ports import free_port
from carerecord.web.tests.our_forms import with_token

COMMAND = str(Path(sys.executable).with_name("carerecord"))
READY_WITHIN = 60.0  # generous: the machine may be busy


@dataclass(frozen=True)
class Reply:
    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Caller:
    """A browser without a screen: keeps cookies, follows redirects."""

    base_url: str
    cookies: CookieJar = field(default_factory=CookieJar)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        return self._send(urllib.request.Request(self._url(path), headers=dict(headers or {})))

    def post(self, path: str, form: Mapping[str, str]) -> Reply:
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.cookies)
        data = urlencode(with_token(dict(form), cookies)).encode()
        return self._send(urllib.request.Request(self._url(path), data=data))

    def form(self, path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        """As a program sends one: without the token of a page."""
        data = urlencode(dict(form)).encode()
        return self._send(urllib.request.Request(self._url(path), data=data, headers=dict(headers)))

    def _url(self, path: str) -> str:
        return path if path.startswith("http") else self.base_url + path

    def _send(self, request: urllib.request.Request) -> Reply:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        try:
            with opener.open(request, timeout=40) as answer:
                return Reply(answer.status, answer.url, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, error.url or "", error.headers, error.read())


@dataclass(frozen=True)
class Region:
    """One running demo region, as `demo.json` describes it."""

    folder: Path
    demo: dict[str, Any]
    process: subprocess.Popen[bytes]
    tokens: dict[str, str] = field(default_factory=dict)  # by username; lasting an hour

    @property
    def base_url(self) -> str:
        return str(self.demo["base_url"])

    def number_of(self, case: str) -> str:
        return next(str(p["nhs_number"]) for p in self.demo["people"] if p["case"] == case)

    def someone_signed_in(self, username: str = "a.okafor") -> Caller:
        caller = Caller(self.base_url)
        reply = caller.post("/sign-in", {"username": username})
        assert reply.status == 200, reply.text
        return caller

    def address_of(self, caller: Caller, nhs_number: str) -> str:
        """Find a person as staff do; the address behind the one Open link."""
        found = caller.post("/find", {"nhs_number": nhs_number})
        assert found.status == 200, found.text
        listed = found.text.split("Your people today")[0]
        match = re.search(r'href="(/p/[^"/]+)"', listed) or re.search(r"/p/[^/?]+", found.url)
        assert match, "no way to open the person that was found"
        return match.group(1) if match.re.groups else match.group(0)

    def token(self, username: str = "a.okafor") -> str:
        if username not in self.tokens:
            said = carerecord("token", "--as", username, "--dir", str(self.folder))
            self.tokens[username] = said.strip()
        return self.tokens[username]

    def everything(self, nhs_number: str, username: str = "a.okafor") -> Any:
        caller, bearer = Caller(self.base_url), {"Authorization": f"Bearer {self.token(username)}"}
        system = "https://fhir.nhs.uk/Id/nhs-number"
        query = urlencode({"identifier": f"{system}|{nhs_number}"})
        found = caller.get(f"/fhir/R4/Patient?{query}", bearer).json()
        patient = found["entry"][0]["resource"]["id"]
        reply = caller.get(f"/fhir/R4/Patient/{patient}/$everything", bearer)
        assert reply.status == 200, reply.text
        return reply.json()

    def source(self, source_id: str) -> dict[str, Any]:
        return next(one for one in self.demo["sources"] if one["id"] == source_id)

    @contextmanager
    def fault(self, source_id: str, fault: str, **more: object) -> Iterator[None]:
        """A source that behaves so, healed afterwards."""
        url = self.source(source_id)["control_url"]
        controlled("PUT", url, {"fault": fault, **more})
        try:
            yield
        finally:
            controlled("DELETE", url)

    def served(self, source_id: str) -> list[dict[str, Any]]:
        return served_by(self.source(source_id))


def served_by(source: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each request it answered."""
    return list(controlled("GET", source["control_url"])["served"])


def controlled(method: str, url: str, body: object = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data=data, method=method)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=10) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def carerecord(*arguments: str) -> str:
    """Run the command to its end; what it printed. Here, in a thread: to start a process takes a second or two."""
    said, failed = io.StringIO(), io.StringIO()
    ended: list[int] = []
    # A daemon: one that never ends fails its test, and holds nothing up.
    beside = Thread(target=lambda: ended.append(run(arguments)), daemon=True)
    with redirect_stdout(said), redirect_stderr(failed):
        beside.start()
        beside.join(120)
    assert ended == [0], failed.getvalue() or "it did not end"
    return said.getvalue()


def audited(folder: Path) -> list[dict[str, Any]]:
    """The whole audit log of a region, oldest first, as the command exports it."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "audit.jsonl"
        carerecord("audit", "export", str(file), "--dir", str(folder))
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@contextmanager
def running_region(
    folder: Path, *options: str, port: int | None = None, whole: bool = True
) -> Iterator[Region]:
    """`carerecord demo` from start to a clean stop. Not `whole`: its pages are drawn before every source answered."""
    chosen = str(port or free_port())
    # Whole pages: on a busy machine a source may be slower than a page waits for.
    command = [COMMAND, "demo", "--dir", str(folder), "--port", chosen, *options]
    command += ["--whole"] if whole else []
    written = folder / "demo.json"
    written.unlink(missing_ok=True)
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        _wait_for(written, process, Path(log.name))
        yield Region(folder, json.loads(written.read_text()), process)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)


def _wait_for(written: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while not written.exists():
        said = log.read_text(errors="replace")
        assert process.poll() is None, f"the demo stopped: {said}"
        assert time.monotonic() < until, f"the demo was not ready in time: {said}"
        time.sleep(0.05)


def descendants(pid: int) -> list[int]:
    """A process and all it started, by id."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += descendants(int(child))
    return found
