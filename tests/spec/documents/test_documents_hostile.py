"""Bad documents (../shared/data/bad-input/cda and xml) over a socket: each has the outcome that its case names (T9–T13)."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from carerecord.access.withholding.labels import labelled
from carerecord.connectors.documents.fake import Answer
from carerecord.connectors.documents.tests.documents_given import ADA, Region
from carerecord.contract import Resource
from carerecord.identity import People
from carerecord.store import Database
from carerecord.web.tests.harness import Page, WebRegion, answer, view_of
from spec.documents.documents_given import SHARED

FOLDER = SHARED / "bad-input"
ASKED = "9992282967"
MARKS = (
    "<script",
    "onmouseover",
    "javascript:",
    "<img",
    "evil.example",
    "display:none",
    'href="javascript',
)


def cases() -> list[dict[str, Any]]:
    file = FOLDER / "cda/cases.jsonl"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]


def attacks() -> list[bytes]:
    if not FOLDER.exists():
        return []
    lines = (FOLDER / "xml/xxe_lines.jsonl").read_text("utf-8").splitlines()
    files = [one.read_bytes() for one in sorted((FOLDER / "xml").glob("*.xml"))]
    return [*(json.loads(line)["p"].encode() for line in lines), *files]


async def tried(db: Database, sent: bytes, *paths: str) -> tuple[Region, list[Answer]]:
    """About a person who is known here."""
    known = replace(ADA, id="p2", nhs_number=ASKED, birth_date="1964-10-17")
    await People(db).add([known])
    region = Region.speaking(db)
    answers = []
    async with region.sender() as sender:
        for path in paths:
            answers.append(await sender.post(path, sent))
    return region, answers


async def read(held: list[Resource]) -> Page:
    """In a thread: a browser of the pages' tests has a loop of its own."""
    return await asyncio.to_thread(page_of, held)


def page_of(held: list[Resource]) -> Page:
    """The reader's page of the document."""
    (document,) = [one for one in held if one["resourceType"] == "DocumentReference"]
    view = view_of(answer("northgate-acute", [document]))
    (entry,) = (one for record in view.records.values() for one in record.entries)
    return WebRegion().holds(view).page(f"documents/{entry.id}")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
async def test_each_document_has_the_outcome_its_case_names(db: Database, case: dict[str, Any]):
    region, (said,) = await tried(db, base64.b64decode(case["b64"]), "/cda")
    held, waiting = await region.held(ASKED), await region.waiting()
    match case["expect"]:
        case "reject" | "reject-or-show":
            assert (said.status, held) == (422, [])
            assert [why.startswith("refused: ") for why in waiting] == [True]
        case "withhold-document-and-name-source":
            assert (said.status, held, len(waiting)) == (202, [], 1)
        case "withheld-by-policy":
            assert all(labelled(one) for one in held if one["resourceType"] != "Patient")
        case "shown-as-negated":
            (item,) = [one for one in held if one["resourceType"] == "Basic"]
            assert "Stated as not so" in item["code"]["text"]
        case "download-only-or-refuse":
            assert "cannot be shown here" in (await read(held)).words
        case "show":
            assert "Penicillin" in (await read(held)).words
        case "visible":
            assert "Anaphylaxis to penicillin" in (await read(held)).words
        case "inert" | "escaped" | "not-loaded":
            document = (await read(held)).text.split("<article", 1)[1].split("</article>")[0]
            assert [mark for mark in MARKS if mark in document] == []
        case other:
            raise AssertionError(other)


async def test_no_attack_on_a_reader_of_xml_is_taken(db: Database):
    for sent in attacks():
        region, answers = await tried(db, sent, "/cda", "/itk", "/fhir")
        assert [one.status for one in answers] == [422, 500, 422], sent
        assert b"root:" not in b"".join(one.body for one in answers)
    if attacks():
        waiting = await region.waiting()
        assert len(waiting) == len(set(attacks()))
        assert all(why.startswith("refused: ") for why in waiting)
