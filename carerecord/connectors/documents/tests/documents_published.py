"""Documents other people made: each as it is sent, about somebody who is known here, and how much must come of it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from carerecord.contract import Person, Resource
from carerecord.edge.names import named_in
from carerecord.fhir.cda import NotCdaError, translate

LONDON = ZoneInfo("Europe/London")
NUMBER, BORN = "9990000042", "1948-11-08"
NHS = "2.16.840.1.113883.2.1.4.1"
NO_DOCUMENT = ("EOLC-Questionnaire", "EOLC-QuestionnaireResponse")
_numbers = count(999_100_000)


@dataclass(frozen=True, slots=True)
class Sent:
    name: str
    path: str
    body: bytes
    release: str = "R4"


FOLDERS = {
    "cda/hl7-entries": ("/cda", "R4"),
    "cda/hl7": ("/cda", "R4"),
    "cda/vendors": ("/cda", "R4"),
    "cda/uk-111-itk": ("/itk", "R4"),
    "cda/uk-111-itk-as-fhir-stu3": ("/fhir", "STU3"),
    "ihe/mhd-provide": ("/fhir", "R4"),
    "documents-stu3": ("/fhir", "STU3"),
}
"""Where the documents of each are posted to, and the release of FHIR they are in."""


def documents_in(shared: Path, folder: str) -> list[Sent]:
    """None where they are not beside the project. An example of a section has a whole document put round it."""
    path, release = FOLDERS[folder]
    found = sorted((shared / folder).glob("*.*"))
    if folder == "cda/hl7-entries":
        return [Sent(one.stem, path, cda(section_of(one)), release) for one in found]
    return [Sent(one.stem, path, one.read_bytes(), release) for one in found]


def next_number() -> str:
    """The next NHS number of the test range, given once."""
    while True:
        digits = str(next(_numbers))
        check = 11 - sum(int(one) * (10 - place) for place, one in enumerate(digits)) % 11
        if check != 10:
            return f"{digits}{check % 11}"


def certain(sent: Sent) -> tuple[bytes, Person]:
    """The same document about somebody who is known here by a number of the test range."""
    own = next_number()
    if sent.path == "/fhir":
        body, born, said = _numbered_fhir(sent.body, own)
    else:
        text = re.sub(
            rf'<id [^>]*root="{re.escape(NHS)}"[^>]*/>', "", sent.body.decode("utf-8-sig")
        )
        whole = re.sub(
            r"(<(?:\w+:)?patientRole[^>]*>)",
            rf'\1<id root="{NHS}" extension="{own}"/>',
            text,
            count=1,
        )
        found = translate(whole.encode(), LONDON)
        body, born, said = whole.encode(), found.birth_date, found.resources
    called = next((one for resource in said for one in named_in(resource)), Person("", "", "", ""))
    return body, Person(f"p{own}", own, called.family, called.given, birth_date=born)


def _numbered_fhir(body: bytes, own: str) -> tuple[bytes, str, Sequence[Resource]]:
    """In XML the number that stands there is exchanged; in JSON one is added to each Patient."""
    system = "https://fhir.nhs.uk/Id/nhs-number"
    if body.lstrip().startswith(b"<"):
        text = re.sub(
            rf'({re.escape(system)}"(?:/>|></system>)\s*<value value=")\d+',
            rf"\g<1>{own}",
            body.decode("utf-8-sig"),
        )
        said = {key: re.findall(rf'<{key} value="([^"]+)"', text) for key in _SAID}
        name = {"family": said["family"][0], "given": said["given"][:1]}
        return text.encode(), said["birthDate"][0], [{"resourceType": "Patient", "name": [name]}]
    bundle = json.loads(body)
    patients = [
        one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Patient"
    ]
    for one in patients:
        one["identifier"] = [{"system": system, "value": own}]
    return json.dumps(bundle).encode(), patients[0]["birthDate"], patients


_SAID = ("birthDate", "family", "given")


def expected(body: bytes) -> int:
    """How many resources there must be: of CDA those of its entries, of a Bundle what it holds."""
    try:
        found = translate(body, LONDON)
    except NotCdaError:
        text = body.decode()
        headers = text.count('"MessageHeader"') if text.startswith("{") else 0
        return len(re.findall(r'"resource":|<resource>', text)) - headers
    assert found.entries == found.read + found.in_words
    return len(found.resources)


def cda(*section: str, number: str = NUMBER, own: str = "1.2.3", head: str = "") -> bytes:
    """A whole document with these sections, about an invented person."""
    whole = (
        one if "<component" in one.split("<section")[0] else f"<component>{one}</component>"
        for one in section
    )
    body = "".join(whole)
    return f"""<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xmlns:sdtc="urn:hl7-org:sdtc"><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
        <id root="{own}"/><code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/><title>Summary</title>
        <effectiveTime value="20260407090300"/>{head}<recordTarget><patientRole>
        <id root="2.16.840.1.113883.2.1.4.1" extension="{number}"/><patient><name><given>Ada</given>
        <family>Hope</family></name><birthTime value="{BORN.replace("-", "")}"/></patient></patientRole>
        </recordTarget><component><structuredBody>{body}</structuredBody></component>
        </ClinicalDocument>""".encode()


def section_of(file: Path) -> str:
    """The section that an example is, without what stands round it."""
    return re.sub(r"<\?xml.*?\?>", "", file.read_text("utf-8"))
