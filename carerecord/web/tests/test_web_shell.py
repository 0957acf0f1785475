"""The head of a page goes out before the page where a source lets it wait, once, and the page goes on from it (ux 8)."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from carerecord.contract import Answer, Receipt
from carerecord.viewing.contract import Released, View
from carerecord.viewing.late import Patience
from carerecord.web.shell import CUT, Shell, shell_of, waits, with_head
from carerecord.web.tests.harness import DOCTOR, view_of

LATER = 3600.0
CAME = '<span class="came" hidden></span>'
WORDS = {
    "product": "Shared care record", "demo": True, "help_desk": "01632 960100",
    "problem_url": "", "viewer": DOCTOR,
    "several_roles": False, "printing": SimpleNamespace(now=False, offered=True), "unchecked": None,
    "places": (), "framed": False, "form_token": "t", "idle": None,
}  # fmt: skip
NAMES = {"gp": "The Surgery", "acute": "The Hospital", "lab": "The Laboratory"}


@dataclass
class Writing:
    """Records of which only what is released is asked."""

    released: list[tuple[View, str, Sequence[str], str]] = field(default_factory=list)

    async def release(
        self, view: View, body: bytes, sections: Sequence[str], *, content_type: str
    ) -> Released:
        self.released.append((view, body.decode(), sections, content_type))
        return Released(body, Receipt(1, "e1"))


def request(records: Writing, seconds: float = 0.0, path: str = "/p/h-1/problems") -> Request:
    settings = SimpleNamespace(fanout=SimpleNamespace(shell_seconds=seconds))
    app = SimpleNamespace(
        state=SimpleNamespace(carerecord=SimpleNamespace(settings=settings, records=records))
    )
    scope = {"type": "http", "path": path, "headers": [], "query_string": b"", "app": app}
    made = Request(scope)
    made.state.words = WORDS
    return made


async def never() -> Answer:
    return await asyncio.Event().wait()  # type: ignore[return-value] # it never answers


async def soon() -> Answer:
    return view_of().answers["riverside-gp"]


async def watched(shell: Shell | None, view: View) -> None:
    """What the door does once it has decided: one has answered, and two have not."""
    assert shell
    coming = {"gp": asyncio.create_task(soon()), "acute": asyncio.create_task(never()), "lab": asyncio.create_task(never())}  # fmt: skip
    await asyncio.sleep(0)
    shell.watch(view, NAMES, coming)


async def body_of(response: Response) -> str:
    if isinstance(response, StreamingResponse):
        return "".join([one.decode() async for one in response.body_iterator])  # type: ignore[union-attr,misc] # bytes
    return bytes(response.body).decode()


def read(html: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<.*?>", " ", html, flags=re.S).split())


async def test_the_head_says_who_it_is_and_whom_it_waits_for_and_the_page_goes_on_from_it() -> None:
    records, view = Writing(), view_of()
    drawn = asyncio.Event()

    async def page(its: Request) -> Response:
        shell = shell_of(its)
        await asyncio.sleep(0.01)
        await watched(shell, view)
        await drawn.wait()
        assert shell
        whole = shell.after(f"another head {CUT} and the page")
        return Response(whole[len(shell.sent) :])

    response = await with_head(page)(request(records))
    [(of, head, sections, kind)] = records.released
    assert of is view
    assert sections == ()
    assert kind == "text/html; charset=utf-8"
    said = read(head)
    assert "GIBSON, Margery (Mrs)" in said
    assert "1 of 3 sources have answered. Waiting for The Hospital and The Laboratory." in said
    assert 'href="/p/h-1/medicines"' in head
    assert "Problems – GIBSON" in said
    assert str(CUT) not in head
    drawn.set()
    assert await body_of(response) == f"{head}{CAME} and the page"


async def test_a_summary_has_a_head_of_its_own() -> None:
    records = Writing()

    async def page(its: Request) -> Response:
        await watched(shell_of(its), view_of())
        await asyncio.sleep(0.05)
        return Response("")

    await with_head(page)(request(records, path="/p/h-1"))
    [(_, head, _, _)] = records.released
    assert "Summary – GIBSON" in read(head)


@pytest.mark.parametrize("watching", [True, False])
async def test_a_page_that_is_drawn_in_time_has_no_head_before_it(watching: bool) -> None:
    records = Writing()

    async def page(its: Request) -> Response:
        if watching:
            await watched(shell_of(its), view_of())
        await asyncio.sleep(0.01)
        shell = shell_of(its)
        assert shell
        return Response(shell.after(f"head {CUT} page"))

    assert await body_of(await with_head(page)(request(records, LATER))) == "head  page"
    assert records.released == []


async def test_while_nothing_is_decided_nothing_is_sent_and_nothing_goes_on_after_it() -> None:
    records, before = Writing(), asyncio.all_tasks()

    async def page(its: Request) -> Response:
        await asyncio.sleep(0.05)
        return Response("refused", 403)

    response = await with_head(page)(request(records))
    await asyncio.sleep(0)
    assert (response.status_code, records.released) == (403, [])
    assert asyncio.all_tasks() == before


async def test_once_the_page_is_drawn_it_is_too_late_for_a_head() -> None:
    records = Writing()

    async def page(its: Request) -> Response:
        shell = shell_of(its)
        assert shell
        assert not shell.over
        whole = shell.after(f"head {CUT} page")
        await watched(shell, view_of())
        await asyncio.sleep(0.05)
        return Response(whole)

    assert await body_of(await with_head(page)(request(records))) == "head  page"
    assert records.released == []


@pytest.mark.parametrize("watching", [True, False])
async def test_a_page_that_fails_in_time_fails_as_ever(watching: bool) -> None:
    records = Writing()

    async def page(its: Request) -> Response:
        if watching:
            await watched(shell_of(its), view_of())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await with_head(page)(request(records, LATER))
    assert records.released == []


async def test_a_page_whose_head_cannot_be_written_down_is_not_drawn_on() -> None:
    class Lost(Writing):
        async def release(self, *_: object, **more: object) -> Released:
            raise OSError("the log is lost")

    ended: list[bool] = []

    async def page(its: Request) -> Response:
        await watched(shell_of(its), view_of())
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append(True)
            raise
        return Response("")

    with pytest.raises(OSError, match="the log is lost"):
        await with_head(page)(request(Lost()))
    await asyncio.sleep(0)
    assert ended == [True]


@pytest.mark.parametrize(
    ("gone", "words", "leads"),
    [
        (None, "This record cannot be shown now", 'href=""'),
        ("/p/h-1/why", "This record opens in another way now.", 'href="/p/h-1/why"'),
    ],
)
async def test_after_a_head_an_error_is_said_in_words(
    gone: str | None, words: str, leads: str
) -> None:
    records = Writing()

    async def page(its: Request) -> Response:
        await watched(shell_of(its), view_of())
        await asyncio.sleep(0.05)
        if gone is None:
            raise RuntimeError
        return RedirectResponse(gone)

    body = await body_of(await with_head(page)(request(records)))
    after = body.removeprefix(records.released[0][1])
    assert after.startswith(CAME)
    assert f"<h1>{words}</h1>" in after
    assert leads in after
    assert ("Go on" in after) is (gone is not None)
    assert ("Try again" in after) is (gone is None)
    assert after.rstrip().endswith("</html>")


def test_only_a_page_with_a_head_is_told_when_its_sources_are_asked() -> None:
    plain, patience = request(Writing()), Patience(1.0, own=None)  # type: ignore[arg-type] # nobody's
    assert waits(plain, patience) is patience
    shell: Any = Shell(time.monotonic())
    plain.state.shell = shell
    told = waits(plain, patience)
    assert told.until == patience.until
    told.begun(view_of(), NAMES, {})
    assert shell.begun.is_set()
    assert (shell.names, shell.coming) == (NAMES, {})
