"""Who is asking: the bearer token of a member of staff; and where a handler finds what it works with."""

from __future__ import annotations

from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from carerecord.api.outcome import error
from carerecord.contract import Viewer
from carerecord.signin import Sessions
from carerecord.viewing import Records
from carerecord.viewing.auditing import AuditEvents


class Api(Protocol):
    """What the API needs of the running server."""

    @property
    def sessions(self) -> Sessions: ...

    @property
    def records(self) -> Records: ...

    @property
    def events(self) -> AuditEvents: ...

    async def ready(self) -> list[str]:
        """What is not ready, in words; empty when all is."""
        ...


def app_of(request: Request) -> Api:
    app: Api = request.app.state.carerecord
    return app


def base_of(request: Request) -> str:
    """The address of the API as the caller reached it."""
    return str(request.url_for("fhir:metadata")).removesuffix("/metadata")


async def signed_in(request: Request) -> Viewer | Response:
    """The viewer, or the 401 to send."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        viewer = await app_of(request).sessions.viewer_of_token(token.strip())
        if viewer is not None:
            return viewer
    words = "Sign in first: send a current bearer token in the Authorization header."
    return error(401, "login", words, headers={"WWW-Authenticate": 'Bearer realm="carerecord"'})
