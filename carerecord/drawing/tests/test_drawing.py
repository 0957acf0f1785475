"""The process that draws: pages and words out of files, whatever the files are."""

from __future__ import annotations

import asyncio
import io
import zlib

import pytest
from PIL import Image

from carerecord.drawing import CannotDraw, Drawing
from carerecord.drawing.printed import PDF, SCAN, as_pdf, as_scan
from carerecord.drawing.process import AT_ONCE, WAITING

TWO = as_pdf("\n".join(f"Line {number}" for number in range(60)))


def bomb() -> bytes:
    """A PNG of a few kilobytes that says it is 60,000 by 60,000."""
    size = (60_000).to_bytes(4, "big") * 2
    parts = [
        (b"IHDR", size + bytes((8, 2, 0, 0, 0))),
        (b"IDAT", zlib.compress(bytes(9))),
        (b"IEND", b""),
    ]
    whole = b"\x89PNG\r\n\x1a\n"
    for name, body in parts:
        check = zlib.crc32(name + body).to_bytes(4, "big")
        whole += len(body).to_bytes(4, "big") + name + body + check
    return whole


async def test_a_pdf_has_pages_words_and_a_number_of_them() -> None:
    drawn = await Drawing().pages(PDF, TWO, 2, 5)
    assert (drawn.first, drawn.total, len(drawn.leaves)) == (2, 2, 1)
    (leaf,) = drawn.leaves
    assert "Line 59" in leaf.words
    assert "Line 0" not in leaf.words
    assert Image.open(io.BytesIO(leaf.image)).size == (leaf.width, leaf.height) == (1240, 1755)


async def test_a_scan_of_several_sheets_is_several_pages_without_words() -> None:
    drawn = await Drawing().pages(SCAN, as_scan("One\n" * 60), 1, 1)
    assert (drawn.total, [leaf.words for leaf in drawn.leaves]) == (2, [""])


@pytest.mark.parametrize(("kind", "body"), [("image/png", bomb()), (PDF, bytes(33 << 20))])
async def test_what_would_take_too_much_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(CannotDraw, match="too-large"):
        await Drawing().pages(kind, body, 1, 1)


async def test_no_more_wait_than_can_be_served_soon() -> None:
    drawing = Drawing()
    many = (drawing.pages(PDF, TWO, 1, 1) for _ in range(WAITING + 3))
    came = await asyncio.gather(*many, return_exceptions=True)
    busy = [one for one in came if isinstance(one, CannotDraw)]
    assert [one.why for one in busy] == ["busy"] * 3
    assert len(came) - len(busy) == WAITING > AT_ONCE
    assert (await drawing.pages(PDF, TWO, 1, 1)).total == 2


async def test_the_words_of_several_are_read_and_a_broken_one_hides_no_other() -> None:
    words = await Drawing().words([TWO, b"%PDF-1.7", TWO])
    assert [one is not None for one in words] == [True, False, True]
    assert "Line 0" in str(words[0])
    assert "Line 59" in str(words[0])


async def test_what_is_more_than_is_read_at_once_has_no_words() -> None:
    words = await Drawing().words([TWO, bytes(33 << 20), TWO])
    assert [one is not None for one in words] == [True, False, False]


async def test_a_word_that_a_line_broke_is_whole_again() -> None:
    lines = "Dilated cardiomy-\nopathy. A follow-up.\nBeta-2 and T-\ncell count"
    (words,) = await Drawing().words([as_pdf(lines)])
    assert str(words).split() == [
        "Dilated", "cardiomyopathy.", "A", "follow-up.", "Beta-2", "and", "T-cell", "count",
    ]  # fmt: skip
    (leaf,) = (await Drawing().pages(PDF, as_pdf(lines), 1, 1)).leaves
    assert "cardiomyopathy" in leaf.words
