"""The head of a page that still waits for its sources goes out first: who the record is about, why it is open, who is asked.

It is released as every part is: nothing leaves before it is decided and written down (I1). The page is then drawn as
always, and sent from where its head ends.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from carerecord.contract import Answer
from carerecord.viewing.contract import Released, View
from carerecord.viewing.late import Patience
from carerecord.web import formats
from carerecord.web.contract import Records
from carerecord.web.frame import head
from carerecord.web.messages import say
from carerecord.web.render import part, until
from carerecord.web.respond import HTML, continued_response

CUT = Markup("<!-- what sources say -->")
"""Where the head of a page ends."""
CAME = '<span class="came" hidden></span>'
"""Begins what follows a head that was sent, and hides what was said while waiting."""

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(slots=True)
class Shell:
    """Of one request. `sent`: the head, once it is on its way; the page goes on after it."""

    due: float  # of the monotonic clock
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    sent: str = ""
    over: bool = False  # the page is drawn: its head is part of it
    view: View | None = None
    names: Mapping[str, str] = field(default_factory=dict)  # of every source, by id
    coming: Mapping[str, asyncio.Task[Answer]] = field(default_factory=dict)

    def watch(
        self, view: View, names: Mapping[str, str], coming: Mapping[str, asyncio.Task[Answer]]
    ) -> None:
        self.view, self.names, self.coming = view, names, coming
        self.begun.set()

    def after(self, page: str) -> str:
        """The whole page, of which the head may be on its way already; from now on it is too late for one."""
        self.over = True
        before, _, rest = page.partition(CUT)
        return f"{self.sent}{CAME}{rest}" if self.sent else before + rest

    async def released(self, records: Records) -> Released:
        assert self.view is not None  # noqa: S101 - there is no head without
        return await records.release(self.view, self.sent.encode(), (), content_type=HTML)


def shell_of(request: Request) -> Shell | None:
    return getattr(request.state, "shell", None)


def with_head(page: Handler) -> Handler:
    """The page, whose head goes out before it where a source lets it wait."""

    @wraps(page)
    async def answer(request: Request) -> Response:
        settings = request.app.state.carerecord.settings.fanout
        shell = request.state.shell = Shell(time.monotonic() + settings.shell_seconds)
        drawing = asyncio.ensure_future(page(request))
        try:
            return await _answered(request, shell, drawing)
        except BaseException:
            drawing.cancel()
            raise

    return answer


async def _answered(request: Request, shell: Shell, drawing: asyncio.Future[Response]) -> Response:
    begun = asyncio.create_task(shell.begun.wait())
    either: set[asyncio.Future[Any]] = {drawing, begun}
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    begun.cancel()
    await asyncio.wait({drawing}, timeout=max(0.0, shell.due - time.monotonic()))
    if drawing.done() or shell.over or shell.view is None:
        return await drawing
    shell.sent = _drawn(shell, shell.view, request)
    first = await shell.released(request.app.state.carerecord.records)
    return continued_response(first, drawing, instead=_stopped)


def _drawn(shell: Shell, view: View, request: Request) -> str:
    path = request.url.path.split("/")
    slug = path[3] if len(path) > 3 else ""
    drawn = head(view, path[2], slug)
    waiting = [one for one in shell.coming if not shell.coming[one].done()]
    asked = len(shell.coming)
    pending = part(
        "late.html",
        "pending",
        drawn,
        asked,
        asked - len(waiting),
        formats.several([name for one, name in shell.names.items() if one in waiting]),
        CUT,
    )
    words: dict[str, Any] = {**request.state.words, "shell": Markup(pending)}  # noqa: S704 - drawn by a template, which escapes
    return until(CUT, "record.html", frame=drawn, **words)


def _stopped(to: str) -> bytes:
    """In place of a page whose head was sent, about nobody. `to`: the way on, where there is one."""
    words = say("shell.stopped.words")
    said = (say("shell.on"), "", to) if to else (say("shell.stopped"), words, "")
    return (CAME + part("late.html", "stopped", *said)).encode()


def waits(request: Request, patience: Patience) -> Patience:
    shell = shell_of(request)
    return replace(patience, begun=shell.watch) if shell else patience
