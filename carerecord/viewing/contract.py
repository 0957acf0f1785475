"""What the door hands to a face: a view, the state of every source and section, and leave to send bytes."""

from __future__ import annotations

from collections.abc import Awaitable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from carerecord.access.alerts import Alert
from carerecord.access.contract import Decision, Purpose, Terms
from carerecord.access.doubts import Doubt
from carerecord.access.evidence.emergencies import Emergency
from carerecord.access.notes import Note
from carerecord.audit import KINDS
from carerecord.audit import Entry as Entry
from carerecord.audit.search import EARLIEST, LATEST, NEWEST
from carerecord.contract import Answer, Former, Person, Receipt, SourceSettings, State, Viewer
from carerecord.federation import Own as Own
from carerecord.federation import Reader
from carerecord.identity.crosscheck import Difference as Difference
from carerecord.merge.contract import Line, SectionRecord
from carerecord.regions import Asked
from carerecord.sections.contract import Section
from carerecord.viewing.access_codes import HiddenCodes
from carerecord.viewing.late import Late

_LONDON = ZoneInfo("Europe/London")

SignIn = Literal[
    "sign-in",
    "sign-in-refused",
    "role-selected",
    "role-withdrawn",
    "locked",
    "resumed",
    "sign-out",
    "signed-out-by-provider",
]
"""What is written down of a session."""

NOTHING_KNOWN = "nothing is known to be held there"
"""Why a source was not asked: it said lately that it has no record of the person."""
EVERY_UNKNOWN = "*"
"""Chosen instead of the id of a source: all of which nothing is known are to be asked."""
EVERY_MISSING = "!"
"""The same: all that failed, or answered only in part."""
EVERYTHING = "**"
"""The same: all, as if nothing had been fetched yet."""
LATE = "+"
"""Chosen to be shown what has come since the page was drawn."""
Heading = Literal["1", "2", "3", "3b", "4", "4b", "5", "6", "7", "10", "11"]
"""A row of the state table, ux 4. 5 stands above 1 or 2: `at_least` says which. 10: no source shares it.

7 is 6 while a source may still answer.
"""


@dataclass(frozen=True, slots=True, eq=False)
class SectionState:
    """One section's line of the ledger: what may be said of it, and who is missing."""

    section: Section
    heading: Heading
    positive: int = 0
    at_least: bool = False  # a source that shares it did not fully answer, or is not shown
    sharers: tuple[SourceSettings, ...] = ()
    answered: tuple[SourceSettings, ...] = ()
    missing: tuple[SourceSettings, ...] = ()  # failed or partial
    waiting: tuple[SourceSettings, ...] = ()  # those of them that may still answer
    not_shown: tuple[
        SourceSettings, ...
    ] = ()  # somebody asked that what they hold is not shared (OPT-5)
    unknown: tuple[SourceSettings, ...] = ()  # not asked: nothing is known to be held there
    why: Mapping[str, str] = field(
        default_factory=dict
    )  # by source that is not shown or was not asked: completes "{source}: …"
    by_source: Mapping[str, State] = field(default_factory=dict)  # every configured source
    counts: Mapping[str, int] = field(default_factory=dict)  # items shown or joined, by source

    @property
    def count_words(self) -> str:
        return f"{self.positive}+" if self.at_least else str(self.positive)


@dataclass(frozen=True, slots=True, eq=False)
class Keep:
    """A set of answers on its way to be kept once it is shown."""

    own: Own
    reader: Reader
    reused: str = ""  # id of the view that asked, where not all was asked by this one
    sealing: Awaitable[bytes] | None = None  # None: all of it is kept already


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One opening of one person's record, decided and audited. Not allowed: everything after `decision` is empty."""

    id: str
    at: datetime
    viewer: Viewer
    person: Person
    decision: Decision
    receipt: Receipt
    purpose: Purpose = "TREAT"
    terms: Terms = field(default_factory=Terms)  # what of each source may come through
    chosen: tuple[SourceSettings, ...] = ()  # tell somebody when asked, and were (SEN-12)
    unasked: tuple[SourceSettings, ...] = ()  # the same, not chosen: the viewer may
    anyway: tuple[SourceSettings, ...] = ()  # asked whatever is known of them: the viewer chose to
    asked: Asked | None = None  # by a neighbouring region
    fetched: Keep | None = None  # what the sources answered, to be shown again on the next page
    late: Late | None = None  # what this page does not have yet
    owed: int = 0  # emergencies of the viewer's, of whomever, whose words are owed (ux S4)
    ended: tuple[str, ...] = ()  # words of what opened this record earlier and has ended (LR-23)
    protected: bool = False  # where the person is was hidden: the banner hides it too (SFL-2)
    places_wait: bool = False  # or until a source that may still protect the person has answered
    codes: HiddenCodes = field(default_factory=HiddenCodes)  # that open a door (ux S14)
    pictures: bool = True  # what no rule can read, a PDF or a scan, may be shown
    protecting: frozenset[str] = frozenset()  # ids of the sources that say so themselves
    sources: tuple[SourceSettings, ...] = ()
    answers: Mapping[str, Answer] = field(
        default_factory=dict
    )  # by source id, one for every source, withheld already gone
    records: Mapping[str, SectionRecord] = field(
        default_factory=dict
    )  # by section name, only levels full and summary
    states: Mapping[str, SectionState] = field(
        default_factory=dict
    )  # by section name, every section
    account: tuple[Line, ...] = ()
    searched: int = 0  # words that were looked for in it, for the page; 0: none were
    unread: Mapping[str, str] = field(
        default_factory=dict
    )  # by where an attachment points: why it was not fetched, completing “{source}: …”
    former: tuple[Former, ...] = ()  # names and homes the person had before
    differences: tuple[Difference, ...] = ()  # between who they are and what each source says
    notes: tuple[Note, ...] = ()  # what the person disagrees with, by source and section (PAT-6)
    doubts: tuple[Doubt, ...] = ()  # what staff say looks wrong in it, oldest first (F50)

    @property
    def today(self) -> date:
        """The day it is in London while this is looked at."""
        return self.at.astimezone(_LONDON).date()

    @property
    def missing(self) -> tuple[tuple[SourceSettings, Answer], ...]:
        """Sources that failed or answered only in part."""
        asked = ((source, self.answers[source.id]) for source in self.sources)
        return tuple((s, a) for s, a in asked if a.state in ("failed", "partial"))

    @property
    def waiting(self) -> tuple[SourceSettings, ...]:
        """Sources that may still answer."""
        return tuple(source for source, answer in self.missing if is_waiting(answer))

    @property
    def unknown(self) -> tuple[SourceSettings, ...]:
        """Sources not asked because nothing is known to be held there; the viewer may have them asked."""
        closed = self.terms.sources
        return tuple(s for s in self.sources if _is_unknown(s, self.answers[s.id], closed))

    @property
    def not_shown(self) -> tuple[tuple[SourceSettings, Answer], ...]:
        """Sources of which nothing is shown because somebody asked that it is not shared: never “no data”."""
        asked = ((source, self.answers[source.id]) for source in self.sources)
        return tuple((s, a) for s, a in asked if a.state == "withheld")


