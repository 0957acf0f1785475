"""The idle lock of a page, without script: a warning, then nothing to read, then the way to unlock (AUT-6).

The style sheet made here shows the warning and hides the page by the clock of the browser, also in a
document that may do nothing by itself; `refresh` then leaves the page, so that nothing of it stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from carerecord.config import Sessions

_NAME = re.compile(r"([0-9]{1,6})-([0-9]{1,6})\.css")


@dataclass(frozen=True, slots=True)
class Idle:
    style: str  # address of the style sheet
    seconds: int  # until the page hides itself
    warning: int  # seconds between the warning and that
    here: str  # this page, opened anew
    locked: str  # where it is unlocked
    leaves: bool = True  # by itself, once it is hidden

    @property
    def staying(self) -> Idle:
        """Of a page in a sandbox, which may not leave by itself: it hides, and its link leads on."""
        return replace(self, leaves=False)


def idle(sessions: Sessions, path: str) -> Idle:
    seconds = sessions.idle_minutes * 60
    warning = min(sessions.warn_seconds, seconds)
    return Idle(
        style=f"/locked/{seconds - warning}-{seconds}.css",
        seconds=seconds,
        warning=warning,
        here=path or "/",
        locked=f"/locked?{urlencode({'to': path})}" if path.startswith("/p/") else "/locked",
    )


def style(name: str) -> str | None:
    """The style sheet of this name: `{seconds until the warning}-{seconds until it hides}.css`.

    `!important` because the page's own style takes every animation away where people ask for less
    movement: nothing moves here, and it must not be taken away.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    warn, hide = found.groups()
    return (
        "html .idle-warning,html .idle-cover{visibility:hidden}"
        f"html .idle-warning{{animation:idle-show 1ms linear {warn}s forwards,"
        f"idle-hide 1ms linear {hide}s forwards!important}}"
        f"html .idle-cover{{animation:idle-show 1ms linear {hide}s forwards!important}}"
        f"html .idle-page>:not(.idle-warning,.idle-cover){{animation:idle-hide 1ms linear {hide}s forwards!important}}"
        "@keyframes idle-show{to{visibility:visible}}"
        "@keyframes idle-hide{to{display:none;visibility:hidden;opacity:0}}"
    )
