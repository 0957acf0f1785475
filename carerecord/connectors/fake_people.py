"""What the fake holds of one person, encoded once; and the same as if it were somebody else's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from carerecord.contract import Resource
from carerecord.fhir import NHS_NUMBER, decode_resource, encode_resource, nhs_numbers

SOMEBODY_ELSE = (
    "9990000018",
    "9990000026",
)  # of the test range; the second where the first is asked for


class Held(NamedTuple):
    kind: str
    id: str
    raw: bytes


def held(one: bytes | Resource) -> Held:
    resource = decode_resource(one) if isinstance(one, bytes) else one
    raw = one if isinstance(one, bytes) else encode_resource(one)
    return Held(str(resource.get("resourceType", "")), str(resource.get("id", "")), raw)


def another_person(everything: Iterable[Held]) -> list[Held]:
    """The whole record again, under another NHS number, name and birth date."""
    return [_other_patient(one) if one.kind == "Patient" else one for one in everything]


def _other_patient(one: Held) -> Held:
    patient = decode_resource(one.raw)
    number = SOMEBODY_ELSE[SOMEBODY_ELSE[0] in nhs_numbers(patient)]
    changed = {
        **patient,
        "identifier": [{"system": NHS_NUMBER, "value": number}],
        "name": [{"family": "Somebody", "given": ["Else"]}],
        "birthDate": "1901-02-03",
    }
    return held(changed)
