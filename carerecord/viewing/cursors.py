"""Where a search goes on, as something that only this region can make, for one viewer and one search alone."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

from carerecord.contract import Viewer

_PURPOSE = b"carerecord cursor of the audit log"
_PLACE_BYTES, _MAC_BYTES = 8, 16  # together a multiple of 3, so that base64 pads nothing


class NotACursor(ValueError):
    """It was not made here, or for another viewer or another search."""


@dataclass(frozen=True, slots=True)
class Cursors:
    region_key: bytes

    def made(self, viewer: Viewer, search: str, place: int) -> str:
        at = place.to_bytes(_PLACE_BYTES, "big")
        return base64.urlsafe_b64encode(at + self._mac(viewer, search, at)).decode()

    def place(self, viewer: Viewer, search: str, cursor: str) -> int:
        """Raises `NotACursor`."""
        try:
            raw = base64.urlsafe_b64decode(cursor.encode("ascii"))
        except (binascii.Error, ValueError):
            raise NotACursor from None
        at, mac = raw[:_PLACE_BYTES], raw[_PLACE_BYTES:]
        if not hmac.compare_digest(mac, self._mac(viewer, search, at)):
            raise NotACursor
        return int.from_bytes(at, "big")

    def _mac(self, viewer: Viewer, search: str, at: bytes) -> bytes:
        key = hmac.digest(self.region_key, _PURPOSE, hashlib.sha256)
        said = "\0".join((viewer.id, viewer.organisation, viewer.role, search)).encode()
        return hmac.digest(key, at + said, hashlib.sha256)[:_MAC_BYTES]
