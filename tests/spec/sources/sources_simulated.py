"""Sources that exist only in a simulation: how each answers one question is drawn from a seed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from dataclasses import dataclass

from sources_region import problem, record

from carerecord.connectors.contract import (
    Page,
    PersonNotFound,
    PersonWithheld,
    SourceFault,
    SourceRefused,
    SourceReset,
    SourceTimeout,
    SourceTooLarge,
    SourceUnreadable,
)
from carerecord.contract import Item, Query, Receipt, Resource, SourceSettings
from carerecord.fhir import encode_resource

FOREIGN = "Somebody else’s"
"""Stands in everything that is not this person's."""
ELSE = "9990000026"
RAISED = (
    SourceFault,
    SourceRefused,
    SourceReset,
    SourceTimeout,
    SourceTooLarge,
    SourceUnreadable,
    PersonNotFound,
    PersonWithheld,
    KeyError,
    UnicodeError,
    RecursionError,
)
HOW = ("well",) * 8 + ("slow", "hangs", "raises", "other", "mixed", "twice", "broken", "nobody")


def foreign_patient(draw: random.Random) -> Resource:
    """Named by another number, by another birth date, or by none."""
    patient = record("x")[0]
    number = {"system": patient["identifier"][0]["system"], "value": ELSE}
    changes: tuple[Resource, ...] = (
        {"identifier": [number]},
        {"birthDate": "1901-02-03"},
        {"identifier": [*patient["identifier"], number]},
    )
    return {**patient, **draw.choice(changes), "name": [{"family": FOREIGN}]}


def foreign_problem(draw: random.Random, number: int) -> Resource:
    """Points at somebody else, or at nobody that can be told."""
    logical = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": ELSE}
    subject = draw.choice(
        (
            {"reference": "Patient/2"},
            {"reference": "https://elsewhere.example/Patient/1"},
            {"reference": "Patient/1", "identifier": logical},
            {"identifier": logical},
            {"reference": f"Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|{ELSE}"},
            {"display": FOREIGN},
            {},
            None,
        )
    )
    about = {**problem("x", number), "id": f"f{number}", "subject": subject}
    return {**about, "code": {"text": FOREIGN}}


@dataclass
class Simulated:
    """Draws anew at each question, and remembers what came of it."""

    settings: SourceSettings
    draw: random.Random
    newest: Callable[[], Awaitable[str]] | None = None  # id of the newest entry of the log
    how: str = ""  # it answered the last question; "" when it was not asked

    async def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        assert self.newest is not None
        assert await self.newest() == receipt.entry_id, "asked before it was written down"
        self.how = self.draw.choice(HOW)
        yield Page((), request_ids=(f"{self.settings.id}-{query.view_id}",))
        await asyncio.sleep(self._seconds())
        if self.how == "nobody":
            raise PersonNotFound
        for page in self._pages():
            yield self._page(page)
            await asyncio.sleep(self.draw.uniform(0, 0.2))
            if self.how == "raises" and self.draw.random() < 0.5:
                raise self.draw.choice(RAISED)
        if self.how == "raises":
            raise self.draw.choice(RAISED)

    async def close(self) -> None:
        """Nothing is held."""

    def _seconds(self) -> float:
        if self.how == "hangs":
            return 3600.0
        return self.draw.uniform(0.5, 12.0) if self.how == "slow" else self.draw.uniform(0.0, 0.3)

    def _pages(self) -> Iterable[list[Resource]]:
        everything = record(self.settings.id)
        if self.how == "other":
            everything[0] = foreign_patient(self.draw)
            everything += [{**problem("x", 9), "code": {"text": FOREIGN}}]
        if self.how == "mixed":
            foreign = [foreign_problem(self.draw, n) for n in range(self.draw.randint(1, 4))]
            everything += foreign
        if self.how == "twice":
            everything += everything
        self.draw.shuffle(everything)
        size = self.draw.randint(1, len(everything))
        return [everything[at : at + size] for at in range(0, len(everything), size)]

    def _page(self, resources: list[Resource]) -> Page:
        items = [Item(self.settings.id, one, encode_resource(one)) for one in resources]
        broken = ("could not be read",) if self.how == "broken" else ()
        return Page(tuple(items), unreadable=broken)
