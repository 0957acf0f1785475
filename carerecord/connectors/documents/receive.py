"""One message in; what it comes to, or why it is kept for a person to look at. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from carerecord.connectors.contract import Document, Pushed, SetAside
from carerecord.connectors.documents.settings import Settings
from carerecord.contract import Resource
from carerecord.fhir.cda import Cda, NotCdaError, translate

AHEAD = timedelta(minutes=10)
"""A document from later than this has a wrong clock: no newer version would count for years."""


class NotReadableError(ValueError):
    """It is no document of a kind that is taken here: refused, and kept nowhere. The words name nothing it says."""


def receive(raw: bytes, settings: Settings, now: datetime) -> Pushed | SetAside:
    """By what it is, whichever address it came to. Raises `NotReadableError`."""
    return of_cda(raw, settings, now)


def of_cda(raw: bytes, settings: Settings, now: datetime) -> Pushed | SetAside:
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


def filed(
    said: datetime | None,
    now: datetime,
    numbers: tuple[str, ...],
    birth_date: str,
    resources: tuple[Resource, ...],
    documents: tuple[Document, ...],
) -> Pushed | SetAside:
    """What is certain of itself; whether its person is known here is asked afterwards."""
    if said is None:
        return SetAside("it does not say when it was made")
    if said > now + AHEAD:
        return SetAside("its time is in the future")
    if not birth_date:
        return SetAside("it has no date of birth to compare")
    return Pushed(
        said=said,
        numbers=numbers,
        birth_date=birth_date,
        resources=resources,
        documents=documents,
    )
