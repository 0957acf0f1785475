"""Numbers as sent: 72.50 is not 72.5, and 1e-7 is not 1E-07."""

from __future__ import annotations

import re
from collections.abc import Callable
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


def _number(text: str) -> float:
    """A plain one where that writes itself as it came; not all do with an exponent."""
    number = float(text)
    return number if repr(number) == text and "e" not in text else Sent(text)


_PLAIN = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")


def sent_number(text: str) -> float | None:
    """A number that stands in words, written as it came; None for what JSON could not write so (“05”, “.5”)."""
    if not _PLAIN.fullmatch(text):
        return None
    return int(text) if text.lstrip("-").isdigit() and len(text) < 16 else _number(text)


_decoder: msgspec.json.Decoder[Resource] = msgspec.json.Decoder(dict[str, Any], float_hook=_number)


def decode_resource(raw: bytes | msgspec.Raw) -> Resource:
    """One JSON object. Raises `ValueError` (msgspec's are) or `RecursionError` when it is not one."""
    return _decoder.decode(raw)


class _Seen(dict[str, float]):
    """Numbers by their text, made when first asked for."""

    def __missing__(self, text: str) -> float:
        number = self[text] = _number(text)
        return number


def resource_decoder() -> Callable[[bytes | msgspec.Raw], Resource]:
    """`decode_resource` for one answer: numbers written alike become one object, and go when the answer goes."""
    decoder: msgspec.json.Decoder[Resource] = msgspec.json.Decoder(
        dict[str, Any], float_hook=_Seen().__getitem__
    )
    return decoder.decode


def _as_raw(value: object) -> object:
    if isinstance(value, Sent):
        return msgspec.Raw(value.text.encode())
    raise TypeError(f"{type(value).__name__} has no place in a resource")


_encoder = msgspec.json.Encoder(enc_hook=_as_raw)


def encode_resource(resource: object) -> bytes:
    """JSON in which every number stands as it was sent."""
    return _encoder.encode(resource)
