"""Is it alive, is it ready, and how is it doing: for machines that watch. Nothing about any person."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from carerecord.api.bearer import app_of


async def live(_: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "live"})


async def ready(request: Request) -> Response:
    """A view could be opened and written down; 503 says what is in the way."""
    problems = await app_of(request).ready()
    status = {"status": "not ready", "problems": problems} if problems else {"status": "ready"}
    return JSONResponse(status, 503 if problems else 200)


async def metrics(_: Request) -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
