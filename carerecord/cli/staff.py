"""The member of staff a command acts for."""

from __future__ import annotations

from carerecord.app import App
from carerecord.config import SettingsError
from carerecord.contract import Viewer


async def member(app: App, username: str) -> Viewer:
    if known := await app.sessions.known(username):
        return known
    some = ", ".join(sorted(viewer.id for viewer in await app.sessions.staff())[:3])
    raise SettingsError(
        f"nobody here signs in as “{username}”."
        + (f" There are {some} and others." if some else "")
    )
