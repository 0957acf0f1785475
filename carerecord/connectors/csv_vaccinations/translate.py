"""One row read into R4: whom it is about, and the vaccination; every code and word as sent. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from carerecord.connectors.pushed import NUMBER, without_empty
from carerecord.contract import Resource, SourceSettings
from carerecord.fhir import NHS_NUMBER, Sent

_PROCEDURE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-VaccinationProcedure"
_SNOMED = "http://snomed.info/sct"
_GENDERS = {"1": "male", "2": "female", "9": "other", "0": "unknown"}
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_TIME = re.compile(r"(\d{8})T(\d\d)(\d\d)(\d\d)([01]\d)?")

Row = Mapping[str, str]


def day(sent: str) -> str:
    """A day as FHIR writes it; "" where it is none."""
    found = _DAY.fullmatch(sent)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def patient(row: Row, number: str) -> Resource:
    name = {"family": row["person_surname"], "given": [row["person_forename"]]}
    return without_empty({
        "resourceType": "Patient",
        "id": "patient",
        "identifier": [{"system": NHS_NUMBER, "value": number}] if number else [],
        "name": [name] if all((name["family"], row["person_forename"])) else [],
        "gender": _GENDERS.get(row["person_gender_code"], ""),
        "birthDate": day(row["person_dob"]),
        "address": [{"postalCode": row["person_postcode"]}] if row["person_postcode"] else [],
    })  # fmt: skip


def immunisation(row: Row, own: str, zone: ZoneInfo, source: SourceSettings) -> Resource:
    """Where no product is named the procedure says what was given."""
    procedure = _concept(row, "vaccination_procedure")
    indication = {"coding": [{"system": _SNOMED, "code": row["indication_code"]}]}
    return without_empty({
        "resourceType": "Immunization",
        "id": own,
        "extension": [{"url": _PROCEDURE, "valueCodeableConcept": procedure}],
        "identifier": [{"system": row["unique_id_uri"], "value": row["unique_id"]}],
        "status": "completed",
        "vaccineCode": _concept(row, "vaccine_product") or procedure,
        "patient": {"reference": "Patient/patient"},
        **_when(row["date_and_time"], zone),
        "recorded": day(row["recorded_date"]),
        "primarySource": {"true": True, "false": False}.get(row["primary_source"].casefold()),
        "location": _organisation("", row["location_code_type_uri"], row["location_code"]),
        "manufacturer": _displayed(row["vaccine_manufacturer"]),
        "lotNumber": row["batch_number"],
        "expirationDate": day(row["expiry_date"]),
        "site": _concept(row, "site_of_vaccination"),
        "route": _concept(row, "route_of_vaccination"),
        **_dose(row),
        "performer": [{"actor": one} for one in _performers(row, source) if one],
        "reasonCode": [indication] if row["indication_code"] else [],
        "protocolApplied": [_sequence(row["dose_sequence"])] if row["dose_sequence"] else [],
        "note": [{"text": words} for words in _unread(row)],
    })  # fmt: skip


def _concept(row: Row, name: str) -> dict[str, Any]:
    code, term = row[f"{name}_code"], row[f"{name}_term"]
    if not code:
        return {"text": term} if term else {}
    return {"coding": [without_empty({"system": _SNOMED, "code": code, "display": term})]}


def _when(sent: str, zone: ZoneInfo) -> dict[str, str]:
    """`20250730T11525001`: the last two digits are the hours by which it is ahead of UTC; without them it is local."""
    if found := day(sent):
        return {"occurrenceDateTime": found}
    parts = _TIME.fullmatch(sent)
    try:
        at = datetime.strptime(sent[:15], "%Y%m%dT%H%M%S") if parts else None
    except ValueError:
        at = None
    if at is None or parts is None:
        return {"occurrenceString": sent}
    hours = parts[5]
    ahead = zone if hours is None else timezone(timedelta(hours=int(hours)))
    return {"occurrenceDateTime": at.replace(tzinfo=ahead).isoformat()}


def _dose(row: Row) -> dict[str, Any]:
    amount, unit = row["dose_amount"], row["dose_unit_term"]
    if not NUMBER.fullmatch(amount):
        return {}
    code = row["dose_unit_code"]
    coded = {"system": _SNOMED, "code": code} if code else {}
    return {"doseQuantity": without_empty({"value": Sent(amount), "unit": unit, **coded})}


def _sequence(sent: str) -> dict[str, Any]:
    is_place = re.fullmatch(r"[1-9][0-9]{0,8}", sent)
    return {"doseNumberPositiveInt": int(sent)} if is_place else {"doseNumberString": sent}


def _performers(row: Row, source: SourceSettings) -> tuple[dict[str, Any], ...]:
    names = (row["performing_professional_forename"], row["performing_professional_surname"])
    site = _organisation("Organization", row["site_code_type_uri"], row["site_code"])
    return _displayed(" ".join(filter(None, names))), site or _displayed(source.name)


def _organisation(kind: str, system: str, code: str) -> dict[str, Any]:
    identifier = without_empty({"system": system, "value": code})
    return without_empty({"type": kind, "identifier": identifier}) if code else {}


def _displayed(words: str) -> dict[str, Any]:
    return {"display": words} if words else {}


def _unread(row: Row) -> list[str]:
    """What is not written as it should be is shown as it was sent."""
    dose, expiry = row["dose_amount"], row["expiry_date"]
    said = [f"Amount as sent: {dose}"] if dose and not NUMBER.fullmatch(dose) else []
    return [*said, *([f"Expiry as sent: {expiry}"] if expiry and not day(expiry) else [])]
