"""A page of sections: those without a screen of their own share this one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.asking import opened, record_page
from carerecord.web.frame.differing import PAGE, differing
from carerecord.web.lists import send_lists
from carerecord.web.pages.section.page import advice
from carerecord.web.shell import with_head

SLUGS = ("immunisations", "social", "people", "other")


async def show(request: Request) -> Response:
    slug = request.url.path.rsplit("/", 1)[1]
    record = await opened(request, in_time=True)
    if isinstance(record, Response):
        return record
    differs = differing(record.view) if slug == PAGE else None
    return await send_lists(
        request, record, slug, "section/page.html", advice=advice(slug), differs=differs
    )


ROUTES = [record_page(f"/p/{{v}}/{slug}", with_head(show), name=slug) for slug in SLUGS]