@dataclass(frozen=True, slots=True)
class Released:
    """Leave to send: the bytes and the receipt of the entry that says they were shown."""

    body: bytes
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Criteria:
    """What somebody typed to find a person. Dates as FHIR dates; empty = not given."""

    nhs_number: str = ""
    family: str = ""
    given: str = ""
    birth_date: str = ""
    gender: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is opened to be read. Of an entry, by its id, all that a page can show is fetched; of an item, all."""

    entry: str = ""
    item: str = ""  # "source/Type/id"


RESIDENTS_ONLY = frozenset({"care-home-nurse", "care-home-manager"})
"""Roles that find the residents of their home and nobody else (ux S2)."""


TraceState = Literal[
    "", "found", "nobody", "unknown", "withdrawn", "disagrees", "unsure", "busy", "failed"
]
"""What came of asking the national index; "": it was not asked."""


@dataclass(frozen=True, slots=True)
class Matches:
    people: tuple[Person, ...] = ()
    among: Literal["everybody", "linked", "residents"] = "everybody"
    """Who was looked among. Nobody found among one's own says nothing of whether there is somebody else (LR-25)."""
    more: bool = False  # over ten: add a detail
    nearly: bool = False  # the details fit nobody, and these people nearly
    replaced: str = ""  # the superseded number that was asked for
    problem: str = ""  # why nothing was searched, in words (a wrong NHS number, too few details)
    traced: TraceState = ""  # what the national index said


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """What one member of staff would see of one person now, and which rule says so."""

    viewer: Viewer
    person: Person
    decision: Decision
    terms: Terms


def is_waiting(answer: Answer) -> bool:
    return answer.failure is not None and answer.failure.kind == "waiting"


def _is_unknown(source: SourceSettings, answer: Answer, closed: Collection[str]) -> bool:
    return answer.state == "not-asked" and source.id not in closed


MOST_TOLD = 100
"""Notifications and alerts on one page, the newest."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a privacy officer was told of, and the person it was about; nobody where it was about no one."""

    alert: Alert
    person: Person | None
    emergency: Emergency | None = (
        None  # the one it is an alert of: its words may have come since, or be owed
    )


@dataclass(frozen=True, slots=True)
class Trail:
    """What was written down of one view, oldest first, and whose record it was."""

    entries: tuple[Entry, ...]
    person: Person | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """Something that was shown, again: its bytes, or why they are no longer there."""

    entry: Entry
    body: bytes | None
    words: str  # where there is no body
    receipt: Receipt  # of the entry that says it was looked at again


@dataclass(frozen=True, slots=True)
class LogCriteria:
    """What a privacy officer looks for in the log; empty = any. `since` counts, `until` does not."""

    nhs_number: str = ""
    staff: str = ""
    since: datetime = EARLIEST
    until: datetime = LATEST
    before: int = NEWEST


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """One entry of the log, and whose record it is about, if it is about one."""

    entry: Entry
    person: Person | None


def words_of(entry: Entry) -> str:
    """What was done, completing “Dr A Okafor …”."""
    return KINDS[entry.kind]


class NotForThisRole(Exception):
    """The role selected does not include this; it was written down that it was tried."""


class IdentityUnknown(Exception):
    """No such person in this region, or not one this session has opened."""


class RecordUnavailable(Exception):
    """The record cannot be shown now: it could not be written down, or its account does not add up."""


class NothingWaits(RecordUnavailable):
    """Nor could it be kept to be written down: the emergency spool is used up, or cannot be written."""
