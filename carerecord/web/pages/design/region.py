"""The invented region of the gallery: its sources, what each holds of nobody, and how each can answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from carerecord.contract import (
    Answer,
    Failure,
    Item,
    Person,
    Resource,
    SourceSettings,
    State,
    Viewer,
)
from carerecord.fhir import decode_resource, encode_resource
from carerecord.sections import SECTIONS

AT = datetime(2026, 11, 21, 10, 2, tzinfo=UTC)
EVERY = tuple(section.name for section in SECTIONS)
NOBODY = Person(
    id="nobody",
    nhs_number="9995632187",
    family="Example",
    given="Rowan",
    title="Mx",
    birth_date="1951-02-28",
    gender="other",
    address="1 Example Street, Exampleton",
    postcode="ZZ99 3VZ",
    phone="01632960101",
    gp_name="Hillside Surgery",
    gp_phone="01632960102",
    next_of_kin="Robin Example (sibling) 01632 960103",
)
STAFF = Viewer(
    "example", "Dr E Xample", "doctor", "Example doctor", "ZZZ99", "Weston General Hospital"
)


def source(
    id: str, name: str, short: str, kind: str, shares: Sequence[str], **more: Any
) -> SourceSettings:
    phone = "01632 960104"
    return SourceSettings(
        id, name, short, kind, "fhir_r4", phone=phone, sections=tuple(shares), **more
    )


GP = source("gp", "Hillside Surgery", "Hillside", "gp", EVERY)
HOSPITAL = source("hospital", "Weston General Hospital", "Weston", "acute", EVERY)


@cache
def _held() -> dict[str, list[Resource]]:
    return dict(decode_resource(Path(__file__).with_name("record.json").read_bytes()))


def held(name: str) -> list[Resource]:
    """The invented entries of this name in `record.json`."""
    return _held()[name]


def answered(
    source_id: str, resources: Sequence[Resource] = (), of: Resource | None = None, **more: Any
) -> Answer:
    """All that it holds; with `of`, what it says of who that is; with `as_at`, as a copy."""
    items = _items(source_id, resources)
    state: State = "answered" if resources else "empty"
    patients = _items(source_id, [of] if of else [])
    return Answer(
        source_id, state, items=items, patients=patients, seconds=0.4, fetched_at=AT, **more
    )


def _items(source_id: str, resources: Sequence[Resource]) -> tuple[Item, ...]:
    return tuple(Item(source_id, one, encode_resource(one)) for one in resources)


def silent(source_id: str) -> Answer:
    failure = Failure("timeout", "no answer in 8 seconds")
    return Answer(source_id, "failed", failure=failure, seconds=8.0, fetched_at=AT)


def another(source_id: str) -> Answer:
    """It named somebody else, so that nothing of its answer is shown."""
    failure = Failure("wrong-person", "answered for another person: another name and gender")
    return Answer(
        source_id,
        "failed",
        failure=failure,
        contradicts=("name", "gender"),
        seconds=0.4,
        fetched_at=AT,
    )


def in_part(source_id: str, resources: Sequence[Resource], **more: Any) -> Answer:
    """Some of it; with `as_at`, from an old copy."""
    broke_off = Failure("reset", "it broke off")
    failure = Failure("overdue", "") if "as_at" in more else broke_off
    return Answer(
        source_id,
        "partial",
        items=_items(source_id, resources),
        failure=failure,
        seconds=0.4,
        fetched_at=AT,
        **more,
    )


def old(source_id: str, resources: Sequence[Resource]) -> Answer:
    return in_part(source_id, resources, as_at=AT - timedelta(days=3))


def not_asked(source_id: str, words: str = "") -> Answer:
    return Answer(source_id, "not-asked", words=words)


def withheld(source_id: str) -> Answer:
    return Answer(source_id, "withheld", words="the person asked that this is not shared")
