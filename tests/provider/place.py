"""A real region that signs people in with the test provider: no sources, four processes, real sockets."""

from __future__ import annotations

import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx

from carerecord.demo.ports import free_port
from carerecord.web.tests.our_forms import OurForms
from provider.people import ACCOUNTS, ROLES
from provider.running import SECRET, client, config, running_provider
from running import COMMAND, READY_WITHIN

FIREFOX = "Mozilla/5.0 Firefox/140"


@dataclass(frozen=True)
class Place:
    """Where the region is, where its provider is, and its folder."""

    url: str
    issuer: str
    folder: Path

    def audited(self) -> list[dict[str, Any]]:
        file = self.folder / "audit.jsonl"
        file.unlink(missing_ok=True)
        asked = ["audit", "export", str(file), "--config", str(self.folder / "region.toml")]
        done = subprocess.run([COMMAND, *asked], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


class Person:
    """Somebody at a browser without a screen; follows redirects only where asked to."""

    def __init__(self, place: Place, agent: str = FIREFOX) -> None:
        self.place = place
        self.http = httpx.Client(headers={"User-Agent": agent}, timeout=30, auth=OurForms())

    def get(self, path: str) -> httpx.Response:
        return self.http.get(path if path.startswith("http") else self.place.url + path)

    def post(self, path: str, **form: str) -> httpx.Response:
        return self.http.post(self.place.url + path, data=form)

    def way_back(self, username: str) -> str:
        """Signed in at the provider: the address that it sends the browser back to."""
        answer = self.get(self.get("/sign-in/cis2").headers["location"])
        while "/interaction/" not in answer.headers.get("location", ""):
            assert answer.is_redirect, answer.text
            if answer.headers["location"].startswith(self.place.url):
                return str(answer.headers["location"])
            answer = self.get(answer.headers["location"])
        asked = self.place.issuer + answer.headers["location"]
        answer = self.http.post(asked, data={"username": username})
        while not answer.headers.get("location", "").startswith(self.place.url):
            answer = self._on(answer)
        return str(answer.headers["location"])

    def _on(self, answer: httpx.Response) -> httpx.Response:
        """Where it leads; or the form by which the provider forgets whoever was there before."""
        if answer.is_redirect:
            return self.get(answer.headers["location"])
        form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', answer.text))
        return self.http.post(f"{self.place.issuer}/session/end/confirm", data=form)

    def sign_in(self, username: str) -> httpx.Response:
        return self.get(self.way_back(username))

    def sign_out_at_provider(self) -> None:
        page = self.get(f"{self.place.issuer}/session/end").text
        xsrf = re.search(r'name="xsrf" value="([^"]+)"', page)
        assert xsrf, page
        form = {"xsrf": xsrf[1], "logout": "yes"}
        self.http.post(f"{self.place.issuer}/session/end/confirm", data=form)


def _configuration(port: int, issuer: str, workers: int, more: str) -> str:
    roles = "\n".join(f'"{code}" = "{role}"' for code, role in ROLES.items())
    return f"""
[server]
port = {port}
https = false
workers = {workers}
{more}
[[provider]]
id = "cis2"
name = "Test provider"
for_whom = "Invented staff"
issuer = "{issuer}"
client_id = "carerecord"
client_secret_file = "secret"
[provider.roles]
{roles}
"""


@contextmanager
def place(folder: Path, *, workers: int = 4, more: str = "") -> Iterator[Place]:
    """`more`: further lines of its `[server]` block, and blocks after it."""
    port, provider_port = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    settings = config(provider_port, [client("carerecord", url, "cis2")], ACCOUNTS)
    with running_provider(settings) as provider:
        (folder / "secret").write_text(SECRET)
        (folder / "region.toml").write_text(_configuration(port, provider.issuer, workers, more))
        with _serving(folder, url):
            yield Place(url, provider.issuer, folder)


@contextmanager
def _serving(folder: Path, url: str) -> Iterator[None]:
    command = [COMMAND, "serve", "--config", str(folder / "region.toml")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        until = monotonic() + READY_WITHIN
        while not _answers(f"{url}/health/live"):
            assert process.poll() is None, (folder / "log").read_text()
            assert monotonic() < until, (folder / "log").read_text()
            sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _answers(address: str) -> bool:
    with suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address):
        return True
    return False


def bodies(entries: list[dict[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    return [one["body"] for one in entries if one["kind"] == kind]
