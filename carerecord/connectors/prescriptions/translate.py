"""A prescription's state as words on each of its medicines, where the page of medicines reads it. Pure.

The tracker's RequestGroup stays whole, contained in the first medicine of its prescription.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from carerecord.connectors.bundle import Bundle
from carerecord.contract import Item, Resource
from carerecord.fhir import as_dict, as_list, codings, encode_resource, first_text

STATUSES = "https://fhir.nhs.uk/CodeSystem/EPS-task-business-status"
HISTORY = "https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionStatusHistory"
WORDS: Mapping[str, str] = {
    "0001": "Not yet at a pharmacy",
    "0002": "At the pharmacy, not yet dispensed",
    "0003": "At the pharmacy, being dispensed",
    "0004": "Expired",
    "0005": "Cancelled",
    "0006": "Dispensed",
    "0007": "Not dispensed",
    "0008": "Dispensed, and claimed for",
    "0009": "Dispensed, not claimed for",
    "9000": "Later repeat, not yet due",
}
"""Of each state of a prescription; one that is not here keeps the tracker's own words."""
LATER = "9000"
NOT_TOLD = "Prescription; its medicines are not known here"
_AT_PHARMACY = ("0002", "0003")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")


class Issue(NamedTuple):
    """One prescription, or one repeat of it."""

    number: str
    issue: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    """`coding` and `since` as they were sent; the words are ours."""

    coding: Resource
    since: str = ""
    where: str = ""

    def extension(self, item_words: str = "") -> Resource:
        words = WORDS.get(
            first_text(self.coding.get("code")), first_text(self.coding.get("display"))
        )
        place = f" ({self.where})" if self.where else ""
        shown = " · ".join(part for part in (f"{words}{place}", item_words) if part)
        parts: list[Resource] = [
            {"url": "status", "valueCoding": {**self.coding, "display": shown}}
        ]
        if self.since:
            parts.append({"url": "statusDate", "valueDateTime": self.since})
        return {"url": HISTORY, "extension": parts}


def issues_of(bundle: Bundle) -> list[Issue]:
    """What can be asked about one by one: what is due, newest first, each once."""
    groups = [item.resource for item in bundle.items if item.type == "RequestGroup"]
    groups.sort(key=lambda one: first_text(one.get("authoredOn")), reverse=True)
    due = (one for one in groups if _state(one).coding.get("code") != LATER)
    return list(dict.fromkeys(one for one in map(_issue, due) if _PLAIN.fullmatch(one.number)))


def without(bundle: Bundle, followed: Iterable[Issue]) -> Bundle:
    """The list, without prescriptions that are asked about one by one."""
    known = set(followed)
    kept = (i for i in bundle.items if i.type != "RequestGroup" or _issue(i.resource) not in known)
    return replace(bundle, items=tuple(kept))


def only(bundle: Bundle, untold: Iterable[Issue]) -> Bundle:
    """Of the list, these prescriptions alone: what else it said was said before."""
    wanted = set(untold)
    kept = (i for i in bundle.items if i.type == "RequestGroup" and _issue(i.resource) in wanted)
    return Bundle(tuple(kept))


def beside(said: Collection[bytes], bundle: Bundle) -> Bundle:
    """Without what was said before in the same words: each prescription repeats the person."""
    return replace(bundle, items=tuple(item for item in bundle.items if item.raw not in said))


def tells_of(bundle: Bundle, issue: Issue) -> bool:
    groups = (item.resource for item in bundle.items if item.type == "RequestGroup")
    return any(_issue(one).number == issue.number for one in groups)


def tracked(bundle: Bundle, source_id: str) -> Bundle:
    """Each medicine with where its prescription is. What came twice comes out twice, and alike."""
    waiting = {item.raw: item.resource for item in bundle.items if item.type == "RequestGroup"}
    groups = {_issue(one).number: (raw, one) for raw, one in waiting.items()}
    carriers: dict[str, bytes] = {}  # number of a prescription → the medicine that contains it
    made: list[Item] = []
    for item in bundle.items:
        if item.type == "RequestGroup":
            continue
        if item.type not in ("MedicationRequest", "MedicationDispense"):
            made.append(item)
            continue
        medicine = _named_once(item.resource)
        raw, group = groups.get(_number(medicine), (b"", None))
        told = _medicine(medicine, group)
        if group and item.type == "MedicationRequest":
            waiting.pop(raw, None)
            if carriers.setdefault(_number(medicine), item.raw) == item.raw:
                told = {**told, "contained": [*as_list(medicine.get("contained")), group]}
        made.append(_item(told, source_id))
    alone = (_item(_alone(one), source_id) for one in waiting.values())
    return replace(bundle, items=(*made, *alone))


