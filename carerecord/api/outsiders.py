"""For those outside who check the audit log: its names and keys, checkpoints, hashes. No entry and no person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from carerecord.api.outcome import HEADERS

_log = structlog.get_logger("carerecord.api")
_SOON = HEADERS | {"Cache-Control": "max-age=1"}  # a checkpoint is another a second later
_FOR_EVER = HEADERS | {"Cache-Control": "public, max-age=31536000, immutable"}

Handler = Callable[[Request], Awaitable[Response]]


class Published(Protocol):
    """What the log shows to anybody."""

    async def logs(self) -> dict[str, Any]: ...

    async def checkpoint(self, log: str) -> str | None: ...

    async def cosigned(self, log: str) -> str | None: ...

    async def tile(self, log: str, level: int, path: str) -> bytes | None: ...


class _App(Protocol):
    @property
    def published(self) -> Published: ...

    def wait(self, address: str) -> int:
        """Seconds until this address may ask; 0: now."""
        ...


def limited(endpoint: Handler) -> Handler:
    """No oftener than pages before sign-in; nothing an error says leaves."""

    async def answer(request: Request) -> Response:
        address = request.client.host if request.client else ""
        if seconds := _app(request).wait(address):
            words = f"Too often: wait {seconds} seconds.\n"
            return PlainTextResponse(words, 429, HEADERS | {"Retry-After": str(seconds)})
        try:
            return await endpoint(request)
        except Exception as error:
            _log.error("api.fault", kind=type(error).__name__, where="outsiders")
            return PlainTextResponse("The log cannot be read now.\n", 503, HEADERS)

    return answer


async def logs(request: Request) -> Response:
    return JSONResponse(await _app(request).published.logs(), headers=_SOON)


async def checkpoint(request: Request) -> Response:
    return _text(await _app(request).published.checkpoint(request.path_params["log"]))


async def cosigned(request: Request) -> Response:
    return _text(await _app(request).published.cosigned(request.path_params["log"]))


async def tile(request: Request) -> Response:
    log, level, path = (request.path_params[name] for name in ("log", "level", "path"))
    content = await _app(request).published.tile(log, level, path)
    if content is None:
        return _text(None)
    return Response(content, media_type="application/octet-stream", headers=_FOR_EVER)


def _text(content: str | None) -> Response:
    if content is None:
        return PlainTextResponse("There is no such thing.\n", 404, HEADERS)
    return PlainTextResponse(content, headers=_SOON)


def _app(request: Request) -> _App:
    app: _App = request.app.state.carerecord
    return app
