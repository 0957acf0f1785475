"""The built style, and our few scripts: each file named by its content, served for ever."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.compressing import takes_gzip
from carerecord.web.respond import nothing

STATIC = Path(__file__).parent / "static"
SCRIPTS = Path(__file__).parent / "script"


@dataclass(frozen=True, slots=True)
class File:
    plain: bytes
    compressed: bytes
    media_type: str


@cache
def _built() -> dict[str, File]:
    """Name to file; no style when it has not been built."""
    try:
        names = json.loads((STATIC / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        names = {}
    styles = {name: _file((STATIC / name).read_bytes(), "text/css") for name in names.values()}
    scripts = {_name(path): _file(path.read_bytes(), "text/javascript") for path in _scripts()}
    return styles | scripts


def address() -> str:
    """Where the style is; empty when it has not been built (`carerecord/web/style/build.sh`)."""
    return next((f"/static/{name}" for name in _built() if name.endswith(".css")), "")


@cache
def script(name: str) -> str:
    """Where the script `web/script/{name}.js` is. A page that has one is sent by `with_script`."""
    return next(f"/static/{_name(path)}" for path in _scripts() if path.stem == name)


async def show(request: Request) -> Response:
    found = _built().get(request.path_params["name"])
    if found is None:
        return nothing(404)
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Vary": "Accept-Encoding",
    }
    if takes_gzip(request.headers):
        headers["Content-Encoding"] = "gzip"
        return Response(found.compressed, media_type=found.media_type, headers=headers)
    return Response(found.plain, media_type=found.media_type, headers=headers)


def _scripts() -> list[Path]:
    return sorted(SCRIPTS.glob("*.js"))


def _name(path: Path) -> str:
    return f"{path.stem}-{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}.js"


def _file(plain: bytes, media_type: str) -> File:
    return File(plain, gzip.compress(plain, 9), media_type)
