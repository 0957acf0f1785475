"""What is kept with an entry of a view, or not at all: as data, because in an emergency it may have to wait with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.access import AccessStore
from carerecord.access.contract import Evidence
from carerecord.audit import Along
from carerecord.audit.renderings import Renderings
from carerecord.contract import Person, Viewer
from carerecord.identity import People
from carerecord.store import Transaction
from carerecord.viewing.telling import Teller, Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What a view writes down by itself before it goes on, and in an emergency when it can (LR-23, SFL-2)."""

    viewer: Viewer
    person: Person
    used: tuple[Evidence, ...] = ()  # what opened the record
    protecting: tuple[str, ...] = ()  # ids of the sources that say the person is protected


@dataclass(frozen=True, slots=True, kw_only=True)
class Besides:
    at: datetime
    told: Telling | None = None
    declared: Evidence | None = None
    words: str = ""  # typed with what was declared
    page: str | None = None  # what was shown
    later: Later | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    """Carries it out in the transaction of the entry: at once, or when the spool is added to the log."""

    people: People
    access: AccessStore
    renderings: Renderings
    teller: Teller

    def along(self, besides: Besides) -> Along:
        return lambda tx, entry_id: self.within(tx, entry_id, besides)

    def within(self, tx: Transaction, entry_id: str, besides: Besides) -> None:
        if besides.declared:
            self.access.declare(tx, besides.declared, besides.words)
        if besides.page is not None:
            self.renderings.within(tx, entry_id, besides.page.encode(), besides.at)
        if besides.told:
            self.teller.tell(tx, entry_id, besides.told)

    def late(self, tx: Transaction, entry_id: str, besides: Besides) -> None:
        """The same, and what the view could not write by itself."""
        self.within(tx, entry_id, besides)
        if later := besides.later:
            self.access.reconciling.used_within(
                tx, later.viewer, later.person.id, later.used, besides.at
            )
            if later.protecting:
                self.people.protect_within(tx, later.person, later.protecting)
