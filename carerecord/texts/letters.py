"""From the bytes of a document to its letters, in the character set they were written in."""

from __future__ import annotations

import codecs

UNREADABLE = "\ufffd"  # stands where no letter could be read

# The longer marks first: the 32-bit one begins with the 16-bit one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def text_in(body: bytes, parameters: str = "") -> str:
    """By the mark it begins with, else the set that was named, else UTF-8, else Windows letters."""
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return without_nul(body[len(mark) :].decode(charset, "replace"))
    body = body.removeprefix(codecs.BOM_UTF8)
    tried = (_named(parameters), "utf-8", _wide(body), "cp1252", "latin-1")
    read = [words for charset in tried if (words := _read(body, charset)) is not None]
    return without_nul(next((words for words in read if "\0" not in words), read[0]))


def without_nul(words: str) -> str:
    return words.replace("\0", UNREADABLE)


def _read(body: bytes, charset: str) -> str | None:
    """Nothing when there is no such set, or the bytes are not in it."""
    try:
        return body.decode(charset) if charset else None
    except (LookupError, ValueError):
        return None


def _named(parameters: str) -> str:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(" \"'").lower()
    return ""


def _wide(body: bytes) -> str:
    """16-bit letters without a mark: every other byte of Latin letters is empty."""
    if body[1::2].count(0) * 4 > len(body):
        return "utf-16-le"
    return "utf-16-be" if body[0::2].count(0) * 4 > len(body) else ""
