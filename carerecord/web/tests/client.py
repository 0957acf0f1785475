"""A browser that speaks ASGI to the pages: keeps its cookie, follows nothing by itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette

from carerecord.web.tests.our_forms import with_token


@dataclass(frozen=True)
class Page:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def words(self) -> str:
        return words_in(self.text)


def words_in(markup: str) -> str:
    """What is read: without markup, spaces as one; what only keeps a date whole parts no words."""
    text = re.sub(r'<span class="unbroken">([^<]*)</span>', r"\1", markup)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


class Browser:
    """One person's browser: keeps its cookie, follows nothing by itself."""

    def __init__(self, app: Starlette) -> None:
        self._app = app
        self.cookie = ""

    def get(self, path: str, **headers: str) -> Page:
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, form: Mapping[str, str] | None = None, **headers: str) -> Page:
        sent = {"content_type": "application/x-www-form-urlencoded", **headers}
        said = with_token(dict(form or {}), self.cookie)
        return self._ask("POST", path, urlencode(said).encode(), sent)

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Page:
        address, _, query = path.partition("?")
        named = {"host": "test", **{k.replace("_", "-"): v for k, v in headers.items()}}
        if self.cookie:
            named["cookie"] = self.cookie
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "path": address,
            "raw_path": address.encode(),
            "root_path": "",
            "scheme": "http",
            "query_string": query.encode(),
            "headers": [(k.encode(), v.encode()) for k, v in named.items()],
            "server": ("test", 80),
            "client": ("127.0.0.1", 1),
        }
        got = asyncio.run(self._exchange(scope, body))
        if "set-cookie" in got.headers:
            self.cookie = got.headers["set-cookie"].split(";")[0]
        return got

    async def _exchange(self, scope: dict[str, Any], body: bytes) -> Page:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(dict(message))

        await self._app(scope, receive, send)
        start = sent[0]
        headers = {k.decode(): v.decode() for k, v in start["headers"]}
        return Page(start["status"], headers, b"".join(m.get("body", b"") for m in sent[1:]))
