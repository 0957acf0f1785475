"""Finding a person: what was typed is checked, searched, and every person returned is written down."""

from __future__ import annotations

from datetime import datetime

from carerecord.access import AccessStore, without_location
from carerecord.audit import Log
from carerecord.contract import Person, Viewer
from carerecord.identity import NotAnNHSNumber, People, nhs_number
from carerecord.viewing.contract import Criteria, Matches

MOST = 10  # rows shown; one more is asked for, to know that there are more (ux S2)
TOO_FEW = (
    "Give the NHS number, or the family name and two of: "
    "given name, date of birth, gender, postcode."
)


async def find(people: People, log: Log, viewer: Viewer, criteria: Criteria) -> Matches:
    matches = await _search(people, criteria)
    given = [name for name in criteria.__dataclass_fields__ if getattr(criteria, name)]
    body: dict[str, object] = {"given": given, "found": len(matches.people), "more": matches.more}
    await log.append("search", viewer, body=body)
    for person in matches.people:
        await log.append("matched", viewer, person_id=person.id, body={"given": given})
    return matches


async def _search(people: People, criteria: Criteria) -> Matches:
    if criteria.nhs_number:
        return await _by_number(people, criteria)
    details = (criteria.given, criteria.birth_date, criteria.gender, criteria.postcode)
    if not criteria.family or sum(map(bool, details)) < 2:
        return Matches(problem=TOO_FEW)
    found = await people.search(
        family=criteria.family,
        given=criteria.given,
        birth_date=criteria.birth_date,
        gender=criteria.gender,
        postcode=criteria.postcode,
        limit=MOST + 1,
    )
    shown = tuple(without_location(person) for person in found[:MOST])
    return Matches(shown, more=len(found) > MOST)


async def _by_number(people: People, criteria: Criteria) -> Matches:
    try:
        number = nhs_number.read(criteria.nhs_number)
    except NotAnNHSNumber as error:
        return Matches(problem=str(error))
    found = await people.by_number(number)
    if found.person is None:
        return Matches()
    if criteria.birth_date and found.person.birth_date != criteria.birth_date:
        return Matches()
    return Matches((without_location(found.person),), replaced=found.replaced or "")


async def people_today(
    people: People, access: AccessStore, viewer: Viewer, at: datetime
) -> list[tuple[Person, str]]:
    listed = []
    for person_id, words in await access.people_of(viewer, at):
        person = await people.by_id(person_id)
        if person is not None:
            listed.append((without_location(person), words))
    return listed
