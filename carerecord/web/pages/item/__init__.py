"""See each entry: every source item behind one row, as it was sent."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.viewing.contract import IdentityUnknown
from carerecord.web.asking import opened, send_record
from carerecord.web.pages.item.page import ItemPage, entry_named


async def show(request: Request) -> Response:
    record = await opened(request)
    if isinstance(record, Response):
        return record
    found = entry_named(record.view, request.path_params["entry_id"])
    if found is None:
        raise IdentityUnknown
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


ROUTES = [Route("/p/{v}/item/{entry_id}", show)]
