"""The ways in which an element of STU3 became another in R4. Each makes a step that changes one resource in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from carerecord.contract import Resource
from carerecord.fhir.reading import as_dict, as_list, first_text
from carerecord.fhir.stu3.kept import NotReadableError, keep

Step = Callable[[Resource], None]


def renamed(old: str, new: str) -> Step:
    def step(resource: Resource) -> None:
        for mark in ("", "_"):  # beside a primitive stand its extensions
            if mark + old not in resource:
                continue
            value = resource.pop(mark + old)
            if mark + new in resource:
                keep(resource, old, value)
            else:
                resource[mark + new] = value

    return step


def listed(old: str, new: str = "") -> Step:
    """One became several, perhaps under another name; what is there already comes first."""

    def step(resource: Resource) -> None:
        if old in resource:
            value = as_list(resource.pop(old))
            if found := [*as_list(resource.get(new or old)), *value]:
                resource[new or old] = found

    return step


def removed(*elements: str) -> Step:
    """R4 has nothing like it."""

    def step(resource: Resource) -> None:
        for element in elements:
            keep(resource, element, resource.pop(element, None))

    return step


def coded(element: str, system: str, stu3_system: str, known: frozenset[str]) -> Step:
    """A code became a concept. One that R4 does not know stays of the code system it came from."""

    def step(resource: Resource) -> None:
        code = resource.get(element)
        if isinstance(code, str) and code:
            of = system if code in known else stu3_system
            resource[element] = {"coding": [{"system": of, "code": code}]}
        elif code is not None and not isinstance(code, dict):
            raise NotReadableError
        if f"_{element}" in resource:
            beside = as_dict(resource.pop(f"_{element}"))
            resource[element] = {**beside, **as_dict(resource.get(element))}

    return step


def restated(meanings: Mapping[str, str]) -> Step:
    """The status has another name in R4; its own is kept beside it."""

    def step(resource: Resource) -> None:
        status = first_text(resource.get("status"))
        if status in meanings:
            change_status(resource, meanings[status])

    return step


def change_status(resource: Resource, status: str) -> None:
    keep(resource, "status", resource.get("status"))
    resource["status"] = status


def refused(flag: str, status: str = "not-done") -> Step:
    """A flag that it was not done became a status; what was entered in error stays so."""

    def step(resource: Resource) -> None:
        value = resource.pop(flag, None)
        if value is not None and not isinstance(value, bool):
            raise NotReadableError
        if value and resource.get("status") != "entered-in-error":
            change_status(resource, status)
        elif value:
            keep(resource, flag, value)

    return step


def first_reason(old: str, new: str) -> Step:
    """Several reasons became one; the others are kept."""

    def step(resource: Resource) -> None:
        first, *others = as_list(resource.pop(old, None)) or [None]
        if first is not None and new not in resource:
            resource[new] = first
        else:
            others = [first, *others]
        keep(resource, old, [one for one in others if one is not None])

    return step


def in_encounter(resource: Resource) -> None:
    """`context` was an encounter or an episode of care; R4 has a place for the first alone."""
    context = resource.pop("context", None)
    if "EpisodeOfCare/" in str(as_dict(context).get("reference")) or "encounter" in resource:
        keep(resource, "context", context)
    elif context is not None:
        resource["encounter"] = context


def by_agent(resource: Resource) -> None:
    """Who asked, without the element between; on whose behalf is kept."""
    requester = resource.get("requester")
    if isinstance(requester, dict) and "agent" in requester:
        rest = dict(requester)
        resource["requester"] = rest.pop("agent")
        for name, value in rest.items():
            keep(resource, f"requester.{name}", value)


def actors(element: str) -> Step:
    """Who took part, without the element between; in which role is kept beside each."""

    def step(resource: Resource) -> None:
        if element in resource:
            resource[element] = [
                _actor(resource, element, one) for one in as_list(resource[element])
            ]

    return step


def _actor(resource: Resource, element: str, part: object) -> object:
    if not isinstance(part, dict) or not isinstance(part.get("actor"), dict):
        return part
    rest = dict(part)
    actor: Resource = rest.pop("actor")
    for name, value in rest.items():
        keep(resource, f"{element}.{name}", value, actor)
    return actor


def within(element: str, *steps: Step) -> Step:
    """The same changes in a part, or in each of several."""

    def step(resource: Resource) -> None:
        for part in as_list(resource.get(element)):
            if isinstance(part, dict):
                named = {"resourceType": f"{resource.get('resourceType')}.{element}"} | part
                for change in steps:
                    change(named)
                del named["resourceType"]
                part.clear()
                part.update(named)

    return step


def noted(element: str) -> Step:
    """The author's words, which R4 has among the notes."""

    def step(resource: Resource) -> None:
        words = resource.pop(element, None)
        if isinstance(words, str) and words:
            resource["note"] = [*as_list(resource.get("note")), {"text": words}]
        elif words is not None:
            keep(resource, element, words)

    return step


def dosages(element: str) -> Step:
    """Amount and rate stand together in R4."""
    return within(element, _dose_and_rate)


_AMOUNTS = ("doseRange", "doseQuantity", "rateRatio", "rateRange", "rateQuantity")


def _dose_and_rate(dosage: Resource) -> None:
    amounts = {name: dosage.pop(name) for name in _AMOUNTS if name in dosage}
    if amounts:
        dosage["doseAndRate"] = [*as_list(dosage.get("doseAndRate")), amounts]


def moved(extension: str, element: str) -> Step:
    """What a profile of STU3 had as an extension with one value, and R4 has as an element."""

    def step(resource: Resource) -> None:
        sent = as_list(resource.get("extension"))
        for one in map(as_dict, sent):
            value = next((name for name in one if name.startswith("value")), "")
            ours = str(one.get("url")).endswith(extension) and one.keys() == {"url", value}
            if ours and element not in resource:
                resource[element] = one[value]
                resource["extension"] = [each for each in sent if each is not one]
        if sent and not resource["extension"]:
            del resource["extension"]

    return step


def copied(extension: str, part: str, element: str) -> Step:
    """One part of an extension that R4 has as an element; the extension stays too, for its other parts."""

    def step(resource: Resource) -> None:
        for one in map(as_dict, as_list(resource.get("extension"))):
            if str(one.get("url")).endswith(extension) and element not in resource:
                for found in map(as_dict, as_list(one.get("extension"))):
                    value = next((v for k, v in found.items() if k.startswith("value")), None)
                    if found.get("url") == part and value is not None:
                        resource[element] = value

    return step
