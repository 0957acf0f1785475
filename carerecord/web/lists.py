"""A page that is made of its sections' lists: cut into pages, rendered, written down, sent."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.asking import Opened, send_record
from carerecord.web.frame import PAGES
from carerecord.web.listing import listing, on_page, page_number, pages_of


async def send_lists(
    request: Request, record: Opened, slug: str, template: str, **words: Any
) -> Response:
    """Every section that stands on the page `slug`, in reading order."""
    states = on_page(record.view, slug)
    pages = pages_of(record.view, states)
    page = page_number(request.query_params.get("page"), pages)
    return await send_record(
        record,
        template,
        record.frame(slug, PAGES[slug]),
        [state.section.name for state in states],
        lists=[listing(record.view, state, page) for state in states],
        page=page,
        pages=pages,
        **words,
    )
