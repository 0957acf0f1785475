"""Whom to call about a person: the GP as registered and next of kin, then teams, relatives and professionals."""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.access.withholding import HIDDEN
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.messages import listed, say
from carerecord.web.rows import row_of

MOST_PEOPLE = 8


@dataclass(frozen=True, slots=True)
class Contact:
    kind: str
    names: tuple[str, ...]
    phone: str


def people_to_call(view: View) -> list[Contact]:
    person = view.person
    found: list[Contact] = []
    if person.gp_name and not person.protected:
        found.append(Contact("GP", (person.gp_name,), formats.phone(person.gp_phone)))
    if person.next_of_kin and not person.protected:
        found.append(Contact("Next of kin", (person.next_of_kin,), ""))
    record = view.records.get("contacts")
    for entry in record.entries if record else ():
        if len(found) >= MOST_PEOPLE:
            break
        if record and (contact := _contact(record, entry)):
            found.append(contact)
    return list(dict.fromkeys(found))


def numbers_hidden(view: View) -> str:
    """Why nobody's number stands here, where it is not that none is recorded (SFL-2)."""
    if view.places_wait:
        many = "one" if len(view.waiting) == 1 else "many"
        return say(f"people.waiting.{many}", sources=listed([one.name for one in view.waiting]))
    return say("people.protected") if view.protected else ""


def _contact(record: SectionRecord, entry: Entry) -> Contact | None:
    """Only somebody with a number, or a team whose members are named."""
    row = row_of(record, entry) if record.section.current(entry.head.resource) else None
    if row is None:
        return None
    name = " ".join(part.text for part in row.what)
    if entry.head.type == "CareTeam":
        return Contact(name, row.notes, "") if row.notes else None
    cells = dict(zip(record.section.columns, row.cells, strict=False))
    phone = cells.get("Phone", "")
    if phone in ("", formats.NOT_RECORDED, HIDDEN):
        return None
    role = cells.get("Role or relation", "")
    kind = role if role not in ("", formats.NOT_RECORDED) else "Contact"
    return Contact(f"{kind[:1].upper()}{kind[1:]}", (name,), formats.phone(phone))
