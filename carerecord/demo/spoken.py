"""The protocols that sources of the demo speak: who answers in each, and what whoever asks must say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from yarl import URL

from carerecord.connectors.bars.fake import ASKER as BOOKED_BY
from carerecord.connectors.bars.fake import FakeBars
from carerecord.connectors.fake_people import held
from carerecord.connectors.fake_port import FakePort
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.connectors.gp_connect.fake import FakeGpConnect
from carerecord.connectors.immunisation.fake import TARGETS, FakeImmunisation, patient_name
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
from carerecord.demo.tracker import as_tracked
from carerecord.fhir import as_dict, decode_resource

_PAGE = 500  # resources, the most that is asked for at once


@dataclass(frozen=True, slots=True)
class Spoken:
    fake: Callable[[Records], FakePort]
    options: Callable[[str], Mapping[str, object]] = lambda url: {}  # beside this address
    names_asker: bool = False  # the options say which organisation asks


def _practice(records: Records) -> FakePort:
    def in_stu3(nhs_number: str) -> Sequence[bytes] | None:
        found = records(nhs_number)
        return None if found is None else [stu3_of(held(one).raw) for one in found]

    return FakeGpConnect(in_stu3)


def _gateway(records: Records) -> FakePort:
    return FakeXds(_in_full(records), gateway=True)


def _tracker(records: Records) -> FakePort:
    return FakePrescriptions(_in_full(records, as_tracked))


def _vaccinations(records: Records) -> FakePort:
    """Its Patient has a name that is no id; each vaccination says whose it is by that."""

    def named(held: Iterable[Resource]) -> list[Resource]:
        return [
            {**one, "patient": {"reference": patient_name(own)}} if own else one
            for one in held
            for own in [_own_patient(one)]
        ]

    return FakeImmunisation(_in_full(records, named))


def _own_patient(vaccination: Resource) -> str:
    """The id of the Patient it names as a record does that has ids of its own."""
    whose = str(as_dict(vaccination.get("patient")).get("reference", ""))
    return whose.removeprefix("Patient/") if whose.startswith("Patient/") else ""


def _in_full(
    records: Records, said: Callable[[Iterable[Resource]], list[Resource]] = list
) -> Callable[[str], Sequence[Resource] | None]:
    def in_full(nhs_number: str) -> Sequence[Resource] | None:
        found = records(nhs_number)
        return None if found is None else said(decode_resource(held(one).raw) for one in found)

    return in_full


def _origin(url: str) -> str:
    return str(URL(url).origin())


SPOKEN: Mapping[str, Spoken] = {
    "fhir_r4": Spoken(lambda records: FakeSource(records, page_size=_PAGE)),
    "gp_connect": Spoken(
        _practice,
        lambda url: {
            "from_asid": "200000000115",
            "to_asid": "200000000116",
            "organisation_name": "Eastfield",
            "issuer": "https://record.eastfield.example",
        },
        names_asker=True,
    ),
    "mhd": Spoken(FakeMhd),
    "xds": Spoken(
        _gateway, lambda url: {"gateway": True, "retrieve": f"{_origin(url)}{RETRIEVAL}"}
    ),
    "nrl": Spoken(FakeNrl, lambda url: {"fetch_from": [_origin(url) + HOLDER]}, names_asker=True),
    "immunisation": Spoken(_vaccinations, lambda url: {"targets": TARGETS}),
    "scr": Spoken(FakeScr, lambda url: SUMMARISED_FOR),
    "prescriptions": Spoken(_tracker, lambda url: TRACKED_BY, names_asker=True),
    "bars": Spoken(
        FakeBars,
        lambda url: {
            **BOOKED_BY,
            "organisation_name": "Westmere",
            "issuer": "https://record.westmere.example",
        },
        names_asker=True,
    ),
}
