"""One HL7 v2 message read into segments, nothing of it changed (HL7 2.4 chapter 2). Pure: bytes in, values out.

MessageError             what is answered (MSA-1)       who must act
├── NotHl7               AR, reject                     the sender's programmers: nothing was read
├── MessageUnusable      AE, error                      the sender: it was read, and cannot be taken as it is
└── MessageDoubtful      AA, once the message is kept   somebody here: it was read, and is not filed on its own
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Some systems put it before what they send."""
LONGEST_FIELD = 2_000_000  # characters: a letter inside a message is a field
MOST_SEGMENTS = 10_000  # of one message: more would hold up everybody else's
MOST_REPETITIONS = 10_000  # and of all its fields together
MOST_COMPONENTS = 200_000
_SEGMENT = re.compile(r"[A-Z][A-Z0-9]{2}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_USUAL_KIND = re.compile(r"([A-Z]{3})\^([A-Z][A-Z0-9]{2})(?:\^.*)?")
_ESCAPE_HEX = re.compile(r"X(?:[0-9A-Fa-f]{2})+")
_CHARSETS = {
    "ASCII": "ascii",
    "8859/1": "iso-8859-1",
    "8859/15": "iso-8859-15",
    "UNICODE UTF-8": "utf-8",
    "UTF-8": "utf-8",
}
"""MSH-18 (HL7 table 0211), of those that keep ASCII as it is."""


class MessageError(ValueError):
    """A message that cannot be taken; the words say what is wrong and where, and nothing about anybody."""


class NotHl7(MessageError):
    """It is no HL7 v2 message."""


class MessageUnusable(MessageError):
    """It is one, and something in it is missing or out of place."""


class MessageDoubtful(MessageError):
    """It is one, and what it says should be looked at before anybody relies on it."""


@dataclass(frozen=True, slots=True)
class Delimiters:
    """MSH-1 and MSH-2: what parts fields, components, repetitions and subcomponents, and what escapes."""

    field: str
    component: str
    repetition: str
    escape: str
    subcomponent: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One line. Fields are numbered as the standard numbers them: MSH-3 is `text(3)`."""

    name: str
    fields: tuple[str, ...]  # as sent; the first is field 1
    delimiters: Delimiters

    def sent(self, field: int) -> str:
        """The whole field, as sent; empty when it is not there."""
        return self.fields[field - 1] if 0 < field <= len(self.fields) else ""

    def repetitions(self, field: int) -> list[str]:
        sent = self.sent(field)
        return sent.split(self.delimiters.repetition) if sent else []

    def text(self, field: int, component: int = 1, *, of: str | None = None) -> str:
        """One component in plain text, of the first repetition or of the one given. `""` (delete) reads as empty."""
        sent = self._component(field, component, of)
        if not sent:
            return ""
        marks = self.delimiters
        if marks.subcomponent in sent:
            sent = sent.split(marks.subcomponent, 1)[0]
        if sent == '""':
            return ""
        return (self._unescaped(sent) if marks.escape in sent else sent).strip()

    def words(self, field: int, component: int = 1, *, of: str | None = None) -> str:
        """The same where it is words: U&E is one name, whatever & may stand for."""
        sent = self._component(field, component, of)
        return "" if sent == '""' else self._unescaped(sent).strip()

    def _component(self, field: int, component: int, of: str | None) -> str:
        """As sent. Asked dozens of times of a message: most fields are short of what would have to be parted."""
        marks, first = self.delimiters, self.sent(field) if of is None else of
        if of is None and marks.repetition in first:
            first = first.split(marks.repetition, 1)[0]
        if not first or marks.component not in first:
            return first if component == 1 else ""
        parts = first.split(marks.component, component)
        return parts[component - 1] if component <= len(parts) else ""

    def lines(self, field: int) -> str:
        """The whole field in plain text, a line for each repetition: of text nobody divides into components."""
        return "\n".join(map(self._unescaped, self.repetitions(field))).strip("\n")

    def is_deleted(self, field: int) -> bool:
        """Two double quotes: what was known of it no longer holds. An empty field changes nothing (2.10.1)."""
        return self.sent(field) == '""'

    def _unescaped(self, text: str) -> str:
        escape = self.delimiters.escape
        if escape not in text:
            return text
        parts = text.split(escape)
        if len(parts) % 2 == 0:  # one that is never closed stands for itself
            parts[-2:] = [escape.join(parts[-2:])]
        return "".join(
            part if place % 2 == 0 else self._meant(part) for place, part in enumerate(parts)
        )

    def _meant(self, code: str) -> str:
        marks = self.delimiters
        known = {"F": marks.field, "S": marks.component, "T": marks.subcomponent,
                 "R": marks.repetition, "E": marks.escape, "H": "", "N": "", ".br": "\n", ".sp": "\n"}  # fmt: skip
        if code in known:
            return known[code]
        if _ESCAPE_HEX.fullmatch(code):  # characters, never a new segment
            return _characters(bytes.fromhex(code[1:]))
        return f"{marks.escape}{code}{marks.escape}"  # nobody here knows it: kept as sent


@dataclass(frozen=True, slots=True)
class Message:
    segments: tuple[Segment, ...]  # MSH first
    type: str  # MSH-9.1, e.g. ADT
    event: str  # MSH-9.2, e.g. A01
    _named: dict[str, list[Segment]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        named: dict[str, list[Segment]] = {}
        for one in self.segments:
            named.setdefault(one.name, []).append(one)
        object.__setattr__(self, "_named", named)

    @property
    def header(self) -> Segment:
        return self.segments[0]

    @property
    def control_id(self) -> str:
        return self.header.text(10)

    def all(self, name: str) -> Iterator[Segment]:
        return iter(self._named.get(name, ()))

    def first(self, name: str) -> Segment | None:
        return next(self.all(name), None)

    def only(self, name: str) -> Segment:
        """The one segment of that name. Raises `MessageUnusable`."""
        found = list(self.all(name))
        if len(found) != 1:
            raise MessageUnusable(f"{name} stands there {len(found)} times, not once")
        return found[0]


def read(raw: bytes, charset: str = "iso-8859-1") -> Message:
    """`charset`: of bytes that are no UTF-8, where MSH-18 names none. Raises `MessageError`."""
    raw = raw.removeprefix(BYTE_ORDER_MARK)
    marks = _delimiters(raw)
    text = _decoded(raw, marks, charset)
    if control := _CONTROL.search(text):
        where = 1 + text.count("\r", 0, control.start())
        raise MessageUnusable(f"segment {where} holds the control character {control[0]!r}")
    lines = [line for line in _lines(text) if line]
    if len(lines) > MOST_SEGMENTS:
        raise MessageUnusable(f"it has more than {MOST_SEGMENTS} segments")
    _bounded(text, marks)
    segments = tuple(_segment(place, line, marks) for place, line in enumerate(lines, 1))
    if sum(one.name == "MSH" for one in segments) != 1:
        raise MessageUnusable("MSH stands there more than once: it is several messages")
    return Message(segments, *_kind(segments[0]))


def _kind(header: Segment) -> tuple[str, str]:
    """Some systems part it with ^, whatever they declare."""
    if as_usual := _USUAL_KIND.fullmatch(header.sent(9)):
        return as_usual[1], as_usual[2]
    return header.text(9), header.text(9, 2)


def _delimiters(raw: bytes) -> Delimiters:
    if raw[:3] != b"MSH":
        raise NotHl7("the first segment is not MSH")
    return _named(raw[3:9].decode("ascii", "replace"))


@lru_cache(maxsize=64)
def _named(head: str) -> Delimiters:
    """By what follows MSH: nearly always the same."""
    marks = head[:5]
    if len(marks) < 5 or len(set(marks)) < 5 or any(_is_no_mark(one) for one in marks):
        raise NotHl7("MSH-1 and MSH-2 do not name five different separators")
    if head[5:6] not in (marks[0], "#"):  # a fifth encoding character: truncation (2.7)
        raise NotHl7("MSH-2 is not four encoding characters")
    return Delimiters(*marks)


def _is_no_mark(character: str) -> bool:
    is_sign = character.isascii() and character.isprintable() and not character.isalnum()
    return not is_sign or character in ' "'


def _decoded(raw: bytes, marks: Delimiters, charset: str) -> str:
    first = re.split(rb"[\r\n]", raw, maxsplit=1)[0].decode("ascii", "replace").split(marks.field)
    named = first[17].split(marks.repetition)[0].strip() if len(first) > 17 else ""
    if named and named not in _CHARSETS:
        raise MessageUnusable("MSH-18 names a character set that is not read here")
    try:
        return raw.decode(_CHARSETS[named] if named else "utf-8")
    except UnicodeDecodeError as error:
        if named:
            raise MessageUnusable(f"byte {error.start} is not of the set MSH-18 names") from None
        return raw.decode(charset)


def _characters(sent: bytes) -> str:
    """As text without MSH-18 is read: UTF-8 where it is valid UTF-8, else one character a byte."""
    try:
        return sent.decode("utf-8")
    except UnicodeDecodeError:
        return sent.decode("iso-8859-1")


def _lines(text: str) -> list[str]:
    """Segments end with a carriage return; some systems write line feeds, alone or beside it."""
    if "\r" not in text:
        return text.split("\n")
    return [line.removeprefix("\n").removesuffix("\n") for line in text.split("\r")]


def _bounded(text: str, marks: Delimiters) -> None:
    """Each part of a field is read for itself: a million of them are one message that nobody means."""
    if text.count(marks.repetition) > MOST_REPETITIONS:
        raise MessageUnusable(f"it has more than {MOST_REPETITIONS} repetitions")
    if text.count(marks.component) + text.count(marks.subcomponent) > MOST_COMPONENTS:
        raise MessageUnusable(f"it has more than {MOST_COMPONENTS} components")


def _segment(place: int, line: str, marks: Delimiters) -> Segment:
    name, _, rest = line.partition(marks.field)
    if not _SEGMENT.fullmatch(name):
        raise MessageUnusable(f"line {place} does not begin with the name of a segment")
    fields = rest.split(marks.field) if rest else []
    if len(line) > LONGEST_FIELD and any(len(one) > LONGEST_FIELD for one in fields):
        raise MessageUnusable(f"{name} in line {place} has a field that is too long")
    return Segment(name, (marks.field, *fields) if name == "MSH" else tuple(fields), marks)
