"""What has changed: every change since a day, since the viewer last looked, or since the last hospital stay."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.asking import opened, record_page, send_record
from carerecord.web.pages.changes.page import ChangesPage
from carerecord.web.shell import with_head


async def show(request: Request) -> Response:
    record = await opened(request, in_time=True)
    if isinstance(record, Response):
        return record
    look = await record.app.records.last_look(record.view)
    page = ChangesPage(
        record.view,
        look,
        request.query_params.get("since", ""),
        request.query_params.get("page"),
    )
    return await send_record(
        record,
        "changes/page.html",
        record.frame("changes", "What has changed"),
        page.sections,
        page=page,
    )


ROUTES = [record_page("/p/{v}/changes", with_head(show))]
