"""Every document other people made goes in over a socket: each is filed, waits, or is refused, and nothing is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from carerecord.connectors.documents.tests.documents_given import ADA, Region
from carerecord.contract import Person, Resource
from carerecord.edge.names import named_in
from carerecord.fhir.cda import NotCdaError, translate
from carerecord.identity import People
from carerecord.store import Database
from spec.documents.documents_given import LONDON, SHARED, cda, section_in

NHS = "2.16.840.1.113883.2.1.4.1"
NO_DOCUMENT = ("EOLC-Questionnaire", "EOLC-QuestionnaireResponse")
_numbers = count(999_100_000)


@dataclass(frozen=True, slots=True)
class Sent:
    name: str
    path: str
    body: bytes
    release: str = "R4"


def files() -> list[Sent]:
    found = [
        Sent(one.stem, "/cda", cda(section_in(one.stem)))
        for one in sorted((SHARED / "cda/hl7-entries").glob("*.xml"))
    ]
    for folder, path in (("cda/hl7", "/cda"), ("cda/vendors", "/cda"), ("cda/uk-111-itk", "/itk")):
        found += [
            Sent(one.stem, path, one.read_bytes())
            for one in sorted((SHARED / folder).glob("*.xml"))
        ]
    for folder, release in (
        ("cda/uk-111-itk-as-fhir-stu3", "STU3"), ("ihe/mhd-provide", "R4"), ("documents-stu3", "STU3"),
    ):  # fmt: skip
        found += [
            Sent(one.stem, "/fhir", one.read_bytes(), release)
            for one in sorted((SHARED / folder).glob("*.*"))
        ]
    return found


FILES = files() if SHARED.exists() else []


def number() -> str:
    """The next NHS number of the test range."""
    while True:
        digits = str(next(_numbers))
        check = 11 - sum(int(one) * (10 - place) for place, one in enumerate(digits)) % 11
        if check != 10:
            return f"{digits}{check % 11}"


def certain(sent: Sent) -> tuple[bytes, Person]:
    """The same document about somebody who is known here by a number of the test range."""
    own = number()
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


async def test_as_it_is_it_waits_for_somebody_or_is_refused(db: Database):
    """None but the examples of sections is about anybody who is known here."""
    await People(db).add([ADA])
    for sent in FILES:
        region = Region.speaking(db, release=sent.release)
        before = len(await region.waiting())
        (answer,) = await region.post(sent.path, sent.body)
        waits = len(await region.waiting()) - before
        if sent.name in NO_DOCUMENT:
            assert (answer.status, waits) == (422, 0), sent.name
        elif answer.status != 201:
            assert (answer.status in (200, 202), waits) == (True, 1), sent.name


async def test_about_somebody_known_every_one_is_filed_and_nothing_is_lost(db: Database):
    rows = []
    for sent in (one for one in FILES if one.name not in NO_DOCUMENT):
        body, person = certain(sent)
        await People(db).add([person])
        region = Region.speaking(db, release=sent.release)
        (answer,) = await region.post(sent.path, body)
        held = await region.held(person.nhs_number)
        in_words = sum(one["resourceType"] == "Basic" for one in held)
        rows.append(f"{sent.name[:52]:52} {answer.status} {len(held):4} {in_words:4}")
        assert answer.status in (200, 201), (sent.name, answer.body)
        assert len(held) == expected(body), sent.name
    print("file, answer, resources, of these in words", *rows, sep="\n")


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
