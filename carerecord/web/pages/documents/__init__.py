"""Documents: the list, and a reader that never runs what a document contains."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.viewing.reading import entry_named
from carerecord.web.asking import opened, record_page, send_record
from carerecord.web.frame import PAGES
from carerecord.web.listing import on_page
from carerecord.web.lists import send_lists
from carerecord.web.pages.documents.page import Reader, beside
from carerecord.web.respond import go_to
from carerecord.web.unasked import without_entry


async def show(request: Request) -> Response:
    record = await opened(request)
    if isinstance(record, Response):
        return record
    return await send_lists(request, record, "documents", "documents/page.html")


async def read(request: Request) -> Response:
    record = await opened(request, reading=request.path_params["entry_id"])
    if isinstance(record, Response):
        return record
    if not record.view.terms.documents:
        return go_to(f"/p/{record.v}/why")
    found = entry_named(record.view, request.path_params["entry_id"])
    if found is None:
        return await without_entry(record, PAGES["documents"])
    section = found[0].section
    others = beside(record.view, found[1].id) if section.page == "documents" else []
    states = on_page(record.view, "documents") if others else []
    return await send_record(
        record,
        "documents/reader.html",
        record.frame("documents", PAGES["documents"]),
        [section.name, *(state.section.name for state in states)],
        reader=True,
        document=Reader(record.view, *found),
        others=others,
    )


ROUTES = [record_page("/p/{v}/documents", show), record_page("/p/{v}/documents/{entry_id}", read)]
