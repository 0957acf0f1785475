"""A record page in parts: each is sent as it was released, and none ends without a word."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.responses import Response

from carerecord.contract import Receipt
from carerecord.viewing.contract import Released
from carerecord.web.respond import (
    HEADERS,
    HTML,
    continued_response,
    go_to,
    parts_response,
    record_response,
)


def released(words: bytes) -> Released:
    return Released(words, Receipt(1, "e1"))


async def some(*words: bytes, error: Exception | None = None) -> AsyncIterator[Released]:
    for one in words:
        yield released(one)
    if error:
        raise error


async def sent(response: Response) -> list[bytes]:
    """Each piece as the server is given it."""
    pieces: list[bytes] = []

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.body" and message["body"]:
            pieces.append(bytes(message["body"]))  # type: ignore[call-overload] # it is bytes

    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()
        return {}

    scope = {"type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}}
    await response(scope, receive, send)  # type: ignore[arg-type] # what it is given by a server
    return pieces


def parts(*words: bytes, error: Exception | None = None) -> Response:
    return parts_response(released(b"page "), some(*words, error=error), instead=b"stopped")


async def test_parts_leave_in_their_order() -> None:
    response = parts(b"one ", b"two")
    assert await sent(response) == [b"page ", b"one ", b"two"]
    assert response.headers["content-type"] == HTML
    assert all(response.headers[name] == value for name, value in HEADERS.items())


async def test_a_part_that_cannot_be_released_is_replaced_by_words() -> None:
    assert await sent(parts(b"one ", error=ValueError())) == [b"page ", b"one ", b"stopped"]


def instead(to: str) -> bytes:
    return f"instead:{to}".encode()


async def answered(response: Response | Exception) -> Response:
    if isinstance(response, Exception):
        raise response
    return response


@pytest.mark.parametrize(
    ("page", "follows"),
    [
        pytest.param(record_response(released(b"whole")), [b"whole"], id="a page"),
        pytest.param(parts(b"one"), [b"page ", b"one"], id="a page in parts"),
        pytest.param(go_to("/p/v/why"), [b"instead:/p/v/why"], id="another way"),
        pytest.param(ValueError(), [b"instead:"], id="an error"),
    ],
)
async def test_after_a_head_comes_the_page_or_what_became_of_it(
    page: Response | Exception, follows: list[bytes]
) -> None:
    response = continued_response(released(b"head "), answered(page), instead=instead)
    assert await sent(response) == [b"head ", *follows]
    assert all(response.headers[name] == value for name, value in HEADERS.items())
