"""See each entry: every source item behind one row, as it was sent."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.viewing.reading import entry_named
from carerecord.web.asking import opened, record_page, send_record
from carerecord.web.pages.item.page import ItemPage
from carerecord.web.unasked import without_entry


async def show(request: Request) -> Response:
    record = await opened(request)
    if isinstance(record, Response):
        return record
    found = entry_named(record.view, request.path_params["entry_id"])
    if found is None:
        return await without_entry(record, "Entry as sent")
    section_record, entry = found
    section = section_record.section
    return await send_record(
        record,
        "item/page.html",
        record.frame(section.page, section.title),
        [section.name],
        reader=True,
        page=ItemPage(record.view, section_record, entry),
    )


ROUTES = [record_page("/p/{v}/item/{entry_id}", show)]
