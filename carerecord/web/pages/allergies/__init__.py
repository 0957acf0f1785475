"""Allergies: the state first, then the list by severity, then what each source says."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.web.asking import opened, send_record
from carerecord.web.frame import PAGES
from carerecord.web.listing import listing, on_page, page_number, pages_of
from carerecord.web.pages.allergies.page import each_source


async def show(request: Request) -> Response:
    record = await opened(request)
    if isinstance(record, Response):
        return record
    states = on_page(record.view, "allergies")
    pages = pages_of(record.view, states)
    page = page_number(request.query_params.get("page"), pages)
    return await send_record(
        record,
        "allergies/page.html",
        record.frame("allergies", PAGES["allergies"]),
        [state.section.name for state in states],
        lists=[listing(record.view, state, page) for state in states],
        said=each_source(record.view),
        page=page,
        pages=pages,
    )


ROUTES = [Route("/p/{v}/allergies", show)]
