"""Put the region together: people, staff, evidence, objections."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from carerecord.contract import Person
from carerecord.demo.people.contract import (
    InventedEvidence,
    InventedPerson,
    InventedRegion,
    InventedStaff,
)
from carerecord.demo.people.numbers import numbers


def invent_region(seed: int, people: int, today: date) -> InventedRegion:
    """The same region for the same seed, size and day."""
    everyone = tuple(
        InventedPerson(
            index=index,
            person=Person(
                id=hashlib.blake2b(f"{seed}/{index}".encode(), digest_size=10).hexdigest(),
                nhs_number=number,
                family="GIBSON".title(),
                given="Margery",
                title="Mrs",
                birth_date="1948-11-08",
                gender="female",
            ),
            practice="riverside-gp",
            sources=("riverside-gp",),
        )
        for index, number in enumerate(islice(numbers(seed), people))
    )
    cared_for = tuple(one.person.nhs_number for one in everyone[:20])
    okafor = InventedStaff(
        "a.okafor", "Dr A Okafor", "doctor", "Emergency doctor",
        "RNG01", "Northgate University Hospital", ("emergency",), cared_for,
    )  # fmt: skip
    start = datetime.combine(today, time(0, 0), tzinfo=UTC)
    evidence = tuple(
        InventedEvidence(
            "LR-3", number, "user", "a.okafor",
            "in your emergency department since 09:41 today",
            start, start + timedelta(days=7), "northgate-acute",
        )
        for number in cared_for
    )  # fmt: skip
    return InventedRegion(everyone, (okafor,), evidence)
