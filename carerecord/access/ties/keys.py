"""Everything that could tie somebody to somebody, as (kind, digest): for staff and for a person alike.

A digest is HMAC-SHA-256 with a key derived from the region's own, so that nobody can try all NHS numbers or
all addresses against the table without that key. An empty value makes no digest.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from carerecord.access.ties.addresses import fold, home_keys, postcode_of
from carerecord.access.ties.contract import StaffTies
from carerecord.contract import Person

Kind = Literal["own", "relative", "home", "name", "phone"]
Key = tuple[str, bytes]

KEY_BYTES = 32
_PURPOSE = b"carerecord staff ties 1"
_PHONE = re.compile(
    r"(?<![0-9+])(?:(?:\+|00)44[ ().-]*(?:\(0\))?|0)(?:[ ().-]*[0-9]){9,10}(?![0-9])"
)
_ABROAD = re.compile(r"(?<![0-9])(?:\+|00)(?!44)(?:[ ().-]*[0-9]){8,14}(?![0-9])")


class Digests:
    """Makes digests with one region's key; ValueError for a key that is not 32 bytes."""

    def __init__(self, region_key: bytes) -> None:
        if len(region_key) != KEY_BYTES:
            raise ValueError(f"the region's key must have {KEY_BYTES} bytes")
        self._key = hmac.digest(region_key, _PURPOSE, hashlib.sha256)

    def of(self, kind: str, value: str) -> bytes:
        """32 bytes. One value has another digest for each kind."""
        return hmac.digest(self._key, f"{kind}\0{value}".encode(), hashlib.sha256)

    def own(self, nhs_number: str) -> bytes:
        """Of one's own number, however it is spaced; of nobody's where it is none."""
        digits = next((digits for _, digits in _numbers("own", [nhs_number])), "")
        return self.of("own", digits)

    def of_staff(self, staff: StaffTies) -> frozenset[Key]:
        values = [
            *_numbers("own", [staff.nhs_number]),
            *_numbers("relative", staff.relatives),
            *_household(staff.family, staff.address, staff.postcode),
            *(("phone", phone) for text in staff.phones for phone in phones_in(text)),
        ]
        return frozenset((kind, self.of(kind, value)) for kind, value in values)

    def of_person(self, person: Person) -> frozenset[Key]:
        """What to look for among a viewer's keys: of the person as the index has them, nothing hidden."""
        told = f"{person.phone} ; {person.next_of_kin}"
        values = [
            *_numbers("own", [person.nhs_number]),
            *_numbers("relative", [person.nhs_number]),
            *_household(person.family, person.address, person.postcode),
            *(("phone", phone) for phone in phones_in(told)),
        ]
        return frozenset((kind, self.of(kind, value)) for kind, value in values)


def _numbers(kind: Kind, numbers: Iterable[str]) -> Iterator[tuple[Kind, str]]:
    for number in numbers:
        digits = "".join(c for c in number if c in "0123456789")
        if len(digits) == 10:
            yield kind, digits


def _household(family: str, address: str, postcode: str) -> Iterator[tuple[Kind, str]]:
    for home in home_keys(address, postcode):
        yield "home", home
    where = postcode_of(postcode, address)
    if where:
        for name in family_names(family):
            yield "name", f"{where} {name}"


def family_names(family: str) -> frozenset[str]:
    """“Smith-Jones” is smithjones, smith and jones: half of a double name is family too."""
    parts = fold(family).split()
    return frozenset(name for name in ("".join(parts), *parts) if len(name) > 1)


def phones_in(text: str) -> frozenset[str]:
    """Every whole telephone number in a text, “07700900461” whether it was written with +44 or 0."""
    here = {_national(match[0]) for match in _PHONE.finditer(text)}
    abroad = {"00" + _digits(match[0]).removeprefix("00") for match in _ABROAD.finditer(text)}
    return frozenset(here | abroad)


def _national(written: str) -> str:
    digits = _digits(written)
    for country in ("0044", "44"):
        if digits.startswith(country):
            return "0" + digits.removeprefix(country).removeprefix("0")
    return digits


def _digits(text: str) -> str:
    return "".join(c for c in text if c in "0123456789")
