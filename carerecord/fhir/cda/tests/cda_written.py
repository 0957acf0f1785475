"""A small document to write sections into, about an invented person."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from carerecord.contract import Resource
from carerecord.fhir.cda import Cda, translate

LONDON = ZoneInfo("Europe/London")
NUMBER = "9990000042"
TARGET = f"""<recordTarget><patientRole><id root="2.16.840.1.113883.2.1.4.1" extension="{NUMBER}"/>
    <addr><streetAddressLine>12 Mill Lane</streetAddressLine><postalCode>LS1 4AB</postalCode></addr>
    <telecom value="tel:01130000000"/><patient><name><given>Ada</given><family>Hope</family></name>
    <administrativeGenderCode code="2"/><birthTime value="19481108"/></patient></patientRole></recordTarget>"""


def document(
    *sections: str, head: str = "", target: str = TARGET, made: str = "202604070903+01"
) -> bytes:
    body = "".join(f"<component>{one}</component>" for one in sections)
    return f"""<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <id root="A709A442-3CF4-476E-8377-376500E829C9"/><code code="373942005"
        codeSystem="2.16.840.1.113883.6.96" displayName="Discharge summary"/><title>Going home</title>
        <effectiveTime value="{made}"/>{head}{target}<component><structuredBody>{body}</structuredBody>
        </component></ClinicalDocument>""".encode()


def section(code: str, entry: str, text: str = "") -> str:
    return f"""<section><code code="{code}" codeSystem="2.16.840.1.113883.6.1"/><title>Part</title>
        <text>{text}</text><entry>{entry}</entry></section>"""


def read(*sections: str, **changed: str) -> Cda:
    return translate(document(*sections, **changed), LONDON)


def only(*sections: str, type: str = "") -> Resource:
    """The one resource that is neither the document nor its person."""
    found = [one for one in read(*sections).resources[2:] if type in ("", one["resourceType"])]
    assert len(found) == 1, found
    return found[0]


def result(value: str, more: str = "") -> str:
    """A section with one result."""
    return section(
        "30954-2",
        f"""<observation classCode="OBS" moodCode="EVN"><code code="718-7" displayName="Haemoglobin"
        codeSystem="2.16.840.1.113883.6.1"/><statusCode code="completed"/>{value}{more}</observation>""",
    )
