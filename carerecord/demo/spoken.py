"""The protocols that sources of the demo speak: who answers in each, and what whoever asks must say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from yarl import URL

from carerecord.connectors.bars.fake import ASKER as BOOKED_BY
from carerecord.connectors.bars.fake import FakeBars
from carerecord.connectors.fake_people import held
from carerecord.connectors.fake_port import FakePort
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.connectors.gp_connect.fake import FakeGpConnect
from carerecord.connectors.immunisation.fake import TARGETS, FakeImmunisation
from carerecord.connectors.mhd.fake import FakeMhd
from carerecord.connectors.nrl.fake import HOLDER, FakeNrl
from carerecord.connectors.prescriptions.fake import ASKER as TRACKED_BY
from carerecord.connectors.prescriptions.fake import FakePrescriptions
from carerecord.connectors.scr.fake import ASKER as SUMMARISED_FOR
from carerecord.connectors.scr.fake import FakeScr
from carerecord.connectors.xds.fake import RETRIEVAL, FakeXds
from carerecord.contract import Resource
from carerecord.demo.records import Records
from carerecord.demo.stu3 import stu3_of
from carerecord.fhir import decode_resource

_PAGE = 500  # resources, the most that is asked for at once


@dataclass(frozen=True, slots=True)
class Spoken:
    fake: Callable[[Records], FakePort]
    options: Callable[[str], Mapping[str, object]] = lambda url: {}  # beside this address


def _practice(records: Records) -> FakePort:
    def in_stu3(nhs_number: str) -> Sequence[bytes] | None:
        found = records(nhs_number)
        return None if found is None else [stu3_of(held(one).raw) for one in found]

    return FakeGpConnect(in_stu3)


def _gateway(records: Records) -> FakePort:
    def in_full(nhs_number: str) -> Sequence[Resource] | None:
        found = records(nhs_number)
        return None if found is None else [decode_resource(held(one).raw) for one in found]

    return FakeXds(in_full, gateway=True)


def _origin(url: str) -> str:
    return str(URL(url).origin())


_WESTMERE = {"organisation": "QNW01"}

SPOKEN: Mapping[str, Spoken] = {
    "fhir_r4": Spoken(lambda records: FakeSource(records, page_size=_PAGE)),
    "gp_connect": Spoken(
        _practice,
        lambda url: {
            "from_asid": "200000000115",
            "to_asid": "200000000116",
            "organisation": "QNE01",
            "organisation_name": "Eastfield",
            "issuer": "https://record.eastfield.example",
        },
    ),
    "mhd": Spoken(FakeMhd),
    "xds": Spoken(
        _gateway, lambda url: {"gateway": True, "retrieve": f"{_origin(url)}{RETRIEVAL}"}
    ),
    "nrl": Spoken(FakeNrl, lambda url: {**_WESTMERE, "fetch_from": [_origin(url) + HOLDER]}),
    "immunisation": Spoken(FakeImmunisation, lambda url: {"targets": TARGETS}),
    "scr": Spoken(FakeScr, lambda url: SUMMARISED_FOR),
    "prescriptions": Spoken(FakePrescriptions, lambda url: {**TRACKED_BY, **_WESTMERE}),
    "bars": Spoken(
        FakeBars,
        lambda url: {
            **BOOKED_BY,
            **_WESTMERE,
            "organisation_name": "Westmere",
            "issuer": "https://record.westmere.example",
        },
    ),
}
