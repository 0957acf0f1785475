"""Problems, procedures and family history (ux S9): all of them, one kind alone, or what one source lists."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.asking import opened, record_page, send_record
from carerecord.web.frame import PAGES
from carerecord.web.pages.problems.page import SLUG, ProblemsPage
from carerecord.web.shell import with_head


async def show(request: Request) -> Response:
    record = await opened(request, in_time=True)
    if isinstance(record, Response):
        return record
    asked = request.query_params
    page = ProblemsPage(
        record.view, asked.get("show", ""), asked.get("source", ""), asked.get("page")
    )
    return await send_record(
        record,
        "problems/page.html",
        record.frame(SLUG, PAGES[SLUG]),
        page.sections,
        problems=page,
    )


ROUTES = [record_page(f"/p/{{v}}/{SLUG}", with_head(show), name=SLUG)]
