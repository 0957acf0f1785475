"""The process that draws: one document in, some of its pages out; or several in, and their words out. Then it ends.

It is started by its path with nothing of ours to import, reads all it needs from its standard input, and gives up the
right to open, write or start anything before it looks at the document. `process` talks to it.
"""

from __future__ import annotations

import codecs
import io
import re
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pypdfium2
from PIL import Image, ImageSequence, UnidentifiedImageError
from pypdfium2.raw import FPDF_ERR_PASSWORD

WIDTH = 1240  # pixels: A4 at 150 to the inch
TALLEST = 5 * WIDTH
MOST_PIXELS = 80_000_000  # of a picture as it came
MOST_READ = 200  # pages of one document, for their words
MOST_WORDS = 200_000  # letters of one page
FEW_COLOURS = 256
LARGE = 400_000  # bytes of one picture
QUALITY = 85
BROKEN = re.compile("\x02|[\xad\u2010]\r?\n")
"""Where a word goes on in the next line: pdfium's sign of a hyphen that ends a line, or one that stands only there."""
LIMITS = {
    resource.RLIMIT_AS: 1 << 30,  # bytes of memory
    resource.RLIMIT_CPU: 20,  # seconds
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NPROC: 0,
    resource.RLIMIT_NOFILE: 3,  # no more than it has
}


def main() -> None:
    asked = msgspec.msgpack.decode(sys.stdin.buffer.read())
    Image.init()  # what reads pictures and letters is imported now, for nothing can be afterwards
    codecs.lookup("utf-16-le")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    answer = _words_of_each(**asked) if "bodies" in asked else _answer(**asked)
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))
    sys.stdout.buffer.flush()


def _answer(body: bytes, pdf: bool, first: int, count: int) -> dict[str, Any]:
    try:
        return _pages_of_pdf(body, first, count) if pdf else _pages_of_picture(body, first, count)
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"why": "too-large"}
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == FPDF_ERR_PASSWORD
        return {"why": "locked" if locked else "damaged"}
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        KeyError,
        IndexError,
        TypeError,
    ):
        return {"why": "damaged"}


def _pages_of_pdf(body: bytes, first: int, count: int) -> dict[str, Any]:
    """Without forms: nothing is filled in, calculated or run, and no script is in the library as it is built."""
    document = pypdfium2.PdfDocument(body)
    total = len(document)
    wanted = range(first - 1, min(total, first - 1 + count))
    return {"total": total, "leaves": [_leaf(*_of_pdf(document[at])) for at in wanted]}


def _of_pdf(page: pypdfium2.PdfPage) -> tuple[Image.Image, str]:
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), TALLEST / max(height, 1))
    return page.render(scale=scale).to_pil(), _words_of_page(page)


def _words_of_page(page: pypdfium2.PdfPage) -> str:
    """A word that a line broke is whole again; what is no plain word keeps its hyphen."""
    words = page.get_textpage().get_text_bounded()[:MOST_WORDS]
    return BROKEN.sub(lambda found: "" if _is_inside_a_word(found) else "-", words)


def _is_inside_a_word(found: re.Match[str]) -> bool:
    before, after = (
        found.string[found.start() - 1 : found.start()],
        found.string[found.end() : found.end() + 1],
    )
    return before.islower() and after.islower()


def _words_of_each(bodies: list[bytes], seconds: float) -> dict[str, Any]:
    """In their order; None for what there was no time for or cannot be read."""
    until = time.monotonic() + seconds
    return {"words": [_words(body) if time.monotonic() < until else None for body in bodies]}


def _words(body: bytes) -> str | None:
    try:
        document = pypdfium2.PdfDocument(body)
        read = range(min(len(document), MOST_READ))
        return "\n".join(_words_of_page(document[at]) for at in read)
    except (MemoryError, pypdfium2.PdfiumError, ValueError):
        return None


def _pages_of_picture(body: bytes, first: int, count: int) -> dict[str, Any]:
    with Image.open(io.BytesIO(body)) as picture:
        total = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        leaves = [
            _leaf(_small(frame), "")
            for frame in _frames(picture, first, min(total, first + count - 1))
        ]
        return {"total": total, "leaves": leaves}


def _frames(picture: Image.Image, first: int, last: int) -> Iterator[Image.Image]:
    for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
        if number > last:
            return
        if number >= first:
            yield frame


def _small(frame: Image.Image) -> Image.Image:
    """On white, since what is transparent has no colour of its own; upright where the camera was not."""
    shown = frame.convert("RGBA")
    page = Image.new("RGBA", shown.size, "white")
    page.alpha_composite(shown)
    turned = _UPRIGHT.get(frame.getexif().get(_ORIENTATION, 1))
    whole = page.convert("RGB")
    if turned is not None:
        whole = whole.transpose(turned)
    whole.thumbnail((WIDTH, TALLEST))
    return whole


_ORIENTATION = 0x0112  # of Exif
_UPRIGHT = {
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_270,
    8: Image.Transpose.ROTATE_90,
}


def _leaf(image: Image.Image, words: str) -> dict[str, Any]:
    written, kind = _written(image.convert("RGB"))
    width, height = image.size
    return {"image": written, "kind": kind, "width": width, "height": height, "words": words}


def _written(image: Image.Image) -> tuple[bytes, str]:
    """Exact where that is small, as for what was written or printed; else as a photograph."""
    few = image.getcolors(FEW_COLOURS) is not None
    if few:
        red, green, blue = (band.tobytes() for band in image.split())
        plain = (
            image.convert("L")
            if red == green == blue
            else image.quantize(FEW_COLOURS, dither=Image.Dither.NONE)
        )
        exact = io.BytesIO()
        plain.save(exact, "PNG")
        if exact.tell() <= LARGE:
            return exact.getvalue(), "image/png"
    photograph = io.BytesIO()
    image.save(photograph, "JPEG", quality=QUALITY)
    return photograph.getvalue(), "image/jpeg"


if __name__ == "__main__":
    main()
