"""Where the bytes of an attachment are: in it, in the same source's answer, or still where it points."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace

import pytest

from carerecord.contract import Item, Resource
from carerecord.fhir import fetched_id, linked_in
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections import SECTIONS
from carerecord.sections.contract import Attachment, Linked, Row
from carerecord.viewing.attached import cda_page, decoded, resolved, unfetched

URL = "Letters/1"
LETTER = Attachment("", "Clinic letter", url=URL)
DATA = base64.b64encode(b"The words").decode()
CDA = b"""<ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody><component><section>
    <title>Plan</title><text>Rest</text></section></component></structuredBody></component></ClinicalDocument>"""


@dataclass(frozen=True)
class Held:
    """One entry of a source, what its section says is attached to it, and the rest of the answer."""

    attachments: tuple[Attachment, ...] = (LETTER,)
    beside: tuple[Resource, ...] = ()
    source: str = "acute"
    breaks: bool = False

    @property
    def entry(self) -> Entry:
        return Entry("", Item("acute", {"resourceType": "DocumentReference", "id": "d"}, b"{}"))

    @property
    def record(self) -> SectionRecord:
        items = [Item(self.source, one, b"{}") for one in self.beside]
        section = replace(SECTIONS[0], row=self.row)
        return SectionRecord(section, (self.entry,), (), (), {self.source: linked_in(items)})

    def row(self, _: Resource, __: Linked) -> Row:
        if self.breaks:
            raise ValueError("cannot be drawn")
        return Row((), attachments=self.attachments)


def binary(own: str = fetched_id(URL), **more: str) -> Resource:
    return {"resourceType": "Binary", "id": own, "contentType": "text/plain", "data": DATA} | more


def found(attachment: Attachment, *beside: Resource, source: str = "acute") -> Attachment:
    held = Held(beside=beside, source=source)
    return resolved(held.record, held.entry, attachment)


def test_what_was_fetched_stands_for_its_address() -> None:
    assert found(LETTER, binary()) == Attachment("text/plain", "Clinic letter", DATA)


def test_a_binary_that_came_with_the_answer_is_found_by_its_name() -> None:
    assert found(replace(LETTER, url="Binary/b"), binary("b")).data == DATA


@pytest.mark.parametrize("own", [{"data": "T3du"}, {"text": "Own words"}, {"url": ""}])
def test_what_has_its_own_bytes_or_no_address_is_left_as_it_is(own: dict[str, str]) -> None:
    attachment = replace(LETTER, **own)
    assert found(attachment, binary(), binary("b")) is attachment


def test_an_entry_says_its_kind_before_the_binary_does() -> None:
    assert found(replace(LETTER, content_type="text/html"), binary()).content_type == "text/html"


def test_where_nobody_says_a_kind_or_sends_bytes_there_are_none() -> None:
    bare = {"resourceType": "Binary", "id": fetched_id(URL)}
    assert found(LETTER, bare) == Attachment("", "Clinic letter")


def test_an_address_leads_into_no_other_sources_answer_and_to_nothing_but_bytes() -> None:
    task = {"resourceType": "Task", "id": "t", "data": DATA}
    assert found(LETTER, binary(), source="gp") is LETTER
    assert found(replace(LETTER, url="Task/t"), task).data == ""
    assert found(LETTER) is LETTER


def test_only_what_points_at_something_that_did_not_come_is_to_be_fetched() -> None:
    here = replace(LETTER, url="Binary/b")
    given = (
        LETTER,
        here,
        replace(LETTER, data=DATA),
        replace(LETTER, text="Words"),
        Attachment(""),
    )
    held = Held(given, (binary("b"),))
    assert list(unfetched(held.record, held.entry)) == [LETTER]


@pytest.mark.parametrize("held", [Held(source="gp"), Held(breaks=True)])
def test_nothing_is_fetched_of_what_cannot_be_followed_or_drawn(held: Held) -> None:
    assert list(unfetched(held.record, held.entry)) == []


def test_bytes_are_read_over_lines_and_what_is_not_base64_is_none() -> None:
    assert decoded(f"{DATA[:4]}\r\n {DATA[4:]}") == b"The words"
    assert decoded("") == b""
    assert decoded(f"{DATA[:4]}*{DATA[4:]}") is None
    assert decoded(DATA[:-1]) is None


def test_a_cda_document_has_its_headings_and_anything_else_no_page() -> None:
    assert "Plan" in (cda_page("text/xml", CDA) or "")
    assert cda_page("text/plain", CDA) is None
    assert cda_page("text/xml", b"<a/>") is None
