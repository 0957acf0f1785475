"""Medicines: what each source says, side by side; then supply and all history."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.asking import opened, record_page, send_record
from carerecord.web.frame import PAGES
from carerecord.web.listing import listing, on_page, page_number, pages_of
from carerecord.web.pages.medicines.page import MedicinesPage
from carerecord.web.shell import with_head


async def show(request: Request) -> Response:
    record = await opened(request, in_time=True)
    if isinstance(record, Response):
        return record
    states = on_page(record.view, "medicines")
    tab = request.query_params.get("show", "")
    tab = tab if tab in ("stopped", "all") else "current"
    pages = pages_of(record.view, states) if tab == "all" else 1
    page = page_number(request.query_params.get("page"), pages)
    return await send_record(
        record,
        "medicines/page.html",
        record.frame("medicines", PAGES["medicines"]),
        [state.section.name for state in states],
        page=MedicinesPage(record.view, tab),
        lists=[listing(record.view, state, page) for state in states] if tab == "all" else [],
        number=page,
        pages=pages,
    )


ROUTES = [record_page("/p/{v}/medicines", with_head(show))]
