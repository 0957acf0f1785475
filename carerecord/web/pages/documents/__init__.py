"""Documents: the list, and a reader that never runs what a document contains."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.viewing.contract import Wanted
from carerecord.viewing.reading import entry_named
from carerecord.web.asking import Opened, opened, record_page, send_record
from carerecord.web.frame import PAGES
from carerecord.web.listing import on_page
from carerecord.web.lists import send_lists
from carerecord.web.pages.documents.page import Reader, beside
from carerecord.web.pages.documents.sheets import Drawn, drawn, first_page
from carerecord.web.respond import go_to
from carerecord.web.rows import row_of
from carerecord.web.shell import with_head
from carerecord.web.unasked import without_entry


async def show(request: Request) -> Response:
    record = await opened(request, in_time=True)
    if isinstance(record, Response):
        return record
    return await send_lists(request, record, "documents", "documents/page.html")


async def read(request: Request) -> Response:
    record = await opened(request, reading=Wanted(request.path_params["entry_id"]))
    if isinstance(record, Response):
        return record
    if not record.view.terms.documents:
        return go_to(f"/p/{record.v}/why")
    found = entry_named(record.view, request.path_params["entry_id"])
    if found is None:
        return await without_entry(record, PAGES["documents"])
    section = found[0].section
    others = beside(record.view, found[1].id) if section.page == "documents" else []
    sheets = await _drawn(request, record, *found)
    states = on_page(record.view, "documents") if others else []
    return await send_record(
        record,
        "documents/reader.html",
        record.frame("documents", PAGES["documents"]),
        [section.name, *(state.section.name for state in states)],
        reader=True,
        document=Reader(record.view, *found, sheets),
        others=others,
    )


async def _drawn(request: Request, record: Opened, section: SectionRecord, entry: Entry) -> Drawn:
    """Nothing where a rule has to read what no rule can read in a picture (SFL-2, SEN-5)."""
    row = row_of(section, entry)
    if row is None or not record.view.pictures:
        return {}
    first = first_page(request.query_params.get("page", ""))
    return await drawn(record.app.drawing, section, entry, row.attachments, first)


ROUTES = [
    record_page("/p/{v}/documents", with_head(show)),
    record_page("/p/{v}/documents/{entry_id}", read),
]
