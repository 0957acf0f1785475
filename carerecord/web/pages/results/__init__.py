"""Results: the latest of each test with its trend, reports, observations; and one test over time."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.sections.values import NO_RANGE
from carerecord.web.asking import opened, record_page, send_record
from carerecord.web.frame import PAGES
from carerecord.web.listing import listing, on_page, page_number, pages_of
from carerecord.web.pages.results.page import OUTSIDE, TESTS, TestPage, table, tabs
from carerecord.web.series import series_of
from carerecord.web.shell import with_head
from carerecord.web.unasked import without_entry


async def show(request: Request) -> Response:
    record = await opened(request, in_time=True)
    if isinstance(record, Response):
        return record
    states = on_page(record.view, "results")
    tab = request.query_params.get("show", "")
    tab = tab if tab in ("reports", "all", OUTSIDE) else ""
    latest = tab in ("", OUTSIDE)
    shown = [s for s in states if (s.section.name in TESTS) is (tab != "reports")]
    pages = 1 if latest else pages_of(record.view, shown)
    page = page_number(request.query_params.get("page"), pages)
    return await send_record(
        record,
        "results/page.html",
        record.frame("results", PAGES["results"]),
        [state.section.name for state in shown],
        tables=[table(record.view, s, outside=tab == OUTSIDE) for s in shown] if latest else [],
        lists=[] if latest else [listing(record.view, state, page) for state in shown],
        tabs=tabs(states),
        tab=tab,
        no_range=NO_RANGE,
        page=page,
        pages=pages,
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
                    record.frame("results", PAGES["results"]),
                    [name],
                    test=TestPage(series, record.view, name, request.query_params),
                )
    return await without_entry(record, PAGES["results"])


ROUTES = [
    record_page("/p/{v}/results", with_head(show)),
    record_page("/p/{v}/results/{test}", show_test),
]
