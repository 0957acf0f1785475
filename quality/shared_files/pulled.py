"""Files as the answers of sources that are asked: each served on a port of this machine, and asked for there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from carerecord.connectors.bars.fake import ASKER as BARS_ASKER
from carerecord.connectors.bundle_rescue import Entry
from carerecord.connectors.fake_http import Request
from carerecord.connectors.fhir_r4.fake import FakeSource, Records
from carerecord.connectors.gp_connect.fake import ASKER as GP_ASKER
from carerecord.connectors.gp_connect.fake import FakeGpConnect
from carerecord.connectors.immunisation.fake import TARGETS, FakeImmunisation
from carerecord.connectors.nrl.fake import ORGANISATION, FakeNrl
from carerecord.connectors.scr.fake import ASKER as SCR_ASKER
from carerecord.connectors.tests.asked_once import came_of_answers, came_of_fake
from carerecord.contract import Query, Resource
from carerecord.fhir import EVERY_TYPE, NHS_NUMBER, decode_resource, encode_resource, nhs_numbers
from carerecord.store import Database
from quality.shared_files.contract import Row, files_of

NUMBER = "9990000042"
PERSON = Query(NUMBER, "", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))
NOTHING = b'{"resourceType":"Bundle"}'
OF_NO_ANSWER = "of a type that is not asked for"


class _Whole(msgspec.Struct):
    resourceType: str = ""  # noqa: N815 - FHIR's word
    entry: list[Entry] = []


def _entries(body: bytes) -> list[bytes]:
    """Each resource of a Bundle as it was written, "{}" of an entry without; or the one resource."""
    whole = msgspec.json.decode(body, type=_Whole)
    if whole.resourceType != "Bundle":
        return [body.strip()]
    return [bytes(one.resource) or b"{}" for one in whole.entry]


def _files(folder: Path) -> Iterator[tuple[str, bytes, list[bytes]]]:
    for name, body in files_of(folder, ".json"):
        yield name, body, _entries(body)


def _of(number: str, held: list[bytes]) -> Records:
    """One person's, and nobody else's."""
    return lambda asked: held if asked == number else None


def _number_in(resources: list[Resource]) -> str:
    """Of the first person who has one."""
    people = (one for one in resources if one.get("resourceType") == "Patient")
    return next((n for one in people for n in nhs_numbers(one)), "")


def _named_in(sent: list[bytes]) -> Resource:
    """Whom it points at."""
    found = re.search(rb'"Patient/([A-Za-z0-9.-]+)"', b" ".join(sent))
    return {"resourceType": "Patient", "id": found[1].decode() if found else "patient"}


def _with_person(sent: list[bytes]) -> tuple[str, list[bytes]]:
    """Where the person is missing they are put beside it, and given a number where they have none."""
    read = [decode_resource(one) for one in sent]
    if not any(one["resourceType"] == "Patient" for one in read):
        beside = _named_in(sent)
        sent, read = [*sent, encode_resource(beside)], [*read, beside]
    if number := _number_in(read):
        return number, sent
    for place, one in enumerate(read):
        if one["resourceType"] == "Patient":
            one.setdefault("identifier", []).append({"system": NHS_NUMBER, "value": NUMBER})
            sent = [*sent[:place], encode_resource(one), *sent[place + 1 :]]
    return NUMBER, sent


async def of_fhir_r4(folder: Path, _: Database) -> Row:
    """In pages of a hundred."""
    row = Row()
    for _name, _body, given in _files(folder):
        number, sent = _with_person(given)
        row.files, row.came = row.files + 1, row.came + len(sent)
        types = [decode_resource(one)["resourceType"] for one in sent]
        row.aside[OF_NO_ANSWER] += sum(one not in ("Patient", *EVERY_TYPE) for one in types)
        fake = FakeSource(_of(number, sent))
        person = replace(PERSON, nhs_number=number)
        came = await came_of_fake(fake, "fhir_r4", person, {})
        row.checked(came.items, person, came.unreadable)
    return row


async def of_gp_connect(folder: Path, _: Database) -> Row:
    row = Row()
    for _name, _body, sent in _files(folder):
        numbers = [n for one in sent for n in nhs_numbers(decode_resource(one))]
        person = replace(PERSON, nhs_number=next(iter(numbers), NUMBER))
        fake = FakeGpConnect(_of(person.nhs_number, sent))
        came = await came_of_fake(fake, "gp_connect", person, GP_ASKER)
        row.files, row.came = row.files + 1, row.came + len(sent)
        if came.failure:
            row.aside[str(came.failure)] += len(sent)
            continue
        row.came += len(came.items) + len(came.unreadable) - len(sent)  # lifted out of Lists
        row.checked(came.items, person, came.unreadable)
    return row


async def of_bars(folder: Path, _: Database) -> Row:
    """Each as the answer about referrals."""
    row = Row()
    for _name, body, sent in _files(folder):

        def answer(request: Request, one: bytes = body) -> bytes:
            return one if request.path.endswith("ServiceRequest") else NOTHING

        came = await came_of_answers(answer, "bars", PERSON, BARS_ASKER)
        row.files, row.came = row.files + 1, row.came + len(sent)
        if came.failure:
            row.aside[f"an answer that {came.failure}"] += len(sent)
        else:
            row.checked(came.items, PERSON, came.unreadable)
    return row


async def of_scr(folder: Path, _: Database) -> Row:
    """One file says that there is a summary, and where."""
    listing = (folder / "DocumentReferenceBundle.json").read_bytes()
    row = Row(files=1, came=1, made=1)
    for name, body, sent in _files(folder):
        if name == "DocumentReferenceBundle.json":
            continue

        def answer(request: Request, one: bytes = body) -> bytes:
            return listing if request.path.endswith("DocumentReference") else one

        number = _number_in([decode_resource(one) for one in sent]) or NUMBER
        person = replace(PERSON, nhs_number=number)
        came = await came_of_answers(answer, "scr", person, SCR_ASKER, "permission")
        row.files, row.came = row.files + 1, row.came + len(sent)
        if came.failure:
            row.aside[f"an answer that {came.failure}"] += len(sent)
        else:
            row.checked(came.items, person, came.unreadable)
    return row


async def of_mhd(folder: Path, _: Database) -> Row:
    """Each as what is found for a person who is asked for beside it."""
    row = Row()
    own = {"system": NHS_NUMBER, "value": NUMBER}
    patient = {"resourceType": "Patient", "id": "ex-patient", "identifier": [own]}
    for _name, body, sent in _files(folder):
        is_bundle = decode_resource(body)["resourceType"] == "Bundle"
        found = {"Patient": _bundle(encode_resource(patient)), "DocumentReference": body}
        if not is_bundle:
            found["DocumentReference"] = _bundle(body)

        def answer(request: Request, found: dict[str, bytes] = found) -> bytes:
            return found.get(request.path.rsplit("/", 2)[-2], NOTHING)

        came = await came_of_answers(answer, "mhd", PERSON, {})
        row.files, row.came = row.files + 1, row.came + len(sent)
        if came.failure:
            row.aside[f"an answer that {came.failure}"] += len(sent)
            continue
        row.checked(came.items, PERSON, came.unreadable)
        row.made, row.resources = row.made - 1, row.resources - 1  # the person
    return row


def _bundle(resource: bytes) -> bytes:
    return b'{"resourceType":"Bundle","type":"searchset","entry":[{"resource":%b}]}' % resource


async def of_nrl(folder: Path, _: Database) -> Row:
    row = Row()
    person = replace(PERSON, nhs_number="6700028191")
    for _name, body, _sent in _files(folder):
        fake = FakeNrl(_of(person.nhs_number, [body.strip()]))
        came = await came_of_fake(fake, "nrl", person, {"organisation": ORGANISATION})
        row.files, row.came = row.files + 1, row.came + 1
        row.checked(came.items, person, came.unreadable)
    return row


async def of_immunisation(folder: Path, _: Database) -> Row:
    row = Row()
    person = replace(PERSON, nhs_number="9990548609")
    for _name, body, _sent in _files(folder):
        fake = FakeImmunisation(_of(person.nhs_number, [body.strip()]))
        came = await came_of_fake(fake, "immunisation", person, {"targets": TARGETS})
        row.files, row.came = row.files + 1, row.came + 1
        row.checked(came.items, person, came.unreadable)
    return row
