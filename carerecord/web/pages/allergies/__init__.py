"""Allergies: the state first, then the list by severity, then what each source says."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.asking import opened, record_page
from carerecord.web.lists import send_lists
from carerecord.web.pages.allergies.page import each_source
from carerecord.web.shell import with_head


async def show(request: Request) -> Response:
    record = await opened(request, in_time=True)
    if isinstance(record, Response):
        return record
    said = each_source(record.view)
    return await send_lists(request, record, "allergies", "allergies/page.html", said=said)


ROUTES = [record_page("/p/{v}/allergies", with_head(show))]
