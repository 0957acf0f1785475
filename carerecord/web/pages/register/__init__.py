"""The public register: which organisation shares which classes of information (PAT-8). For anybody."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.web.asking import app_of, send_page


async def show(request: Request) -> Response:
    shared = await app_of(request).report_desk.register.all()
    return send_page(request, "register/page.html", None, shared=shared)


ROUTES = [Route("/register", show)]
