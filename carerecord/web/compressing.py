"""Pages leave compressed for whoever takes that, each part as it is drawn: on a poor line that is most of the wait.

A compressed size could tell of a secret that stands beside words of somebody else's choice. The one secret of ours on a
page is the token of its forms, and that is written differently at each address (`forms.token_of`).
"""

from __future__ import annotations

import zlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEVEL = 6
SMALLEST = 500  # bytes: less fits into one packet as it is
_GZIP = 31  # what zlib calls a window of 32 KB with the header of gzip


class Compressed:
    """Of what passes, pages alone; what is compressed already stays as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken = scope["type"] == "http" and takes_gzip(Headers(scope=scope))
        await self._app(scope, receive, _Compressing(send) if taken else send)


def takes_gzip(headers: Headers) -> bool:
    """As `Accept-Encoding` says (RFC 9110 12.5.3); a weight of nothing is a refusal."""
    for one in headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = one.replace(" ", "").partition(";q=")
        if coding == "gzip":
            return weight.strip("0.") != "" or not weight
    return False


class _Compressing:
    """One response: its head waits for the first of its body, which says how long it is."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._head: Message | None = None
        self._made = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
        self._compresses = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._head = message
            return
        if self._head is not None:
            head, self._head = self._head, None
            message = self._begun(head, message)
            await self._send(head)
        elif self._compresses:
            message = self._compressed(message)
        await self._send(message)

    def _begun(self, head: Message, message: Message) -> Message:
        headers = MutableHeaders(raw=head["headers"])
        page = headers.get("content-type", "").startswith("text/html")
        more, size = message.get("more_body", False), len(message.get("body", b""))
        self._compresses = page and "content-encoding" not in headers and (more or size >= SMALLEST)
        if not self._compresses:
            return message
        compressed = self._compressed(message)
        headers["Content-Encoding"] = "gzip"
        headers.add_vary_header("Accept-Encoding")
        if more:
            del headers["Content-Length"]
        else:
            headers["Content-Length"] = str(len(compressed["body"]))
        head["headers"] = headers.raw
        return compressed

    def _compressed(self, message: Message) -> Message:
        body = self._made.compress(message.get("body", b""))
        more = message.get("more_body", False)
        body += self._made.flush(zlib.Z_SYNC_FLUSH if more else zlib.Z_FINISH)
        return {**message, "body": body}
