"""A letter as some systems keep it: a PDF with its words in it, or a scan, which has none. For invented people and tests."""

from __future__ import annotations

import io
from collections.abc import Iterator
from textwrap import wrap

import pydyf
from PIL import Image, ImageDraw, ImageFont

from carerecord.drawing.contract import PDF as PDF

SCAN = "image/tiff"
_WIDTH, _HEIGHT, _MARGIN = 595, 842, 56  # points: A4
_SIZE, _LINE = 11, 16
_LETTERS = 78  # of a line
_LINES = (_HEIGHT - 2 * _MARGIN) // _LINE
_DOTS = 2  # of a scan, to a point


def as_pdf(text: str) -> bytes:
    """Without a date or a number of its own, so that the same letter is the same file."""
    document = pydyf.PDF()
    font = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica", "Encoding": "/WinAnsiEncoding"}  # fmt: skip
    document.add_object(pydyf.Dictionary(font))
    named = pydyf.Dictionary({"F": document.objects[-1].reference})
    for lines in _sheets(text):
        stream = pydyf.Stream([_written(lines)])
        document.add_object(stream)
        page = {
            "Type": "/Page",
            "Parent": document.pages.reference,
            "MediaBox": pydyf.Array([0, 0, _WIDTH, _HEIGHT]),
            "Contents": stream.reference,
            "Resources": pydyf.Dictionary({"Font": named}),
        }
        document.add_page(pydyf.Dictionary(page))
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


def as_scan(text: str) -> bytes:
    """A TIFF in black and white, a page for each sheet."""
    font = ImageFont.load_default(_SIZE * _DOTS)
    pages = []
    for lines in _sheets(text):
        page = Image.new("1", (_WIDTH * _DOTS, _HEIGHT * _DOTS), 1)
        drawing = ImageDraw.Draw(page)
        for number, line in enumerate(lines):
            place = (_MARGIN * _DOTS, (_MARGIN + number * _LINE) * _DOTS)
            drawing.text(place, line, fill=0, font=font)
        pages.append(page)
    file = io.BytesIO()
    pages[0].save(file, "TIFF", compression="group4", save_all=True, append_images=pages[1:])
    return file.getvalue()


def _sheets(text: str) -> Iterator[list[str]]:
    lines = [part for line in text.splitlines() for part in (wrap(line, _LETTERS) or [""])]
    for start in range(0, len(lines), _LINES):
        yield lines[start : start + _LINES]


def _written(lines: list[str]) -> bytes:
    shown = b" ".join(b"(%b) Tj T*" % _escaped(line) for line in lines)
    top = _HEIGHT - _MARGIN
    return b"BT /F %d Tf %d TL %d %d Td %b ET" % (_SIZE, _LINE, _MARGIN, top, shown)


def _escaped(line: str) -> bytes:
    letters = line.encode("cp1252", "replace")
    return letters.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
