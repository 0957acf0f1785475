"""The sign-in page, in any of its states."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from carerecord.signin.oidc import Stopped
from carerecord.web.asking import app_of, send_page
from carerecord.web.device import device_of
from carerecord.web.pages.sign_in.page import by_role, notice, stopped_words

_STATUS = {"down": 503, "not-finished": 400}


async def sign_in_page(
    request: Request,
    *,
    status: int = 200,
    ended: bool = False,
    unknown: bool = False,
    out: str = "",
    stopped: str = "",
) -> Response:
    app = app_of(request)
    settings = app.settings
    staff = by_role(await app.sessions.staff()) if settings.region.demo else {}
    left = next((one for one in settings.provider if one.id == out), None)
    return send_page(
        request,
        "sign_in/page.html",
        None,
        status=status,
        staff=staff,
        providers=settings.provider,
        silent=app.providers.silent() if settings.provider else (),
        passkeys=settings.accounts.enabled,
        ended=ended,
        unknown=unknown,
        stopped=stopped,
        notice=notice(settings),
        left=left.name if left else "",
        leave=await app.providers.sign_out_address(left.id) if left else "",
    )


async def stopped_page(request: Request, provider_id: str, why: Stopped) -> Response:
    """What happened, as far as it helps the person; the audit log has the reason."""
    app = app_of(request)
    reason = {"provider": provider_id, "why": why.reason, **device_of(request)}
    await app.records.signed("sign-in-refused", None, reason)
    words = stopped_words(why.stop, provider_id, app.settings)
    return await sign_in_page(request, status=_STATUS.get(why.stop, 403), stopped=words)
