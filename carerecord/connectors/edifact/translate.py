"""One EDIFACT report (MEDRPT, NHSRSR) read into R4: Patient, DiagnosticReport, Observations and Specimens. Pure.

NHS003 and NHS004 are pathology, NHS002 radiology. Values stand to the digit; no status is taken for granted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from carerecord.connectors.contract import Pushed
from carerecord.connectors.edifact.investigations import Investigation, investigations, lines
from carerecord.connectors.edifact.message import Message, NotEdifact, Segment, messages
from carerecord.connectors.folder_feed import Part
from carerecord.connectors.pushed import Names, own_id, without_empty
from carerecord.contract import Resource, SourceSettings
from carerecord.fhir import NHS_NUMBER

_REPORTS = ("MEDRPT", "NHSRSR")
_DATE_FORMATS = {"102": "%Y%m%d", "203": "%Y%m%d%H%M"}
_GENDER = {"1": "male", "2": "female", "0": "unknown", "9": "other"}
_NAME = {"SU": "family", "FO": "given", "MI": "given", "TI": "prefix"}
_NUMBER = re.compile(r"\d{10}")
_CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
_SUBJECT = {"reference": "Patient/patient"}


def reports(raw: bytes, source: SourceSettings, zone: ZoneInfo) -> Iterator[Part]:
    """Every report of one file."""
    try:
        found = messages(raw)
    except NotEdifact as error:
        yield Part(raw, None, str(error))
        return
    for message in found:
        try:
            yield Part(message.raw, pushed(message, source, zone))
        except NotEdifact as error:
            yield Part(message.raw, None, f"message {message.place}: {error}")


def pushed(message: Message, source: SourceSettings, zone: ZoneInfo) -> Pushed:
    """Raises `NotEdifact`: a report that cannot be read."""
    header = next(message.all("UNH"))
    if header.text(2) not in _REPORTS:
        raise NotEdifact("UNH names another kind of message than a report")
    name = next(message.all("PNA"), None)
    if name is None:
        raise NotEdifact("PNA is missing: whose report it is is not said")
    said = _dates(message, zone).get("137", "")
    if len(said) <= len("2026-11-21"):
        raise NotEdifact("DTM+137 is missing or no time: when it was said is not known")
    birth_date = _dates(message, zone).get("329", "")
    number = name.text(2)
    return Pushed(
        said=datetime.fromisoformat(said).astimezone(UTC),
        numbers=(number,) if _NUMBER.fullmatch(number) else (),
        birth_date=birth_date,
        resources=(_patient(message, name, number, birth_date), *_report(message, source, zone)),
    )


def _dates(message: Message, zone: ZoneInfo) -> dict[str, str]:
    """By its qualifier, the first of each as FHIR writes it, as exact as it was sent; what is no date is left out."""
    found: dict[str, str] = {}
    for one in message.all("DTM"):
        found.setdefault(one.text(1), date_of(one, zone))
    return found


def date_of(dtm: Segment, zone: ZoneInfo) -> str:
    format = _DATE_FORMATS.get(dtm.text(1, 3), "")
    try:
        at = datetime.strptime(dtm.text(1, 2), format) if format else None
    except ValueError:
        return ""
    if at is None or len(dtm.text(1, 2)) != len(at.strftime(format)):
        return ""
    return at.date().isoformat() if format == "%Y%m%d" else at.replace(tzinfo=zone).isoformat()


def _patient(message: Message, name: Segment, number: str, birth_date: str) -> Resource:
    parts: dict[str, Any] = {}
    for element in name.elements:
        if len(element) > 1 and element[0] in _NAME:
            known, word = _NAME[element[0]], element[1].strip()
            parts[known] = word if known == "family" else [*parts.get(known, []), word]
    sex = next(message.all("PDI"), None)
    return without_empty({
        "resourceType": "Patient",
        "id": "patient",
        "identifier": [{"system": NHS_NUMBER, "value": number}] if number else [],
        "name": [parts] if parts else [],
        "birthDate": birth_date,
        "gender": _GENDER.get(sex.text(1), "") if sex else "",
    })  # fmt: skip


def _report(message: Message, source: SourceSettings, zone: ZoneInfo) -> list[Resource]:
    numbers = {one.text(1): one.text(1, 2) for one in message.all("RFF")}
    number = numbers.get("SRI", "")
    if not number:
        raise NotEdifact("RFF+SRI is missing: which report it is is not said")
    found = investigations(message)
    names = Names()
    specimens = [_specimen(one, own_id("specimen", number, names.apart(one.place)), zone) for one in found.specimens]  # fmt: skip
    by_place = _by_place(found.specimens, specimens)
    dates = _dates(message, zone)
    shared = {
        "subject": _SUBJECT,
        "category": [{"coding": [{"system": _CATEGORIES, "code": "imaging" if found.is_imaging else "laboratory"}]}],
        "effectiveDateTime": dates.get("SCO") or dates.get("AIC") or dates.get("SRI", ""),
        "issued": dates.get("ISR", ""),
        "performer": [{"display": source.name}],
    }  # fmt: skip
    tests = Names()  # by its test, not its place: sent again beside others it is the same result
    ids = [own_id("obs", number, tests.apart(one.name)) for one in found.tests]
    members = _by_group(found.tests, ids)
    observations = [
        _observation(own, one, shared, by_place, members.get(one.heads, []))
        for own, one in zip(ids, found.tests, strict=True)
    ]
    report = {
        "resourceType": "DiagnosticReport",
        "id": own_id("report", number),
        "identifier": [{"value": number}],
        "status": "unknown",  # STS names the state of the exchange, not of the results
        "code": found.code or {"text": "Imaging report" if found.is_imaging else "Laboratory report"},
        **shared,
        "specimen": [{"reference": f"Specimen/{one['id']}"} for one in specimens],
        "result": [{"reference": f"Observation/{own}"} for own in ids],
        "conclusion": "\n".join(found.words).strip("\n"),
    }  # fmt: skip
    return [without_empty(report), *specimens, *observations]


def _by_place(sent: list[Investigation], made: list[Resource]) -> dict[str, str]:
    """What a test may point at; a number that two specimens have tells neither."""
    times = Counter(one.place for one in sent)
    both = zip(sent, made, strict=True)
    return {one.place: f"Specimen/{own['id']}" for one, own in both if times[one.place] == 1}


def _by_group(tests: Iterable[Investigation], ids: list[str]) -> dict[str, list[str]]:
    """What is said to belong to each group of tests, by the group's number."""
    found: dict[str, list[str]] = {}
    for own, one in zip(ids, tests, strict=True):
        if group := one.group:
            found.setdefault(group, []).append(own)
    return found


