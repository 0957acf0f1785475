"""What ties a member of staff to a person outside care: each tie by name, with how likely it is by chance."""

from __future__ import annotations

from carerecord.insight.unusual.contract import Access, Somebody, StaffMember
from carerecord.insight.unusual.facts import Facts

NOT_COUNTED = 1.0
"""The tie's chance is not known from the people alone: how often views have it says so (habits.py)."""


def ties_of(access: Access, facts: Facts) -> dict[str, float]:
    """Name of the signal → its chance. Empty for nearly every view."""
    found = dict.fromkeys(facts.told.get((access.viewer, access.person), ()), NOT_COUNTED)
    person = facts.people.get(access.person)
    if person is None:
        return found
    if access.organisation in person.watched_by:
        found["watched"] = NOT_COUNTED
    if access.organisation and access.organisation in person.works_for:
        found["colleague"] = NOT_COUNTED
    if member := facts.staff.get(access.viewer):
        _personal(member, person, facts, found)
    return found


def _personal(member: StaffMember, person: Somebody, facts: Facts, found: dict[str, float]) -> None:
    if member.person == person.id:
        found.pop("colleague", None)
        found["own"] = NOT_COUNTED
        return
    homes = member.homes - facts.institutions
    if not homes.isdisjoint(person.homes):
        found["household"] = NOT_COUNTED
    elif not homes.isdisjoint(person.former_homes):
        found["former-home"] = NOT_COUNTED
    elif not member.near.isdisjoint(person.near):
        found["near"] = NOT_COUNTED
    if _kin(member, person, facts):
        found["kin"] = NOT_COUNTED
    if member.family and member.family == person.family:
        found["surname"] = facts.share_named(member.family)


def _kin(member: StaffMember, person: Somebody, facts: Facts) -> bool:
    declared = person.id in member.relatives or member.person in person.relatives
    return declared or not (member.phones - facts.institutions).isdisjoint(person.phones)
