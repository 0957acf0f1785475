"""A summary is a document: all in it is about the subject of its Composition, though few items say so. Pure."""

from __future__ import annotations

from dataclasses import replace

from carerecord.connectors.bundle import Bundle
from carerecord.contract import Item, Resource
from carerecord.fhir import PERSON_FIELDS, as_dict, as_list, codings, encode_resource

PERMISSIONS = "https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission"


def permission_of(document: Resource) -> str:
    """Yes, No or Ask; Yes is legacy and means Ask (OPT-7)."""
    labels = (one for label in as_list(document.get("securityLabel")) for one in codings(label))
    return next((one.code for one in labels if one.system == PERMISSIONS), "Ask")


def about_its_person(bundle: Bundle) -> Bundle:
    """The same items, each of which says whom it is about. In two documents at once nothing is said that was not."""
    whole = [item.resource for item in bundle.items if item.type == "Composition"]
    if len(whole) != 1 or not as_dict(whole[0].get("subject")):
        return bundle
    subject = whole[0]["subject"]
    return replace(bundle, items=tuple(_about(item, subject) for item in bundle.items))


def _about(item: Item, subject: Resource) -> Item:
    field = next(iter(PERSON_FIELDS.get(item.type, ())), "")
    if not field or "." in field or field in item.resource:
        return item
    resource = {**item.resource, field: subject}
    return Item(item.source_id, resource, encode_resource(resource))
