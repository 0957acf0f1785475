"""Timeline: lanes for each kind of service, then months, newest first."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.asking import opened, record_page, send_record
from carerecord.web.pages.timeline.page import SECTIONS_SHOWN, TimelinePage
from carerecord.web.shell import with_head


async def show(request: Request) -> Response:
    record = await opened(request, in_time=True)
    if isinstance(record, Response):
        return record
    asked = request.query_params
    page = TimelinePage(
        record.view, asked.get("over", ""), asked.get("page"), asked.getlist("hide")
    )
    return await send_record(
        record,
        "timeline/page.html",
        record.frame("timeline", "Timeline"),
        SECTIONS_SHOWN,
        page=page,
    )


ROUTES = [record_page("/p/{v}/timeline", with_head(show))]
