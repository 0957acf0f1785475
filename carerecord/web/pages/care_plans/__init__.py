"""Care plans: those in force with what changed in them, every entry; and the versions of one plan (ux S14)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.viewing.reading import entry_named
from carerecord.web.asking import opened, record_page, send_record
from carerecord.web.frame import PAGES
from carerecord.web.lists import send_lists
from carerecord.web.pages.care_plans.page import CarePlansPage, VersionsPage
from carerecord.web.shell import with_head
from carerecord.web.unasked import without_entry

SLUG = "care-plans"


async def show(request: Request) -> Response:
    record = await opened(request, in_time=True)
    if isinstance(record, Response):
        return record
    page = CarePlansPage(record.view)
    return await send_lists(request, record, SLUG, "care_plans/page.html", plans=page.plans)


async def versions(request: Request) -> Response:
    record = await opened(request)
    if isinstance(record, Response):
        return record
    found = entry_named(record.view, request.path_params["entry_id"])
    if found is None:
        return await without_entry(record, PAGES[SLUG])
    section, entry = found
    asked = request.query_params
    return await send_record(
        record,
        "care_plans/versions.html",
        record.frame(section.section.page, section.section.title),
        [section.section.name],
        page=VersionsPage(record.view, section, entry, asked.get("from", ""), asked.get("to", "")),
    )


ROUTES = [
    record_page("/p/{v}/care-plans", with_head(show), name=SLUG),
    record_page("/p/{v}/care-plans/{entry_id}", versions),
]
