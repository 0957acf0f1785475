"""The minimal lower layer protocol: where a message begins and ends in a stream (HL7 2.4 appendix C). No sockets.

`<VT> message <FS><CR>`. What stands between two messages is nothing and is dropped.
"""

from __future__ import annotations

START = b"\x0b"
END = b"\x1c\r"
LONGEST = 8 * 1024 * 1024  # bytes of one message


class TooLong(ValueError):
    """More was sent without an end than a message can be."""


def framed(message: bytes) -> bytes:
    return START + message + END


class Framing:
    """The messages of one connection, as their bytes arrive."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest
        self._waiting = bytearray()
        self._looked = 0  # bytes of it known to hold no end

    @property
    def is_open(self) -> bool:
        """A message has begun and has not ended."""
        return bool(self._waiting)

    def fed(self, chunk: bytes) -> list[bytes]:
        """Every message that is whole now. Raises `TooLong`; the connection is of no more use then."""
        found: list[bytes] = []
        self._waiting += chunk
        while self._begun():
            end = self._waiting.find(END, self._looked)
            if end < 0:
                self._looked = max(len(self._waiting) - 1, 0)
                break
            found.append(bytes(self._waiting[1:end]))
            del self._waiting[: end + len(END)]
            self._looked = 0
        if len(self._waiting) > self._longest:
            raise TooLong
        return found

    def _begun(self) -> bool:
        """Drop what stands before the next start."""
        if self._waiting[:1] != START:
            start = self._waiting.find(START)
            del self._waiting[: start if start >= 0 else len(self._waiting)]
            self._looked = 0
        return bool(self._waiting)
