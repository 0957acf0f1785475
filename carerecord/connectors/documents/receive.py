"""One message in; what it comes to, or why it is kept for a person to look at. Pure."""

from __future__ import annotations

from datetime import datetime

from carerecord.connectors.contract import Document, Pushed, SetAside
from carerecord.connectors.documents.bundles import NotTakenError
from carerecord.connectors.documents.composed import of_bundle
from carerecord.connectors.documents.filing import filed
from carerecord.connectors.documents.parsing import fhir_in
from carerecord.connectors.documents.settings import Settings
from carerecord.fhir.cda import Cda, NotCdaError, translate


class NotReadableError(ValueError):
    """It is no document of a kind that is taken here: refused, and kept nowhere. The words name nothing it says."""


def receive(raw: bytes, settings: Settings, now: datetime) -> Pushed | SetAside:
    """By what it is, whichever address it came to. Raises `NotReadableError`, or `BrokenError`."""
    resource = fhir_in(raw)
    if resource is None:
        return _of_cda(raw, settings, now)
    try:
        if resource.get("resourceType") != "Bundle":
            raise NotTakenError("it is no Bundle")
        return of_bundle(resource, settings, now)
    except (NotTakenError, RecursionError) as error:
        raise NotReadableError(str(error) or "it is nested too deep") from None


def _of_cda(raw: bytes, settings: Settings, now: datetime) -> Pushed | SetAside:
    try:
        found = translate(raw, settings.local_zone)
    except NotCdaError as error:
        raise NotReadableError(str(error)) from None
    if why := _uncertain(found):
        return SetAside(why)
    own, person, *items = found.resources
    replaced = tuple(("DocumentReference", one) for one in found.replaces)
    document = Document(own=own, items=tuple(items), replaces=replaced)
    return filed(found.said, now, found.numbers, found.birth_date, (person,), (document,))


def _uncertain(found: Cda) -> str:
    if found.people != 1:
        return "it is about several people" if found.people else "it does not say whom it is about"
    if len(found.numbers) != 1:
        return "it has several NHS numbers" if found.numbers else "it has no NHS number"
    return ""
