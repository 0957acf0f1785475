"""Kept so that whoever has a copy of the tables alone reads nothing: compressed and sealed (AES-256-GCM).

What is sealed is under a random key of its kind (a month, a source), itself sealed under one made of the region's.
When that random key is gone, nobody opens what it sealed. Everything is bound to its name: under another it is broken.
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
_SMALLEST_WINDOW = 10  # of zlib: the exponent of two
_FAST = 1  # of zlib: what is kept is written once and hardly ever read


class SealBroken(Exception):
    """What is kept is not what was sealed, or another key sealed it."""


def derived_key(key: bytes, use: str) -> bytes:
    """A key for one use alone, made from another: the region's own, or a random one."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=use.encode()).derive(key)


def new_key(wrapping: bytes, name: str) -> bytes:
    """A new random key, as it is kept: sealed."""
    return _sealed(wrapping, secrets.token_bytes(KEY_BYTES), name)


def unwrapped(wrapping: bytes, wrapped: bytes, name: str) -> bytes:
    """The random key. Raises `SealBroken`."""
    return _opened(wrapping, wrapped, name)


def seal(key: bytes, body: bytes, name: str) -> bytes:
    """For one name: under another's it cannot be opened."""
    return _sealed(key, _compressed(body), name)


def opened(key: bytes, sealed: bytes, name: str) -> bytes:
    """The bytes that were sealed. Raises `SealBroken`."""
    try:
        return zlib.decompress(_opened(key, sealed, name))
    except zlib.error:
        raise SealBroken from None


def _compressed(body: bytes) -> bytes:
    """With a window no larger than the body: to clear one of the usual size takes longer than a few hundred bytes."""
    window = min(zlib.MAX_WBITS, max(_SMALLEST_WINDOW, len(body).bit_length()))
    made = zlib.compressobj(_FAST, zlib.DEFLATED, window, window - _SMALLEST_WINDOW + 3)
    return made.compress(body) + made.flush()


def _sealed(key: bytes, content: bytes, name: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, name.encode())


def _opened(key: bytes, sealed: bytes, name: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
    except (InvalidTag, ValueError):
        raise SealBroken from None
