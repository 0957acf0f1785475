"""What is certain of a document, or why it is not: the same for every kind."""

from __future__ import annotations

from datetime import datetime

from carerecord.connectors.contract import Document, Pushed, SetAside
from carerecord.connectors.pushed import IN_THE_FUTURE, is_ahead
from carerecord.contract import Resource


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
    if is_ahead(said, now):
        return SetAside(IN_THE_FUTURE)
    if not birth_date:
        return SetAside("it has no date of birth to compare")
    return Pushed(
        said=said,
        numbers=numbers,
        birth_date=birth_date,
        resources=resources,
        documents=documents,
    )
