"""How much the record is used: counts and times of a month, with small numbers hidden (ux S21)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.insight.use import Use, UseUnusable, as_csv
from carerecord.viewing.contract import NotForThisRole
from carerecord.web.asking import app_of, send_page, signed_in
from carerecord.web.pages.review.page import not_for_this_role
from carerecord.web.pages.use.page import page_of
from carerecord.web.respond import page_response


async def show(request: Request) -> Response:
    found = await _figures(request)
    if isinstance(found, Response):
        return found
    viewer, use, problem = found
    page = page_of(use) if use else None
    status = 404 if problem else 200
    return send_page(request, "use/page.html", viewer, status=status, page=page, problem=problem)


async def take(request: Request) -> Response:
    """One table as CSV, with the same words for what is hidden."""
    found = await _figures(request)
    if isinstance(found, Response):
        return found
    viewer, use, problem = found
    name = request.path_params["table"]
    table = next((one for one in use.tables if one.name == name), None) if use else None
    if use is None or table is None:
        return send_page(request, "use/page.html", viewer, status=404, page=None, problem=problem)
    response = page_response(as_csv(table))
    response.headers["content-type"] = "text/csv; charset=utf-8"
    response.headers["content-disposition"] = f'attachment; filename="use-{use.month}-{name}.csv"'
    return response


async def _figures(request: Request) -> tuple[Viewer, Use | None, str] | Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    try:
        month = request.query_params.get("month", "")
        return viewer, await app_of(request).use_desk.figures(viewer, month), ""
    except NotForThisRole:
        return not_for_this_role(request, viewer)
    except UseUnusable as error:
        return viewer, None, str(error)


ROUTES = [Route("/use", show), Route("/use/{table}", take)]
