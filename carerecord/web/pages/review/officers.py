"""Pages of privacy officers: who is signed in, whose role it is, and what is not theirs to see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from carerecord.contract import Viewer
from carerecord.insight.cases import CaseUnknown, NotForOfficers
from carerecord.insight.report import Unknown
from carerecord.viewing.contract import IdentityUnknown, NotForThisRole
from carerecord.web.asking import Page, in_session
from carerecord.web.pages.review.page import not_for_this_role


def for_officers(page: Page) -> Callable[[Request], Awaitable[Response]]:
    """The page for whoever is signed in; another role is told that it is not theirs, and nobody what is not there."""

    @in_session
    @wraps(page)
    async def answer(request: Request, viewer: Viewer) -> Response:
        try:
            return await page(request, viewer)
        except (NotForOfficers, NotForThisRole):
            return not_for_this_role(request, viewer)
        except (CaseUnknown, Unknown):
            raise IdentityUnknown from None

    return answer
