"""What an ambulance crew reads first, in clinical order (ux S18); and when it closes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from markupsafe import Markup

from carerecord.config import AmbulanceView
from carerecord.sections.concepts import codes
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.comparison import DISAGREE, Comparison, Medicine, Statement, compare
from carerecord.web.frame.about import AllergyLine, allergy_line
from carerecord.web.headed import UNHEADED, under_headings
from carerecord.web.listing import count_words, names, shorts
from carerecord.web.messages import say
from carerecord.web.pages.results.latest import LatestLine, latest
from carerecord.web.people_to_call import people_to_call
from carerecord.web.plans import (
    RESUSCITATION,
    of_resuscitation,
    once,
    urgent_plans,
)
from carerecord.web.rows import Shown, shown
from carerecord.web.series import series_of
from carerecord.web.states import Notice, notices

_NUMBER = re.compile(r"(?:\+44|\b0)[\d ]{8,13}\d")
SECTIONS = (
    *("allergies", "alerts", "care_plans", "contacts", "medicines", "problems"),
    *("admissions", "discharges", "observations"),
)
"""Something of each may stand on the page, for the audit entry."""
STAYS = ("admissions", "discharges")
PARTS = ("cpr", "al", "lack", "unwell", "calls", "medicines", "problems", "stay", "usual")
ARRIVED = {name: Markup(".m-{}{{display:none}}").format(name) for name in PARTS}
ARRIVED["end"] = Markup(".cut{display:none}")
"""The style that follows each part: where it did not arrive, the notice at the top goes on naming it."""


@dataclass(frozen=True, slots=True)
class Call:
    kind: str
    name: str
    phone: str

    @property
    def dial(self) -> str:
        return self.phone.replace(" ", "")


class AmbulancePage:
    disagree = DISAGREE

    def __init__(self, view: View, settings: AmbulanceView) -> None:
        self._view = view
        self._names, self._shorts = names(view), shorts(view)
        self._closes = closes(view, settings)
        self.closes = formats.time_of(self._closes)
        self.ends = int(self._closes.timestamp() * 1000)
        self.hidden_for = settings.hidden_seconds * 1000
        self.parts = [(name, say(f"ambulance.part.{name}")) for name in PARTS]

    @property
    def seconds(self) -> int:
        """From its arrival until it closes."""
        return int((self._closes - self._view.at).total_seconds())

    @cached_property
    def resuscitation(self) -> list[Shown]:
        return once(of_resuscitation(self._view))

    def of_resuscitation(self, one: Shown) -> list[str]:
        """What it says of that besides its title, each once."""
        said = (
            words if term in ("", UNHEADED) else f"{term}: {words}"
            for term, words in under_headings(one.row.notes)
        )
        return [words for words in said if RESUSCITATION.search(words)]

    @property
    def allergies(self) -> AllergyLine:
        return allergy_line(self._view, most=None)

    @cached_property
    def plans(self) -> list[Shown]:
        return urgent_plans(self._view)

    def of_plan(self, plan: Shown) -> list[tuple[str, str]]:
        """The plan's own words but those on resuscitation, which stand above."""
        return [
            (term, words)
            for term, words in under_headings(plan.row.notes)
            if not RESUSCITATION.search(f"{term}: {words}")
        ]

    @property
    def people(self) -> list[Call]:
        return [
            _call(one.kind, name, one.phone)
            for one in people_to_call(self._view)
            for name in one.names
        ]

    @cached_property
    def medicines(self) -> Comparison | None:
        record = self._view.records.get("medicines")
        return compare(self._view, record) if record else None

    @property
    def medicines_title(self) -> str:
        if not self.medicines or not self.medicines.total:
            return say("ambulance.medicines")
        disagree = len(self.medicines.groups.get(DISAGREE, ()))
        count = self._counted("medicines", self.medicines.total)
        more = f", {disagree} disagree" if disagree else ""
        return f"{say('ambulance.medicines')}: {count}{more}"

    def each_of(self, medicine: Medicine) -> list[tuple[str, Statement]]:
        """What every source says of one that they disagree about: none is picked."""
        said = [(self._shorts[source], one) for source, one in medicine.said.items()]
        return [*said, *((self._shorts[one.source_id], one) for one in medicine.more)]

    def sources_of(self, medicine: Medicine) -> list[str]:
        return [self._shorts[source] for source in medicine.said]

    @cached_property
    def problems(self) -> list[Shown]:
        record = self._view.records.get("problems")
        return [
            shown(record, entry, self._shorts)
            for entry in (record.entries if record else ())
            if record and record.section.current(entry.head.resource)
        ]

    @property
    def problems_title(self) -> str:
        if not self.problems:
            return say("ambulance.problems")
        return (
            f"{say('ambulance.problems')}: {self._counted('problems', len(self.problems))} active"
        )

    @cached_property
    def stay(self) -> Shown | None:
        """The one that runs, else the one that began last."""
        found = [
            (name == "admissions", row)
            for name in STAYS
            if (record := self._view.records.get(name))
            for entry in record.entries
            if name == "discharges" or record.section.current(entry.head.resource)
            for row in [shown(record, entry, self._shorts)]
        ]
        found.sort(key=lambda pair: (pair[0], pair[1].row.when), reverse=True)
        return found[0][1] if found else None

    @property
    def stay_hidden(self) -> bool:
        """Whether this role is shown no stay; then nothing is said of there being one."""
        states = [self._view.states[name] for name in STAYS if name in self._view.states]
        return bool(states) and all(state.heading == "11" for state in states)

    @property
    def stay_title(self) -> str:
        """Read while its words are folded away, so it says too that a source is missing (ux 1, rule 2)."""
        states = [self._view.states[name] for name in STAYS if name in self._view.states]
        if self.stay_hidden:
            return say("ambulance.stay.not-shown")
        partly = any(state.missing or state.at_least for state in states)
        if self.stay is None:
            return say("ambulance.stay.partly" if partly else "ambulance.stay.not")
        return say("ambulance.stay.of-partly" if partly else "ambulance.stay.of") + " "

    @cached_property
    def usual(self) -> list[LatestLine]:
        """The latest of each vital sign."""
        return [
            latest(series, self._shorts)
            for series in series_of(self._view.records.get("observations"))
            if "vital-signs" in codes(series.entries[0].head.resource.get("category"))
        ]

    def notices(self, name: str) -> list[Notice]:
        """What must be read of a section that is not complete; its count stands in the heading."""
        state = self._view.states.get(name)
        if state is None or state.heading in ("1", "2"):
            return []
        found = notices(state, self._view.records.get(name), self._view.person, self._names)
        return [one for one in found if one.words]

    def _counted(self, name: str, number: int) -> str:
        state = self._view.states.get(name)
        at_least = state is not None and count_words(state).startswith("at least")
        return f"at least {number:,}" if at_least else f"{number:,}"


def closes(view: View, settings: AmbulanceView) -> datetime:
    """At the end of the job that opened it, and after so many hours at the latest."""
    latest_end = view.at + timedelta(hours=settings.hours)
    ends = [one.ends for one in view.decision.evidence]
    known = [end for end in ends if end is not None]
    if view.decision.emergency_until:
        known.append(view.decision.emergency_until)
    return min(latest_end, max(known)) if known and len(known) >= len(ends) else latest_end


def _call(kind: str, name: str, phone: str) -> Call:
    """A number that stands in the words of a name is a number to call as well."""
    found = _NUMBER.search(name)
    if phone or found is None:
        return Call(kind, name, phone)
    rest = name[: found.start()].rstrip(" ,") + name[found.end() :]
    return Call(kind, rest.strip(" ,"), formats.phone(found.group()))
