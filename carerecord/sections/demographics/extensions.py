"""What UK Core says of a person in extensions: the standing of the NHS number, ethnicity, and whatever else it adds."""

from __future__ import annotations

from collections.abc import Iterator

from carerecord.contract import Resource
from carerecord.fhir import NHS_NUMBER, as_dict, as_list
from carerecord.sections.contract import Linked
from carerecord.sections.uk_core import added
from carerecord.sections.words import extension_of, labelled, said, shown_date


def extended(patient: Resource, linked: Linked) -> Iterator[str]:
    for identifier in map(as_dict, as_list(patient.get("identifier"))):
        if identifier.get("system") == NHS_NUMBER:
            yield labelled("NHS number", _concept(identifier, "NHSNumberVerificationStatus"))
    yield labelled("Ethnicity", _concept(patient, "EthnicCategory"))
    yield labelled("Religion", _concept(patient, "patient-religion"))
    born = extension_of(as_dict(patient.get("_birthDate")), "patient-birthTime")
    yield labelled("Time of birth", shown_date(born.get("valueDateTime")))
    yield from added(patient, linked, ("EthnicCategory",))


def _concept(element: Resource, name: str) -> str:
    return said(extension_of(element, name).get("valueCodeableConcept"))
