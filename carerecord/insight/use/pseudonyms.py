"""What stands for a member of staff and a person, so that they can be counted within one month and in no other.

Keyed with the region's own secret, a key for each month: nobody without it can try ids, and the same id is another
number in the next month. A number of 64 bits is shared by two of a million with a chance of one in thirty million.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

_PURPOSE = b"carerecord use of the record 1 "


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    key: bytes  # of one month

    @classmethod
    def of(cls, region_key: bytes, month: str) -> Pseudonyms:
        return cls(hmac.digest(region_key, _PURPOSE + month.encode(), hashlib.sha256))

    def staff(self, viewer_id: str) -> int:
        return self._number(b"staff", viewer_id)

    def person(self, person_id: str) -> int:
        return self._number(b"person", person_id)

    def _number(self, of: bytes, known_as: str) -> int:
        made = hashlib.blake2b(known_as.encode(), digest_size=8, key=self.key, person=of)
        return int.from_bytes(made.digest())
