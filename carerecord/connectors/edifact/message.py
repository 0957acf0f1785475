"""An EDIFACT interchange read into messages and segments, nothing of it changed (ISO 9735). Pure: bytes in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_USUAL = ":+.? '"
_LONGEST = 100_000  # segments of one file
_MOST = 10_000  # of one message
_TAG = re.compile(r"[A-Z][A-Z0-9]{2}")


class NotEdifact(ValueError):
    """A file, or a message in it, that is no EDIFACT; the words say where, and nothing about anybody."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Elements and components are numbered as the standard does: the tag is none, the first is 1."""

    tag: str
    elements: tuple[tuple[str, ...], ...]

    def text(self, element: int, component: int = 1) -> str:
        parts = self.parts(element)
        return parts[component - 1] if component <= len(parts) else ""

    def parts(self, element: int) -> tuple[str, ...]:
        return self.elements[element - 1] if element <= len(self.elements) else ()


@dataclass(frozen=True, slots=True)
class Message:
    """From UNH to UNT; `raw` is that as it came, with the separators it was written with."""

    place: int  # in its file, from 1
    segments: tuple[Segment, ...]
    raw: bytes

    def all(self, tag: str) -> Iterator[Segment]:
        return (one for one in self.segments if one.tag == tag)


def messages(raw: bytes) -> list[Message]:
    """Raises `NotEdifact`."""
    text = raw.decode("iso-8859-1").lstrip("\r\n ")
    marks, begins = (text[3:9], 9) if text.startswith("UNA") else (_USUAL, 0)
    if len(set(marks.replace(" ", ""))) < 4 or len(marks) < 6:
        raise NotEdifact("UNA does not name separators")
    found: list[Message] = []
    open_message: list[tuple[str, Segment]] = []
    for place, sent in enumerate(_sentences(text[begins:], marks), 1):
        segment = _segment(place, sent, marks)
        if segment.tag == "UNH" and open_message:
            raise NotEdifact(f"segment {place}: UNH stands inside a message")
        if segment.tag == "UNH" or open_message:
            open_message.append((sent, segment))
        if segment.tag == "UNT":
            found.append(_message(len(found) + 1, open_message, marks))
            open_message = []
    if open_message or not found:
        raise NotEdifact("a message does not end" if open_message else "it holds no message")
    return found


def _message(place: int, sent: list[tuple[str, Segment]], marks: str) -> Message:
    if not sent:
        raise NotEdifact("UNT stands before UNH")
    if len(sent) > _MOST:
        raise NotEdifact(f"message {place} has more than {_MOST} segments")
    said = sent[-1][1].text(1)
    if said.isdecimal() and said.lstrip("0") != str(len(sent)):
        raise NotEdifact(f"message {place}: UNT counts {said[:12]} segments, and {len(sent)} came")
    head = "" if marks == _USUAL else f"UNA{marks}"
    raw = head + "".join(one + marks[5] for one, _ in sent)
    return Message(place, tuple(one for _, one in sent), raw.encode("iso-8859-1"))


def _sentences(text: str, marks: str) -> Iterator[str]:
    """Segments as sent; line ends between them are nothing."""
    for place, one in enumerate(_parted(text, marks[5], marks[3])):
        if place > _LONGEST:
            raise NotEdifact("it holds too many segments")
        if plain := one.strip("\r\n"):
            yield plain


def _segment(place: int, sent: str, marks: str) -> Segment:
    tag, *elements = _parted(sent, marks[1], marks[3])
    if not _TAG.fullmatch(tag):
        raise NotEdifact(f"segment {place} does not begin with a tag")
    parted = (tuple(_parted(one, marks[0], marks[3])) for one in elements)
    return Segment(tag, tuple(tuple(_plain(c, marks[3]) for c in one) for one in parted))


def _parted(text: str, mark: str, release: str) -> list[str]:
    """At every mark that nothing releases; what is released stays so, and a release at the end stands for itself."""
    one = f"[^{re.escape(mark + release)}]|{re.escape(release)}.?"
    found = re.findall(f"((?:{one})*)(?:{re.escape(mark)}|$)", text, re.S)
    return found[:-1] if len(found) > 1 and not found[-1] and not text.endswith(mark) else found


def _plain(text: str, release: str) -> str:
    return re.sub(f"{re.escape(release)}(.)", r"\1", text, flags=re.S)
