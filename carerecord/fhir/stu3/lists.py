"""What stands inside a List, as GP Connect sends resolved allergies: taken out, so that it is seen as what it is."""

from __future__ import annotations

from collections.abc import Collection

from carerecord.contract import Resource
from carerecord.fhir.compartment import PERSON_FIELDS
from carerecord.fhir.linking import inner_references
from carerecord.fhir.reading import as_dict, as_list, first_text


def lifted(
    resource: Resource, taken: Collection[tuple[str, str]]
) -> tuple[Resource, tuple[Resource, ...]]:
    """The List without them, and each with whom the List is about; `taken` are types and ids in use.

    What the List says of the person goes with each: an entry in somebody else's List is no entry of this person.
    """
    if resource.get("resourceType") != "List":
        return resource, ()
    inside = as_list(resource.get("contained"))
    names = [as_dict(one).get("id") for one in inside]
    found = {
        f"#{one['id']}": out
        for one in inside
        if _may_go(one, resource, taken)
        and names.count(one["id"]) == 1
        and (out := _with_subject(one, resource))
    }
    if not found:
        return resource, ()
    left = [one for one in inside if f"#{as_dict(one).get('id')}" not in found]
    entries = [_pointing(one, found) for one in as_list(resource.get("entry"))]
    rest = {key: value for key, value in resource.items() if key != "contained"}
    return {**rest, "entry": entries} | ({"contained": left} if left else {}), tuple(found.values())


def _may_go(one: object, holder: Resource, taken: Collection[tuple[str, str]]) -> bool:
    element = as_dict(one)
    kind, own = first_text(element.get("resourceType")), first_text(element.get("id"))
    entries = map(as_dict, as_list(holder.get("entry")))
    named = {first_text(as_dict(entry.get("item")).get("reference")) for entry in entries}
    alone = own and not any(inner_references(element)) and (kind, own) not in taken
    return bool(alone) and kind in PERSON_FIELDS and f"#{own}" in named


def _with_subject(one: Resource, holder: Resource) -> Resource | None:
    """None where the two name different people: it stays where it stood, and is held back with it."""
    field = PERSON_FIELDS[one["resourceType"]][0]
    own, lists = as_dict(one.get(field)), as_dict(holder.get("subject"))
    if any(
        own[key] != lists[key] for key in ("reference", "identifier") if key in own and key in lists
    ):
        return None
    return {**one, field: {**lists, **own}} if "." not in field else one


def _pointing(entry: object, found: dict[str, Resource]) -> object:
    item = as_dict(as_dict(entry).get("item"))
    out = found.get(first_text(item.get("reference")))
    if out is None:
        return entry
    reference = f"{out['resourceType']}/{out['id']}"
    return {**as_dict(entry), "item": {**item, "reference": reference}}
