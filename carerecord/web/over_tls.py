"""Reached over TLS once, a browser comes over TLS from then on (RFC 6797)."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ONE_YEAR = 365 * 24 * 3600
HEADER = f"max-age={ONE_YEAR}"
"""Of this host alone: what else stands under its name is not ours to decide."""


class OverTls:
    """Around every answer of the server, pages and programs alike, where `server.https` is true."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_header(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Strict-Transport-Security"] = HEADER
            await send(message)

        await self._app(scope, receive, with_header)
