"""A signed note (c2sp.org/signed-note): some text, an empty line, and the signatures under it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

LONGEST = 1_000_000  # bytes of a note anybody sends us
MOST_SIGNATURES = 100
_DASH = "— "


class NoteUnreadable(ValueError):
    """Not a signed note, in words that say why."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: by whom, and the bytes, of which the first four name the key."""

    name: str
    key_id: bytes
    signed: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.signed).decode()}\n"

    @classmethod
    def read(cls, line: str) -> Signature:
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not valid_name(name):
            raise NoteUnreadable("a line under the note is not a signature")
        try:
            content = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            raise NoteUnreadable(f"the signature of {name} is not base64") from None
        if len(content) < 5:
            raise NoteUnreadable(f"the signature of {name} is too short")
        return cls(name, content[:4], content[4:])


@dataclass(frozen=True, slots=True)
class Note:
    """`text` ends with a line break; what is signed is its bytes in UTF-8."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    @classmethod
    def read(cls, written: str | bytes) -> Note:
        """Raises `NoteUnreadable`. Nothing is checked of a signature but its form."""
        whole = _text(written)
        text, gap, below = whole.rpartition("\n\n")
        if not gap or not below.endswith("\n"):
            raise NoteUnreadable("there is no signature under the note")
        lines = below[:-1].split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise NoteUnreadable(f"more than {MOST_SIGNATURES} signatures")
        return cls(f"{text}\n", tuple(map(Signature.read, lines)))

    def signed_by(self, *signatures: Signature) -> Note:
        return Note(self.text, (*self.signatures, *signatures))


def valid_name(name: str) -> bool:
    """The name of a key: no space, no plus."""
    return bool(name) and not any(one.isspace() or one == "+" for one in name)


def _text(written: str | bytes) -> str:
    if len(written) > LONGEST:
        raise NoteUnreadable("too long for a note")
    try:
        text = written if isinstance(written, str) else written.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteUnreadable("not UTF-8") from None
    if any((one < " " and one != "\n") or one == "\x7f" for one in text):
        raise NoteUnreadable("a control character in the note")
    return text
