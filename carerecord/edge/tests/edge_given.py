"""What the tests of edge copies begin with: two sources, invented people, and a clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from carerecord.contract import Query, Receipt, Resource, SourceSettings
from carerecord.edge import Edge
from carerecord.store import Database

KEY = bytes(range(32))
ME, OTHER = "9990000042", "9990000050"
FEED, SECOND = "northgate-adt", "riverside-adt"
NINE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
RECEIPT = Receipt(1, "e" * 32)
QUERY = Query(ME, "1948-11-08", (), "v" * 32, NINE)
SETTINGS = SourceSettings(FEED, "Northgate", "Northgate", "acute", "hl7v2")


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def patient(own: str = "p1", family: str = "GIBSON") -> Resource:
    number = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": ME}
    return {
        "resourceType": "Patient", "id": own, "identifier": [number], "name": [{"family": family}],
    }  # fmt: skip


def allergy(own: str = "a1", text: str = "Penicillin") -> Resource:
    whose = {"reference": "Patient/p1"}
    return {
        "resourceType": "AllergyIntolerance", "id": own, "code": {"text": text}, "patient": whose,
    }  # fmt: skip


async def keep(
    edge: Edge, db: Database, resources: Sequence[Mapping[str, Any]], **other: Any
) -> None:
    source, number = other.get("source", FEED), other.get("number", ME)
    said, now = other.get("said", NINE), other.get("now", NINE)
    kept = [dict(one) for one in resources]
    await db.write(lambda tx: edge.keep(tx, source, number, kept, said=said, now=now))


async def call_off(edge: Edge, db: Database, type: str, own: str, **other: Any) -> None:
    said, now = other.get("said", NINE), other.get("now", NINE)
    await db.write(lambda tx: edge.remove(tx, FEED, ME, type, own, said=said, now=now))


def disk(folder: Path) -> bytes:
    """The database, its log of changes, and whatever else lies beside it."""
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def fresh(folder: Path, migrated: Path) -> Path:
    file = folder / "region.db"
    file.write_bytes(migrated.read_bytes())
    return file
