"""How many reviews were looked at within their time limit, by month and level, as a page and as CSV (ALR-8)."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.insight.cases import Kept, times_as_csv
from carerecord.web.asking import app_of, send_page
from carerecord.web.messages import say
from carerecord.web.pages.review.officers import for_officers
from carerecord.web.respond import file_response

COLUMNS = (
    *("In time", "Late", "Overdue", "Not due yet", "Share in time", "Completed", "Middle days"),
    *("To the Guardian", "To the region’s lead"),
)


@for_officers
async def show(request: Request, viewer: Viewer) -> Response:
    kept = await app_of(request).cases.times(viewer)
    return send_page(
        request,
        "review/times.html",
        viewer,
        reviews=[_line(one) for one in kept if one.level != "question"],
        answers=[_line(one) for one in kept if one.level == "question"],
        columns=COLUMNS,
    )


@for_officers
async def take(request: Request, viewer: Viewer) -> Response:
    kept = await app_of(request).cases.times(viewer)
    return file_response(times_as_csv(kept).encode(), "text/csv; charset=utf-8", "review-times.csv")


def _line(one: Kept) -> tuple[str, str, list[tuple[str, str]]]:
    share = "–" if one.share is None else f"{one.share:.0%}"
    days = "–" if one.days is None else f"{one.days:.1f}"
    said = [str(n) for n in (one.in_time, one.late, one.overdue, one.waiting)]
    said += [share, str(one.completed), days, str(one.guardian), str(one.lead)]
    month = f"{date.fromisoformat(one.month + '-01'):%B %Y}"
    level = say("review.people") if one.level == "question" else say(f"review.{one.level}")
    return month, level, list(zip(COLUMNS, said, strict=True))


ROUTES = [Route("/review/times", show), Route("/review/times.csv", take)]
