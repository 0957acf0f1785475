"""Every document other people made goes in over a socket: each is filed, waits, or is refused, and nothing is lost."""

from __future__ import annotations

from carerecord.connectors.documents.tests.documents_given import ADA, Region
from carerecord.connectors.documents.tests.documents_published import (
    FOLDERS,
    NO_DOCUMENT,
    certain,
    documents_in,
    expected,
)
from carerecord.identity import People
from carerecord.store import Database
from spec.documents.documents_given import SHARED

FILES = [one for folder in FOLDERS for one in documents_in(SHARED, folder)]


async def test_as_it_is_it_waits_for_somebody_or_is_refused(db: Database):
    """None but the examples of sections is about anybody who is known here."""
    await People(db).add([ADA])
    for sent in FILES:
        region = Region.speaking(db, release=sent.release)
        before = len(await region.waiting())
        (answer,) = await region.post(sent.path, sent.body)
        waits = len(await region.waiting()) - before
        if sent.name in NO_DOCUMENT:
            assert (answer.status, waits) == (422, 1), sent.name
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
