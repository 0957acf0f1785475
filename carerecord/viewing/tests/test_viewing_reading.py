"""A document is fetched when it is opened: written down first, checked, withheld from and accounted for as the rest."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from carerecord.connectors.contract import (
    DocumentNotFound,
    Page,
    Pointer,
    SourceError,
    SourceTimeout,
)
from carerecord.contract import Item, Query, Receipt, Resource
from carerecord.fhir import encode_resource, fetched_id
from carerecord.store import Database
from carerecord.viewing import View
from carerecord.viewing.attached import resolved
from carerecord.viewing.contract import Wanted
from carerecord.viewing.reading import MOST, TOO_MANY
from carerecord.viewing.tests.door_region import DOCTOR, DoorRegion, Inside, patient

LETTER = "Letters/1"


def document(*urls: str, kind: str = "text/plain") -> Resource:
    content = [{"attachment": {"contentType": kind, "url": url}} for url in urls]
    subject = {"reference": "Patient/1"}
    return {"resourceType": "DocumentReference", "id": "d", "status": "current", "type": {"text": "Clinic letter"},
            "subject": subject, "content": content}  # fmt: skip


@dataclass
class Library(Inside):
    """A source that keeps its documents apart from what it says of them."""

    words: str = "The words"
    refuses: str = ""
    whose: str = ""
    gone: SourceError | None = None
    sends: Page | None = None  # in place of the document

    def __post_init__(self) -> None:
        self.fetched: list[tuple[str, Receipt]] = []

    def why_not(self, query: Query, pointer: Pointer) -> str:
        return self.refuses

    async def document(
        self, query: Query, pointer: Pointer, receipt: Receipt
    ) -> AsyncIterator[Page]:
        self.fetched.append((pointer.url, receipt))
        if self.gone:
            raise self.gone
        if self.sends:
            yield self.sends
            return
        data = base64.b64encode(self.words.encode()).decode()
        binary = {
            "resourceType": "Binary",
            "id": fetched_id(pointer.url),
            "contentType": "text/plain",
            "data": data,
        }
        if self.whose:
            binary["securityContext"] = {"reference": self.whose}
        yield Page((Item(self.settings.id, binary, encode_resource(binary)),), request_ids=("r-9",))


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    region = await DoorRegion(db).begin()
    await region.relate()
    region.acute = Library(region.acute.settings, [patient(), document(LETTER)])
    region.records = region.door()
    return region


def library(region: DoorRegion) -> Library:
    assert isinstance(region.acute, Library)
    return region.acute


async def read(region: DoorRegion) -> View:
    """The record with its only letter opened."""
    before = await region.records.open(DOCTOR, "p1")
    assert library(region).fetched == []
    [entry] = before.records["letters"].entries
    return await region.records.open(DOCTOR, "p1", reading=Wanted(entry.id))


def words(view: View) -> list[bytes]:
    record = view.records["letters"]
    [entry] = record.entries
    row = record.section.row(entry.head.resource, record.linked["acute"])
    return [base64.b64decode(resolved(record, entry, one).data) for one in row.attachments]


async def test_its_words_come_when_it_is_opened_and_not_before(region: DoorRegion) -> None:
    assert words(await read(region)) == [b"The words"]


async def test_it_is_written_down_before_it_is_asked_for(region: DoorRegion) -> None:
    view = await read(region)
    [(_, receipt)] = library(region).fetched
    [entry] = await region.entries("document")
    assert (receipt.entry_id, entry.view_id, entry.person_id) == (entry.entry_id, view.id, "p1")
    assert entry.body["item"] == "acute/DocumentReference/d"
    assert (entry.body["source"], entry.body["documents"]) == ("acute", 1)
    assert "r-9" in view.answers["acute"].request_ids


async def test_the_entry_keeps_its_address_and_the_account_adds_up(region: DoorRegion) -> None:
    before = await region.records.open(DOCTOR, "p1")
    view = await read(region)
    [[one], [other]] = [each.records["letters"].entries for each in (before, view)]
    assert one.id == other.id
    assert sum(line.received for line in view.account) == 1 + sum(
        line.received for line in before.account
    )
    assert all(line.adds_up for line in view.account)


async def test_what_was_fetched_is_no_entry_of_its_own(region: DoorRegion) -> None:
    before = await region.records.open(DOCTOR, "p1")
    view = await read(region)
    assert view.states["other"].count_words == before.states["other"].count_words
    entries = [[one.id for one in each.records["other"].every_entry] for each in (before, view)]
    assert entries[0] == entries[1]


async def test_what_does_not_come_says_why_and_the_record_stands(region: DoorRegion) -> None:
    library(region).gone = SourceTimeout()
    view = await read(region)
    assert (words(view), view.unread) == ([b""], {LETTER: "no answer in time"})
    assert view.answers["acute"].state == "answered"


async def test_a_document_that_is_gone_says_so(region: DoorRegion) -> None:
    library(region).gone = DocumentNotFound()
    assert (await read(region)).unread == {LETTER: "does not hold this document any more"}


async def test_one_that_sends_nothing_says_so(region: DoorRegion) -> None:
    library(region).sends = Page(())
    assert (await read(region)).unread == {LETTER: "sent nothing of this document"}


async def test_what_cannot_be_read_of_it_is_counted(region: DoorRegion) -> None:
    library(region).sends = Page((), unreadable=("not a resource",))
    view = await read(region)
    assert view.unread == {LETTER: "1 item could not be read"}
    assert list(view.answers["acute"].unreadable) == ["not a resource"]


async def test_of_several_each_that_does_not_come_says_why(region: DoorRegion) -> None:
    library(region).holds = [patient(), document(LETTER, "Letters/2")]
    library(region).gone = SourceTimeout()
    assert list((await read(region)).unread) == [LETTER, "Letters/2"]


async def test_an_item_by_its_name_is_fetched_of_any_kind(region: DoorRegion) -> None:
    library(region).holds = [patient(), document(LETTER, kind="application/zip")]
    name = "acute/DocumentReference/d"
    view = await region.records.open(DOCTOR, "p1", reading=Wanted(item=name))
    assert [url for url, _ in library(region).fetched] == [LETTER]
    assert words(view) == [b"The words"]


async def test_an_item_that_is_folded_under_another_is_fetched_from_its_own_source(
    region: DoorRegion,
) -> None:
    letter = document(LETTER)
    letter["masterIdentifier"] = {"system": "urn:ietf:rfc:3986", "value": "urn:oid:1.2.3"}
    region.gp.holds = [patient(), letter]
    library(region).holds = [patient(), letter]
    before = await region.records.open(DOCTOR, "p1")
    [entry] = before.records["letters"].entries
    [under] = entry.folded
    own = f"{under.source_id}/DocumentReference/d"
    await region.records.open(DOCTOR, "p1", reading=Wanted(item=own))
    assert under.source_id == "acute"
    assert [url for url, _ in library(region).fetched] == [LETTER]


@pytest.mark.parametrize(
    "nobody", [Wanted("nothing"), Wanted(item="acute/DocumentReference/e"), Wanted()]
)
async def test_of_what_is_not_in_the_record_nothing_is_fetched(
    region: DoorRegion, nobody: Wanted
) -> None:
    view = await region.records.open(DOCTOR, "p1", reading=nobody)
    assert (library(region).fetched, view.unread) == ([], {})


async def test_an_entry_that_points_at_nothing_fetches_nothing(region: DoorRegion) -> None:
    before = await region.records.open(DOCTOR, "p1")
    [one, *_] = before.records["problems"].entries
    view = await region.records.open(DOCTOR, "p1", reading=Wanted(one.id))
    assert (library(region).fetched, view.unread) == ([], {})
    assert await region.entries("document") == []


async def test_what_may_not_be_asked_for_is_not_and_no_entry_says_it_was(
    region: DoorRegion,
) -> None:
    library(region).refuses = "holds it elsewhere"
    view = await read(region)
    assert view.unread == {LETTER: "holds it elsewhere"}
    assert (library(region).fetched, await region.entries("document")) == ([], [])


async def test_another_persons_document_is_held_back_and_an_incident(region: DoorRegion) -> None:
    library(region).whose = "Patient/2"
    view = await read(region)
    assert words(view) == [b""]
    assert "about this person" in view.unread[LETTER]
    assert len(view.answers["acute"].held_back) == 1
    [entry] = await region.entries("incident")
    assert entry.body["source"] == "acute"
    assert all(line.adds_up for line in view.account)


async def test_this_persons_own_is_shown(region: DoorRegion) -> None:
    library(region).whose = "Patient/1"
    assert words(await read(region)) == [b"The words"]


async def test_a_kind_that_no_page_shows_is_not_fetched(region: DoorRegion) -> None:
    library(region).holds = [patient(), document(LETTER, kind="application/zip")]
    await read(region)
    assert library(region).fetched == []


async def test_no_more_than_a_letter_can_need_is_fetched(region: DoorRegion) -> None:
    urls = [f"Letters/{n}" for n in range(MOST + 3)]
    library(region).holds = [patient(), document(*urls, urls[0])]
    view = await read(region)
    assert len(library(region).fetched) == MOST
    assert list(view.unread.values()) == [TOO_MANY] * 3
    assert TOO_MANY == "points to more documents at once than are fetched here"


async def test_of_a_protected_person_nothing_is_fetched_before_a_reason(region: DoorRegion) -> None:
    label = {"code": "R", "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"}
    library(region).holds[0] = patient(meta={"security": [label]})
    view = await region.records.open(DOCTOR, "p1")
    assert not view.terms.documents
    for entry in view.records["letters"].entries:
        await region.records.open(DOCTOR, "p1", reading=Wanted(entry.id))
    assert library(region).fetched == []


async def test_a_source_that_cannot_be_asked_for_documents_is_not(region: DoorRegion) -> None:
    region.acute = Inside(library(region).settings, [patient(), document(LETTER)])
    region.records = region.door()
    view = await region.records.open(DOCTOR, "p1")
    [entry] = view.records["letters"].entries
    again = await region.records.open(DOCTOR, "p1", reading=Wanted(entry.id))
    assert (again.unread, await region.entries("document")) == ({}, [])


async def test_a_restricted_word_that_was_withheld_is_found_in_a_fetched_letter(
    region: DoorRegion,
) -> None:
    restricted = {
        "resourceType": "Condition", "id": "r", "subject": {"reference": "Patient/1"},
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "86406008"}], "text": "A restricted finding"},
    }  # fmt: skip
    region.gp.holds = [patient(), restricted]
    library(region).words = "Seen with a restricted finding in March"
    await read(region)
    assert [entry.body["rule"] for entry in await region.entries("incident")] == ["SEN-5"]


async def test_without_the_log_nothing_is_fetched(region: DoorRegion) -> None:
    view = await region.records.open(DOCTOR, "p1")
    [entry] = view.records["letters"].entries
    reading = region.records.gathering.reading
    await region.lost("audit_entry")
    with pytest.raises(Exception, match="written down"):
        await reading.fetched(view, list(view.answers.values()), Wanted(entry.id))
    assert library(region).fetched == []
    assert replace(view).unread == {}
