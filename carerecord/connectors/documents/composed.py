"""FHIR documents (Bundle of type document, Composition first), and documents provided by ITI-65 (MHD). Pure."""

from __future__ import annotations

from datetime import datetime

from carerecord.connectors.contract import Document, Pushed, SetAside
from carerecord.connectors.documents.bundles import (
    PATIENT,
    Entry,
    NotTakenError,
    Renaming,
    entries_of,
    moment_of,
    name_of,
    whose,
)
from carerecord.connectors.documents.filing import filed
from carerecord.connectors.documents.settings import Settings
from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, first_text

_REPLACES = "replaces"


def of_bundle(bundle: Resource, settings: Settings, now: datetime) -> Pushed | SetAside:
    """Raises `NotTakenError`."""
    match bundle.get("type"):
        case "document" | "message":
            return _document(bundle, settings, now)
        case "transaction":
            return _provided(bundle, settings, now)
    raise NotTakenError("it is no document, message or transaction")


def _document(bundle: Resource, settings: Settings, now: datetime) -> Pushed | SetAside:
    entries = entries_of(bundle, settings.release)
    found = [place for place, one in enumerate(entries) if one.type == "Composition"]
    if len(found) != 1 or (bundle["type"] == "document" and found != [0]):
        raise NotTakenError("it has not one Composition, or it does not stand first")
    composition = entries[found[0]]
    own = composition.resource
    name = name_of(own.get("identifier"), str(bundle.get("identifier") or ""), composition.address)
    if not name:
        raise NotTakenError("it has no identifier")
    numbers, born, why = whose(entries)
    if why:
        return SetAside(why)
    renaming = Renaming.of({found[0]: name}, entries)
    label = first_text(own.get("confidentiality"))
    labels = (label,) if label else ()
    kept = [one for one in entries if one is not composition and one.type != "MessageHeader"]
    items = [renaming.renamed(one, f"Composition/{name}", labels) for one in kept]
    document = Document(
        own=renaming.renamed(composition),
        items=tuple(one for one in items if not _is_person(one)),
        replaces=tuple(_replaced(own, "Composition", "targetIdentifier", "targetReference")),
    )
    said = moment_of(settings.local_zone, own.get("date"), bundle.get("timestamp"))
    people = tuple(filter(_is_person, items))
    return filed(said, now, numbers, born, people, (document,))


def _is_person(resource: Resource) -> bool:
    return f"{resource['resourceType']}/{resource['id']}" == PATIENT


def _replaced(own: Resource, type: str, identifier: str, reference: str) -> list[tuple[str, str]]:
    """By the identifier of what is replaced, else by the id we answered with."""
    found = []
    for one in map(as_dict, as_list(own.get("relatesTo"))):
        if one.get("code") != _REPLACES:
            continue
        target = as_dict(one.get("target")) or as_dict(one.get(reference))
        named = as_dict(one.get(identifier)) or as_dict(target.get("identifier"))
        told = first_text(target.get("reference")).rpartition("/")[2]
        found.append((type, name_of(named) or told))
    return [one for one in found if one[1]]


def _provided(bundle: Resource, settings: Settings, now: datetime) -> Pushed | SetAside:
    """A SubmissionSet, its DocumentReferences, and the Binary of each (ITI-65, 3.65.4.1.2)."""
    entries = entries_of(bundle, settings.release)
    roots = {
        place: name_of(
            one.resource.get("masterIdentifier")
            or next(iter(as_list(one.resource.get("identifier"))), None),
            one.address,
        )
        for place, one in enumerate(entries)
        if one.type == "DocumentReference"
    }
    if not roots or "" in roots.values() or not any(one.type == "List" for one in entries):
        raise NotTakenError("it has no SubmissionSet, or no DocumentReference that can be named")
    if len(set(roots.values())) != len(roots) or any(
        map(_lacks, [entries] * len(roots), (entries[p] for p in roots))
    ):
        raise NotTakenError("a document is there twice, or its bytes are not")
    numbers, born, why = whose(entries)
    if why:
        return SetAside(why)
    renaming = Renaming.of(roots, entries)
    rest = [renaming.renamed(one) for place, one in enumerate(entries) if place not in roots]
    documents = [
        Document(
            own=renaming.renamed(entries[place]),
            items=tuple(one for one in rest if not _is_person(one)) if first else (),
            replaces=tuple(_replaced(entries[place].resource, "DocumentReference", "", "")),
        )
        for first, place in zip((True, *[False] * len(roots)), roots, strict=False)
    ]
    dates = [entries[place].resource.get("date") for place in roots]
    said = moment_of(settings.local_zone, *dates, bundle.get("timestamp"))
    return filed(said, now, numbers, born, tuple(filter(_is_person, rest)), tuple(documents))


def _lacks(entries: list[Entry], document: Entry) -> bool:
    """Whether some of its content is neither in it nor beside it: nothing is ever fetched."""
    beside = {name for one in entries if one.type == "Binary" for name in one.names}
    attached = [
        as_dict(as_dict(one).get("attachment")) for one in as_list(document.resource.get("content"))
    ]
    return not attached or any(
        not one.get("data") and one.get("url") not in beside for one in attached
    )
