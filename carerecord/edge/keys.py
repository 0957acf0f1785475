"""What one source's own key seals, and what it makes of an NHS number and of an id. Pure.

Two sources make different digests of one person: their copies cannot be joined without both keys.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from carerecord.sealing import derived_key, opened, seal

_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Place:
    """Whose and which copy, and when: what is sealed opens at its own place alone."""

    person: bytes
    item: bytes
    said: int  # microseconds since 1970
    received: int


@dataclass(frozen=True, slots=True)
class SourceKeys:
    """Of one source; no other's copies can be found or opened with them."""

    source_id: str
    _sealing: bytes = field(repr=False)
    _naming: bytes = field(repr=False)

    @classmethod
    def of(cls, source_id: str, key: bytes) -> SourceKeys:
        return cls(
            source_id,
            derived_key(key, "carerecord edge sealing 1"),
            derived_key(key, "carerecord edge naming 1"),
        )

    def person(self, nhs_number: str) -> bytes:
        return self._digest("person", nhs_number)

    def item(self, nhs_number: str, type: str, id: str) -> bytes:
        return self._digest("item", nhs_number, type, id)

    def place(self, nhs_number: str, type: str, id: str, said: int, received: int) -> Place:
        return Place(self.person(nhs_number), self.item(nhs_number, type, id), said, received)

    def seal(self, place: Place, raw: bytes) -> bytes:
        return seal(self._sealing, raw, self._name(place))

    def opened(self, place: Place, sealed: bytes) -> bytes:
        """Raises `SealBroken`."""
        return opened(self._sealing, sealed, self._name(place))

    def _name(self, place: Place) -> str:
        person, item = place.person.hex(), place.item.hex()
        return f"{self.source_id} {person} {item} {place.said} {place.received}"

    def _digest(self, *words: str) -> bytes:
        made = hmac.digest(self._naming, "\0".join(words).encode(), "sha256")
        return made[:_DIGEST_BYTES]