def _named_once(medicine: Resource) -> Resource:
    """The tracker gives the pharmacy a list of identifiers, where R4 has one (references.html)."""
    request = medicine.get("dispenseRequest")
    whom = as_dict(as_dict(request).get("performer"))
    several = whom.get("identifier")
    if not isinstance(several, list) or len(several) != 1:
        return medicine
    performer = {**whom, "identifier": several[0]}
    return {**medicine, "dispenseRequest": {**as_dict(request), "performer": performer}}


def _medicine(medicine: Resource, group: Resource | None) -> Resource:
    own = _own_words(medicine)
    if medicine.get("resourceType") == "MedicationDispense":
        coding = _coding(medicine, "EPS-TaskBusinessStatus")
        return _with(medicine, _State(coding).extension(own)) if coding else medicine
    return _with(medicine, _state(group).extension(own)) if group else medicine


def _alone(group: Resource) -> Resource:
    """A prescription whose medicines were not told stands as one line, under its own name."""
    kept: Resource = {
        key: group[key] for key in ("id", "subject", "status", "authoredOn") if key in group
    }
    numbers = as_list(group.get("identifier"))
    return {
        "resourceType": "MedicationRequest",
        **kept,
        "intent": "order",
        "medicationCodeableConcept": {"text": NOT_TOLD},
        **({"groupIdentifier": numbers[0]} if numbers else {}),
        **({"extension": [_state(group).extension()]} if _state(group).coding else {}),
        "contained": [group],
    }


def _item(resource: Resource, source_id: str) -> Item:
    return Item(source_id, resource, encode_resource(resource))


def _with(medicine: Resource, extension: Resource) -> Resource:
    return {**medicine, "extension": [*as_list(medicine.get("extension")), extension]}


def _state(group: Resource) -> _State:
    """The state now, and of the transitions to it the first of the last run: since then it is so."""
    coding = _coding(group, "PrescriptionStatusHistory")
    code, since, where = first_text(coding.get("code")), "", ""
    for step in sorted(_transitions(group), key=_time, reverse=True):
        if code not in _codes(step):
            break
        since, where = _time(step), _place(step)
    return _State(coding, since, where if code in _AT_PHARMACY else "")


def _codes(step: Resource) -> list[str]:
    return [one.code for concept in as_list(step.get("code")) for one in codings(concept)]


def _transitions(group: Resource) -> Iterator[Resource]:
    for action in map(as_dict, as_list(group.get("action"))):
        if "transitions" in first_text(action.get("title")):
            yield from map(as_dict, as_list(action.get("action")))


def _time(step: Resource) -> str:
    return first_text(step.get("timingDateTime"))


def _place(step: Resource) -> str:
    """The organisation that took this step; the tracker names it by its code alone."""
    for one in map(as_dict, as_list(step.get("participant"))):
        for extension in map(as_dict, as_list(one.get("extension"))):
            identifier = as_dict(as_dict(extension.get("valueReference")).get("identifier"))
            if code := first_text(identifier.get("value")):
                return code
    return ""


def _own_words(medicine: Resource) -> str:
    """What became of this one medicine."""
    dispensed = _coding(medicine, "EPS-DispensingInformation", "dispenseStatus")
    kinds = (one.display for one in codings(medicine.get("type")))
    return first_text(dispensed.get("display"), *kinds)


def _coding(resource: Resource, name: str, part: str = "status") -> Resource:
    for one in map(as_dict, as_list(resource.get("extension"))):
        if first_text(one.get("url")).endswith(name):
            inner = [as_dict(two) for two in as_list(one.get("extension"))]
            named = (two for two in inner if two.get("url") == part)
            return as_dict(next(named, one).get("valueCoding"))
    return {}


def _issue(group: Resource) -> Issue:
    first = next(map(as_dict, as_list(group.get("identifier"))), {})
    return Issue(first_text(first.get("value")), _repeat(group))


def _repeat(group: Resource) -> str:
    for one in map(as_dict, as_list(group.get("extension"))):
        for part in map(as_dict, as_list(one.get("extension"))):
            issued = part.get("valueInteger")
            if part.get("url") == "numberOfRepeatsIssued" and type(issued) is int:
                return str(issued)
    return ""


def _number(medicine: Resource) -> str:
    return first_text(as_dict(medicine.get("groupIdentifier")).get("value"))
