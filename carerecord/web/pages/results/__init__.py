"""Results: the latest of each test with its trend, reports, observations; and one test over time."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.sections.values import NO_RANGE
from carerecord.web.asking import opened, record_page, send_record
from carerecord.web.frame import PAGES
from carerecord.web.pages.results.latest import TESTS
from carerecord.web.pages.results.page import SLUG, ResultsPage
from carerecord.web.pages.results.trend import TestPage
from carerecord.web.series import series_of
from carerecord.web.shell import with_head
from carerecord.web.unasked import without_entry


async def show(request: Request) -> Response:
    record = await opened(request, in_time=True)
    if isinstance(record, Response):
        return record
    asked = request.query_params
    page = ResultsPage(record.view, asked.get("show", ""), asked.get("page"))
    return await send_record(
        record,
        "results/page.html",
        record.frame(SLUG, PAGES[SLUG]),
        page.sections,
        results=page,
        no_range=NO_RANGE,
    )


async def show_test(request: Request) -> Response:
    record = await opened(request)
    if isinstance(record, Response):
        return record
    for name in TESTS:
        for series in series_of(record.view.records.get(name)):
            if series.id == request.path_params["test"]:
                return await send_record(
                    record,
                    "results/test.html",
                    record.frame(SLUG, PAGES[SLUG]),
                    [name],
                    test=TestPage(series, record.view, name, request.query_params),
                )
    return await without_entry(record, PAGES[SLUG])


ROUTES = [
    record_page("/p/{v}/results", with_head(show)),
    record_page("/p/{v}/results/{test}", show_test),
]
