"""Compressed and sealed (AES-256-GCM) under a key of its month, which is itself sealed under the region's.

Whoever has a copy of the tables alone reads nothing; when a month's key is gone, nobody does.
"""

from __future__ import annotations

import secrets
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12
_FAST = 1  # of zlib: a page is kept once and hardly ever read


class SealBroken(Exception):
    """What is kept is not what was sealed, or another key sealed it."""


def wrapping_key(region_key: bytes) -> bytes:
    """The key that seals the months' keys, made from the region's own secret."""
    made = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"carerecord renderings 1")
    return made.derive(region_key)


def new_key(wrapping: bytes, month: str) -> bytes:
    """A month's new key, as it is kept: sealed."""
    return _sealed(wrapping, secrets.token_bytes(KEY_BYTES), month)


def unwrapped(wrapping: bytes, wrapped: bytes, month: str) -> bytes:
    """The month's key. Raises `SealBroken`."""
    return _opened(wrapping, wrapped, month)


def seal(key: bytes, body: bytes, entry_id: str) -> bytes:
    """For one entry: under another entry's id it cannot be opened."""
    return _sealed(key, zlib.compress(body, _FAST), entry_id)


def opened(key: bytes, sealed: bytes, entry_id: str) -> bytes:
    """The bytes that were sent. Raises `SealBroken`."""
    try:
        return zlib.decompress(_opened(key, sealed, entry_id))
    except zlib.error:
        raise SealBroken(entry_id) from None


def _sealed(key: bytes, content: bytes, name: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, name.encode())


def _opened(key: bytes, sealed: bytes, name: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
    except (InvalidTag, ValueError):
        raise SealBroken(name) from None
