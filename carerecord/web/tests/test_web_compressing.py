"""Pages leave compressed, whole or part by part, and say the same as what was written down."""

from __future__ import annotations

import asyncio
import gzip
import zlib

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from carerecord.web.compressing import Compressed, takes_gzip
from carerecord.web.tests.client import Browser
from carerecord.web.tests.harness import WebRegion
from carerecord.web.tests.test_web_printing import gibsons

PART = "<p>Amoxicillin 500 mg capsules</p>" * 40


async def whole(_request):
    return HTMLResponse(PART)


async def small(_request):
    return HTMLResponse("<p>Nothing</p>")


async def data(_request):
    return JSONResponse({"text": PART})


async def already(_request):
    return Response(b"\x1f\x8b", media_type="text/html", headers={"Content-Encoding": "gzip"})


async def parts(_request):
    async def drawn():
        for n in range(3):
            yield f"{n}{PART}"

    return StreamingResponse(drawn(), media_type="text/html")


async def empty(_request):
    return Response(b"", status_code=303, headers={"Location": "/"})


PAGES = {one.__name__: one for one in (whole, small, data, already, parts, empty)}


async def sent(path: str, accepted: str) -> list[dict]:
    """Every message of one response, as a server gets it."""
    app = Compressed(Starlette(routes=[Route(f"/{name}", page) for name, page in PAGES.items()]))
    messages: list[dict] = []

    async def receive():
        await asyncio.Event().wait()

    async def send(message):
        messages.append(dict(message))

    headers = [(b"accept-encoding", accepted.encode())]
    scope = {"type": "http", "method": "GET", "path": f"/{path}", "headers": headers}
    await app(scope | {"query_string": b"", "root_path": ""}, receive, send)
    return messages


async def test_a_page_is_sent_compressed_with_its_length():
    head, body = await sent("whole", "gzip, br")
    headers = Headers(raw=head["headers"])
    assert gzip.decompress(body["body"]).decode() == PART
    assert int(headers["content-length"]) == len(body["body"]) < len(PART) / 10
    assert (headers["content-encoding"], headers["vary"]) == ("gzip", "Accept-Encoding")


async def test_each_part_can_be_read_when_it_has_come():
    head, *bodies = await sent("parts", "gzip")
    assert "content-length" not in Headers(raw=head["headers"])
    reading, read = zlib.decompressobj(31), []
    for one in bodies:
        read.append(reading.decompress(one["body"]).decode())
    assert [one for one in read if one] == [f"{n}{PART}" for n in range(3)]
    assert reading.eof


@pytest.mark.parametrize("path", ["small", "data", "already", "empty"])
async def test_what_is_no_page_or_too_small_or_compressed_stays_as_it_is(path):
    compressed, plain = await sent(path, "gzip"), await sent(path, "")
    assert compressed == plain


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.8", True),
        ("deflate, gzip ; q=0.1", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip;q=0.000", False),
        ("xgzip", False),
    ],
)
async def test_only_whoever_takes_gzip_gets_it(accepted, taken):
    assert takes_gzip(Headers({"accept-encoding": accepted})) == taken
    head, body = await sent("whole", accepted)
    assert ("content-encoding" in Headers(raw=head["headers"])) == taken
    assert taken or body["body"].decode() == PART


def test_what_a_reader_gets_is_what_was_written_down():
    region = WebRegion().holds(gibsons())
    browser: Browser = region.browser()
    for path in ("", "/problems", "/ambulance"):
        page = browser.get(f"/p/h-yregram-p{path}", accept_encoding="gzip")
        _, body = region.door.released[-1]
        assert gzip.decompress(page.body) == body, path
