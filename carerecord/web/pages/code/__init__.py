"""“Show access code”: what opens somebody’s door, for this page only (ux S14)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.viewing.reading import entry_named
from carerecord.web.asking import opened, send_record
from carerecord.web.listing import names
from carerecord.web.messages import say
from carerecord.web.rows import row_of, what
from carerecord.web.unasked import without_entry


async def show(request: Request) -> Response:
    record = await opened(request)
    if isinstance(record, Response):
        return record
    view, entry_id = record.view, request.path_params["entry_id"]
    found = entry_named(view, entry_id)
    if found is None:
        return await without_entry(record, say("code.title"))
    section, entry = found
    codes = await record.app.records.codes.show(view, section, entry)
    known, row = names(view), row_of(section, entry)
    return await send_record(
        record,
        "code/page.html",
        record.frame(section.section.page, say("code.title")),
        [section.section.name],
        entry_id=entry_id,
        what=what(row.what) if row else "",
        codes=[(known.get(source, source), words) for source, words in codes],
    )


ROUTES = [Route("/p/{v}/item/{entry_id}/code", show, methods=["POST"])]
