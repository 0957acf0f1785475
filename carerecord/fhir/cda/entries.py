"""Each entry of a section as the R4 resource it means, or in words. None is left out: the account says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from carerecord.contract import Resource
from carerecord.fhir.cda.allergies import allergy
from carerecord.fhir.cda.encounters import appointment, beside, encounter
from carerecord.fhir.cda.header import PATIENT
from carerecord.fhir.cda.immunisations import immunisation
from carerecord.fhir.cda.medicines import medicine
from carerecord.fhir.cda.notes import note
from carerecord.fhir.cda.observations import observation, report
from carerecord.fhir.cda.problems import condition
from carerecord.fhir.cda.procedures import procedure
from carerecord.fhir.cda.reading import (
    STATEMENTS,
    Reading,
    denied,
    has_template,
    is_negated,
    is_withdrawn,
    related,
)
from carerecord.fhir.compartment import PERSON_FIELDS
from carerecord.fhir.xml import Element

_T = "2.16.840.1.113883.10.20.22.4."
_ALLERGY_SECTIONS = ("48765-2",)
_PROBLEM_SECTIONS = ("11450-4", "11348-0", "46241-6", "11535-2", "10219-4", "10218-6", "29308-4")
_PROBLEM = (f"{_T}4", "2.16.840.1.113883.10.20.1.28")
_CATEGORIES = {"30954-2": "laboratory", "8716-3": "vital-signs", "29762-2": "social-history"}
_VACCINES = (f"{_T}52", f"{_T}120")
_PROCEDURES = (f"{_T}12", f"{_T}13", f"{_T}14")
_NOTE = (f"{_T}202",)
_WITH_MEDICINES = (f"{_T}35", f"{_T}36")  # those of a discharge, and of an admission


@dataclass(frozen=True, slots=True)
class Part:
    """The section an entry stands in."""

    code: str  # LOINC
    title: str


@dataclass(slots=True)
class Entries:
    """What a document's entries come to, in their order; `read` and `in_words` add up to `said`."""

    document: str  # begins every id
    source: str
    security: list[Resource]
    resources: list[Resource] = field(default_factory=list)
    said: int = 0
    read: int = 0
    in_words: int = 0

    def take(self, section: Element, reading: Reading) -> None:
        code = section.first("code")
        part = Part(code.get("code"), section.first("title").words or reading.called(code))
        for entry in section.all("entry"):
            found = [one for one in entry.children if one.name in STATEMENTS]
            if not found:
                self._kept(entry, part, reading)
            for one in found:
                self._statement(one, part, reading)

    def add(self, resource: Resource) -> str:
        """Its id."""
        own = f"{self.document}-{len(self.resources) + 1}"
        field_ = PERSON_FIELDS.get(resource["resourceType"], ("subject",))[0]
        whose = {} if "." in field_ else {field_: PATIENT}
        meta = {"source": self.source, **({"security": self.security} if self.security else {})}
        self.resources.append({**resource, "id": own, "meta": meta, **whose})
        return own

    def _statement(self, statement: Element, section: Part, reading: Reading) -> str:
        """The id of what it became; "" where it became several, or words."""
        if statement.get("nullFlavor") or _is_denied(statement):
            self._kept(statement, section, reading)
            return ""
        if statement.name == "organizer" and not statement.all("subject"):
            return self._organizer(statement, section, reading)
        if inner := list(_concerns(statement, section)):
            for one in inner:
                self._one(one, statement, section, reading)
            return ""
        return self._one(statement, statement, section, reading)

    def _organizer(self, organizer: Element, section: Part, reading: Reading) -> str:
        """Its members one by one; of results, under the heading they came under."""
        before = len(self.resources)
        members = [self._statement(one, section, reading) for one in related(organizer)]
        made = [
            one["id"] for one in self.resources[before:] if one["resourceType"] == "Observation"
        ]
        if is_withdrawn(organizer):
            self._withdrawn(made)
        if not members:
            self._kept(organizer, section, reading)
        elif made and section.code == "30954-2" and (found := report(organizer, made, reading)):
            self.add(found)
        return ""

    def _withdrawn(self, ids: list[str]) -> None:
        """Results of a heading that is taken back are, whatever each says of itself."""
        for place, one in enumerate(self.resources):
            if one["id"] in ids:
                bare = {name: said for name, said in one.items() if not name.startswith("value")}
                self.resources[place] = {**bare, "status": "entered-in-error"}

    def _one(self, statement: Element, concern: Element, section: Part, reading: Reading) -> str:
        about_other = any(one.name == "subject" for one in statement.inside())
        made = None if about_other else _translated(statement, concern, section, reading)
        if made is None:
            self._kept(statement, section, reading)
            return ""
        self.said += 1
        self.read += 1
        own = self.add(made)
        for words in beside(statement, reading) if made["resourceType"] == "Encounter" else ():
            self._words(section, words, reading)
        return own

    def _kept(self, statement: Element, section: Part, reading: Reading) -> None:
        """As words under the title of its section."""
        self.said += 1
        self.in_words += 1
        words = reading.words(statement) or statement.words or "An entry without words"
        self._words(section, words, reading)

    def _words(self, section: Part, words: str, reading: Reading) -> None:
        heading = ": ".join(one for one in (section.title, words) if one)
        self.add({"resourceType": "Basic", "code": {"text": heading}})


def _is_denied(statement: Element) -> bool:
    """What stands in an act is said not to be so, by the act or by the way it stands there; a procedure is not done."""
    if statement.name != "act" or has_template(statement, *_PROCEDURES):
        return False
    return is_negated(statement) or bool(denied(statement))


def _concerns(statement: Element, section: Part) -> Iterator[Element]:
    """The problems, allergies and medicines that stand in an act about them."""
    if statement.name != "act":
        return
    if has_template(statement, *_WITH_MEDICINES):
        yield from (one for one in related(statement) if one.name == "substanceAdministration")
    mine = section.code in (*_ALLERGY_SECTIONS, *_PROBLEM_SECTIONS)
    for one in related(statement):
        if one.name == "observation" and (mine or has_template(one, *_PROBLEM, f"{_T}7")):
            yield one


def _translated(
    statement: Element, concern: Element, section: Part, reading: Reading
) -> Resource | None:
    code = section.code
    match statement.name:
        case "substanceAdministration" if has_template(statement, *_VACCINES) or code == "11369-6":
            return immunisation(statement, reading)
        case "substanceAdministration":
            return medicine(statement, reading)
        case "procedure":
            return procedure(statement, reading)
        case "encounter":
            planned = statement.get("moodCode") != "EVN"
            return (
                appointment(statement, PATIENT, reading)
                if planned
                else encounter(statement, reading)
            )
        case "observation":
            return _observed(statement, concern, code, reading)
        case "act" if has_template(statement, *_NOTE):
            return note(statement, reading)
        case "act" if has_template(statement, *_PROCEDURES):
            return procedure(statement, reading)
    return None


def _observed(statement: Element, concern: Element, code: str, reading: Reading) -> Resource | None:
    if statement.get("moodCode") not in ("", "EVN"):  # a goal, a plan, a question: told in words
        return None
    if has_template(statement, *_PROCEDURES):
        return procedure(statement, reading)
    if has_template(statement, f"{_T}7") or (
        concern is not statement and code in _ALLERGY_SECTIONS
    ):
        return allergy(statement, concern, reading)
    problem = concern is not statement and code in _PROBLEM_SECTIONS
    if problem or has_template(statement, *_PROBLEM):
        return condition(statement, concern, reading)
    return observation(statement, _CATEGORIES.get(code, ""), reading)
