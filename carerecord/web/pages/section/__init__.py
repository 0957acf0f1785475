"""A page of sections: those without a screen of their own share this one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.web.asking import opened, send_record
from carerecord.web.frame import PAGES
from carerecord.web.listing import listing, on_page, page_number, pages_of
from carerecord.web.pages.section.page import advice

SLUGS = ("problems", "immunisations", "contacts", "care-plans", "social", "people", "other")


async def show(request: Request) -> Response:
    slug = request.url.path.rsplit("/", 1)[1]
    record = await opened(request)
    if isinstance(record, Response):
        return record
    states = on_page(record.view, slug)
    pages = pages_of(record.view, states)
    page = page_number(request.query_params.get("page"), pages)
    lists = [listing(record.view, state, page) for state in states]
    return await send_record(
        record,
        "section/page.html",
        record.frame(slug, PAGES[slug]),
        [state.section.name for state in states],
        lists=lists,
        page=page,
        pages=pages,
        advice=advice(slug),
    )


ROUTES = [Route(f"/p/{{v}}/{slug}", show, name=slug) for slug in SLUGS]
