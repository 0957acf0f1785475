"""What each sender says of a few people: `now` of whoever is on a ward, of the `day` of the region's story else. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from carerecord.connectors.hl7v2.fake import Stay
from carerecord.contract import Person, Resource
from carerecord.demo.westmere.senders.sources import LETTERS, WARDS
from carerecord.fhir import NHS_NUMBER

_WARD = "Ward 4"
_ON_WARD = timedelta(hours=3)
_BEFORE = timedelta(days=2)


def of_wards(people: Sequence[Person], now: datetime) -> list[bytes]:
    """The first is on a ward, and her blood was taken there."""
    return [
        message
        for person in people[:1]
        for message in (_stay(person, now).message("A01", now - _ON_WARD), _blood(person, now))
    ]


def of_laboratory(people: Sequence[Person], day: date) -> Mapping[str, bytes]:
    """A file for each report."""
    return {f"report-{place}.edi": _report(one, day) for place, one in enumerate(people, 1)}


def of_council(people: Sequence[Person], day: date) -> Mapping[str, bytes]:
    """One file, a row for each person."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(("nhs_number", "birth_date", "id", "kind", "title", "status", "said", "starts", "worker", "phone"))  # fmt: skip
    for person in people:
        rows.writerow((
            person.nhs_number, person.birth_date, f"C-{person.nhs_number[-4:]}", "package",
            "Home care twice a day", "active", _written(day).isoformat(), day - _BEFORE,
            "A Mills", "01632 960241",
        ))  # fmt: skip
    return {"packages.csv": file.getvalue().encode()}


def of_letters(people: Sequence[Person], day: date) -> list[bytes]:
    """A FHIR document each."""
    return [msgspec.json.encode(_letter(one, _written(day))) for one in people]


def _written(day: date) -> datetime:
    """What does not change from one start to the next: sent again, it is the same."""
    return datetime.combine(day - _BEFORE, time(11, 5), UTC)


def _stay(person: Person, now: datetime) -> Stay:
    return Stay(
        facility=WARDS.organisation,
        number=person.nhs_number,
        local_id=_local(person),
        family=person.family,
        given=person.given,
        birth_date=person.birth_date,
        visit=f"V-{person.nhs_number[-4:]}",
        ward=_WARD,
        began=now - _ON_WARD,
    )


def _blood(person: Person, now: datetime) -> bytes:
    taken, said = (f"{at:%Y%m%d%H%M%S%z}" for at in (now - timedelta(hours=2), now))
    born = person.birth_date.replace("-", "")
    report = f"F-{person.nhs_number[-4:]}"
    segments = (
        f"MSH|^~\\&|LAB|{WARDS.organisation}|CARERECORD|REGION|{said}||ORU^R01|{report}-{said}|P|2.4",
        f"PID|1||{_local(person)}^^^{WARDS.organisation}^MR~{person.nhs_number}^^^NHS^NH"
        f"||{person.family}^{person.given}||{born}",
        f"OBR|1||{report}^LAB|UE^Urea and electrolytes^L|||{taken}|||||||||||||||{said}|||F",
        "OBX|1|NM|NA^Sodium^L||138|mmol/L|133-146|N|||F",
        "OBX|2|NM|K^Potassium^L||5.40|mmol/L|3.5-5.3|H|||F",
    )
    return "\r".join((*segments, "")).encode()


def _report(person: Person, day: date) -> bytes:
    written = _written(day)
    taken, said = (f"{at:%Y%m%d%H%M}" for at in (written - timedelta(hours=5), written))
    born = person.birth_date.replace("-", "")
    segments = (
        "UNH+1+MEDRPT:0:1:RT:NHS003", f"DTM+137:{said}:203", f"RFF+SRI:W{person.nhs_number[-4:]}",
        f"PNA+PAT+{person.nhs_number}:OPI+++SU:{_plain(person.family)}+FO:{_plain(person.given)}",
        f"DTM+329:{born}:102", "S16+16", "SEQ++1", "SPC+TSP+:::Serum", f"DTM+SCO:{taken}:203",
        "INV+MQ+44I4.:911::Potassium", "RSL+NV+4.30++:::mmol/L", "RFF+ASL:1", "S20+20",
        "RND+U+3.5+5.3",
    )  # fmt: skip
    return "'".join((*segments, f"UNT+{len(segments) + 1}+1", "")).encode()


def _letter(person: Person, written: datetime) -> Resource:
    words = "Walks with one stick. Exercises twice a day. Review in six weeks."
    composition: Resource = {
        "resourceType": "Composition",
        "id": "letter",
        "identifier": {"system": "https://westmere-letters.example/Id/letter", "value": person.id},
        "status": "final",
        "type": {"text": "Physiotherapy letter"},
        "title": "Physiotherapy letter",
        "date": written.isoformat(),
        "subject": {"reference": "Patient/person"},
        "author": [{"display": f"J Hollis, {LETTERS.name}"}],
        "section": [{"title": "Plan", "text": {"status": "additional", "div": _div(words)}}],
    }
    patient: Resource = {
        "resourceType": "Patient",
        "id": "person",
        "identifier": [{"system": NHS_NUMBER, "value": person.nhs_number}],
        "birthDate": person.birth_date,
    }
    entries = [{"resource": one} for one in (composition, patient)]
    return {"resourceType": "Bundle", "type": "document", "entry": entries}


def _div(words: str) -> str:
    return f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{words}</p></div>'


def _local(person: Person) -> str:
    return f"W{person.nhs_number[-6:]}"


def _plain(name: str) -> str:
    """EDIFACT has marks of its own, which no name here needs."""
    return "".join(each for each in name.upper() if each not in "'+:?")
