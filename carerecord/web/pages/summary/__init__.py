"""Summary: what has changed, urgent care plan, problems, medicines, key results, people to call."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.asking import opened, record_page, send_record
from carerecord.web.pages.summary.page import SummaryPage
from carerecord.web.shell import with_head


async def show(request: Request) -> Response:
    record = await opened(request, in_time=True)
    if isinstance(record, Response):
        return record
    order = record.app.settings.summary.order
    look = await record.app.records.last_look(record.view)
    page = SummaryPage(record.view, request.query_params.get("since", ""), look, order)
    return await send_record(
        record, "summary/page.html", record.frame("", "Summary"), page.sections, page=page
    )


ROUTES = [record_page("/p/{v}", with_head(show))]
