"""Numbers as sent: 72.50 is not 72.5, and 1e-7 is not 1E-07."""

from __future__ import annotations

from typing import Any

import msgspec

from carerecord.contract import Resource


class Sent(float):
    """A decimal that is written the way its source wrote it."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Sent:
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def __reduce__(self) -> tuple[type[Sent], tuple[str]]:
        return Sent, (self.text,)


_decoder: msgspec.json.Decoder[Resource] = msgspec.json.Decoder(dict[str, Any], float_hook=Sent)


def decode_resource(raw: bytes | msgspec.Raw) -> Resource:
    """One JSON object. Raises `ValueError` (msgspec's are) or `RecursionError` when it is not one."""
    return _decoder.decode(raw)


def _as_raw(value: object) -> object:
    if isinstance(value, Sent):
        return msgspec.Raw(value.text.encode())
    raise TypeError(f"{type(value).__name__} has no place in a resource")


_encoder = msgspec.json.Encoder(enc_hook=_as_raw)


def encode_resource(resource: object) -> bytes:
    """JSON in which every number stands as it was sent."""
    return _encoder.encode(resource)
