"""The built style: one file named by its content, served for ever."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

STATIC = Path(__file__).parent / "static"


@cache
def _built() -> dict[str, tuple[bytes, bytes]]:
    """Name to bytes, plain and compressed; empty when the style has not been built."""
    try:
        names = json.loads((STATIC / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}
    files = {name: (STATIC / name).read_bytes() for name in names.values()}
    return {name: (body, gzip.compress(body, 9)) for name, body in files.items()}


def address() -> str:
    """Where the style is; empty when it has not been built (`carerecord/web/style/build.sh`)."""
    return next((f"/static/{name}" for name in _built()), "")


async def show(request: Request) -> Response:
    found = _built().get(request.path_params["name"])
    if found is None:
        return Response(status_code=404)
    plain, compressed = found
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Vary": "Accept-Encoding",
    }
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(compressed, media_type="text/css", headers=headers)
    return Response(plain, media_type="text/css", headers=headers)