def _observation(
    own: str, one: Investigation, shared: Resource, specimens: dict[str, str], members: list[str]
) -> Resource:
    specimen = specimens.get(one.specimen, "")
    return without_empty({
        "resourceType": "Observation",
        "id": own,
        "status": "unknown",
        "code": one.code,
        **shared,
        "specimen": {"reference": specimen} if specimen else {},
        **one.value,
        "interpretation": [one.flag] if one.flag else [],
        "referenceRange": one.ranges,
        "hasMember": [{"reference": f"Observation/{member}"} for member in members],
        "note": [{"text": words} for words in ["\n".join(one.comments)] if words],
    })  # fmt: skip


def _specimen(one: Investigation, own: str, zone: ZoneInfo) -> Resource:
    dates = {dtm.text(1): date_of(dtm, zone) for dtm in one.inside if dtm.tag == "DTM"}
    kinds = [spc.text(2, 4) for spc in one.inside if spc.tag == "SPC" and spc.text(1) == "TSP"]
    numbers = [rff.text(1, 2) for rff in one.inside if rff.tag == "RFF" and rff.text(1) == "STI"]
    collected = dates.get("SCO", "")
    return without_empty({
        "resourceType": "Specimen",
        "id": own,
        "identifier": [{"value": value} for value in numbers[:1]],
        "subject": _SUBJECT,
        "type": {"text": kinds[0]} if kinds and kinds[0] else {},
        "receivedTime": dates.get("SRI", ""),
        "collection": {"collectedDateTime": collected} if collected else {},
        "note": [{"text": words} for words in ["\n".join(lines(one.inside, "SPC"))] if words],
    })  # fmt: skip
