"""Find in this record. The words travel in the body of a form, never in an address, and are not kept (I7)."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.asking import Opened, opened, record_page, send_record, typed
from carerecord.web.pages.within.page import Answered, answered
from carerecord.web.within import Typed, find
from carerecord.web.within.pdfs import words_of_pdfs

TITLE = "Find in this record"


async def show(request: Request) -> Response:
    record = await opened(request)
    if isinstance(record, Response):
        return record
    words = (await typed(request)).get("words") if request.method == "POST" else None
    return await _page(record, Typed("")) if words is None else await _search(record, words)


async def _search(record: Opened, words: str) -> Response:
    asked = Typed.read(words)
    if asked.problem:
        return await _page(record, asked)
    # In a thread of its own: a record of long documents keeps nobody else waiting.
    pdfs = await words_of_pdfs(record.app.drawing, record.view)
    found = await asyncio.to_thread(find, record.view, asked, pdfs)
    looked_in = replace(record, view=replace(record.view, searched=len(asked.units)))
    return await _page(looked_in, asked, answered(record.view, asked, found))


async def _page(record: Opened, asked: Typed, said: Answered | None = None) -> Response:
    sections = [one.section.name for one in said.finding.sections] if said else []
    return await send_record(
        record,
        "within/page.html",
        record.frame("find", TITLE),
        sections,
        typed=asked,
        answered=said,
    )


ROUTES = [record_page("/p/{v}/find", show)]
