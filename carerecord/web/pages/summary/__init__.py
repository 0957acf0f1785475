"""Summary: what has changed, urgent care plan, problems, medicines, key results, people to call."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.asking import opened, record_page, send_record
from carerecord.web.pages.summary.page import SummaryPage


async def show(request: Request) -> Response:
    record = await opened(request)
    if isinstance(record, Response):
        return record
    page = SummaryPage(record.view, request.query_params.get("since", ""))
    return await send_record(
        record, "summary/page.html", record.frame("", "Summary"), page.sections, page=page
    )


ROUTES = [record_page("/p/{v}", show)]
