"""What every statement of one document is read with: the words it points to, and the zone of times without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo

from carerecord.contract import Resource
from carerecord.fhir.cda import times, values
from carerecord.fhir.cda.narrative import plain
from carerecord.fhir.xml import Element

NEGATED = "Stated as not so"
NOTHING_SAID = "No information"
_MEANT = {
    "INT": "Planned",
    "RQO": "Requested",
    "PRP": "Proposed",
    "PRMS": "Promised",
    "GOL": "Goal",
    "ARQ": "Appointment asked for",
    "APT": "Appointment",
}


MOST_WORDS = 2_000_000
"""Letters that entries may repeat of the words of their sections: the document itself holds them all."""
LEFT_THERE = "see the words of its section"


@dataclass(slots=True)
class Reading:
    zone: ZoneInfo
    parts: Mapping[str, Element] = field(default_factory=dict)  # of the narrative, by ID
    _plain: dict[str, str] = field(default_factory=dict)  # of those that were asked for
    _repeated: int = 0

    def text(self, element: Element) -> str:
        """Words of its own, else those in the section that it points to."""
        if own := element.words:
            return own
        words = self.part(element.first("reference").get("value").lstrip("#"))
        self._repeated += len(words)
        return words if self._repeated <= MOST_WORDS else LEFT_THERE

    def part(self, name: str) -> str:
        """The words of the section that bear this ID; "" where none do."""
        if name not in self._plain and name in self.parts:
            self._plain[name] = plain(self.parts[name])
        return self._plain.get(name, "")

    def concept(self, element: Element) -> Resource:
        return values.concept(element, self.text(element.first("originalText")))

    def denied(self, code: Resource) -> tuple[Resource, str]:
        """What is said not to be so, by its code alone, and the author's words beside it: they may deny it too."""
        if not code.get("coding") or "text" not in code:
            return code, ""
        return {key: value for key, value in code.items() if key != "text"}, code["text"]

    def when(self, element: Element) -> str:
        return times.fhir_time(element.get("value"), self.zone)

    def span(self, element: Element) -> dict[str, str]:
        return times.span(element, self.zone)

    def timed(self, name: str, element: Element) -> Resource:
        """`nameDateTime` or `namePeriod`, as it was sent."""
        found = self.span(element)
        if "end" in found:
            return {f"{name}Period": found}
        return {f"{name}DateTime": found["start"]} if found else {}

    def author(self, statement: Element, *kinds: Literal["author", "performer"]) -> Resource | None:
        """Who stands behind it, by name and organisation alone; the first of these `kinds` who is named."""
        for one in (
            found for kind in kinds or ("author", "performer") for found in statement.all(kind)
        ):
            if words := author_words(one):
                return {"display": words}
        return None

    def recorded(self, statement: Element) -> str:
        return self.when(statement.first("author", "time"))

    def called(self, element: Element) -> str:
        """A code by its name: the author's words, the display, a translation's, or the code alone."""
        words = self.text(element.first("originalText")) or element.get("displayName")
        others = (one.get("displayName") for one in element.all("translation"))
        return words or next(filter(None, others), "") or element.get("code")

    def words(self, statement: Element) -> str:
        """All that a statement says, for where no element of R4 holds it. Never without its negation."""
        whose = self.called(statement.first("subject", "relatedSubject", "code"))
        own = [whose, self.called(statement.first("code")), *self._values(statement)]
        product = (
            self.called(material(statement).first("code"))
            or material(statement).first("name").words
        )
        taking_part = [
            entity.first("name").words or self.called(entity.first("code"))
            for entity in statement.all("participant", "participantRole", "playingEntity")
        ]
        said = ": ".join(filter(None, dict.fromkeys([*own, product, *taking_part])))
        text = self.text(statement.first("text"))
        if not said or (text and statement.name == "act"):
            said = text or said
        when = " to ".join(self.span(statement.first("effectiveTime")).values())
        whole = "; ".join(
            filter(None, [f"{said} ({when})" if when and said else said, *self.also(statement)])
        )
        meant = _MEANT.get(statement.get("moodCode"), "")
        negated = NEGATED if is_negated(statement) else ""
        flavor = statement.get("nullFlavor")
        nothing = f"{NOTHING_SAID} ({flavor})" if flavor else ""
        return ": ".join(filter(None, (nothing, meant, negated, whole))) if whole else nothing

    def _values(self, statement: Element) -> list[str]:
        return [self.value_words(one) for one in statement.all("value")]

    def value_words(self, value: Element) -> str:
        match value.get("type").rpartition(":")[2]:
            case "CD" | "CE" | "CV" | "CO" | "CS" | "SC":
                return self.called(value) or value.words
            case "TS" | "IVL_TS":
                return " to ".join(self.span(value).values())
            case "RTO" | "RTO_PQ_PQ" | "RTO_QTY_QTY" | "RTO_MO_PQ":
                return " / ".join(filter(None, map(values.quantity_words, value.children)))
            case "IVL_PQ" | "IVL_INT" | "IVL_REAL":
                return " to ".join(filter(None, map(values.quantity_words, value.children)))
        if value.get("representation") == "B64":
            return (
                f"A file of type {value.get('mediaType') or 'not stated'}, in the document itself"
            )
        return values.quantity_words(value) or self.text(value)

    def also(self, statement: Element, used: Iterable[Element] = ()) -> list[str]:
        """What is said beside it: each statement inside it that was not read for itself, in words."""
        taken = {id(one) for one in used}
        gone = denied(statement)
        inner = (one for one in related(statement) if id(one) not in taken)
        return [
            f"{NEGATED}: {words}" if id(one) in gone else words
            for one in inner
            if (words := self.words(one))
        ]

    def notes(self, statement: Element, used: Iterable[Element] = (), *more: str) -> Resource:
        found = dict.fromkeys(filter(None, [*more, *self.also(statement, used)]))
        return {"note": [{"text": words} for words in found]} if found else {}


STATEMENTS = frozenset(
    [
        "act",
        "observation",
        "procedure",
        "substanceAdministration",
        "supply",
        "encounter",
        "organizer",
        "observationMedia",
        "regionOfInterest",
    ]
)


def related(statement: Element) -> list[Element]:
    """The statements inside it."""
    holders = (*statement.all("entryRelationship"), *statement.all("component"))
    return [one for holder in holders for one in holder.children if one.name in STATEMENTS]


def is_negated(element: Element) -> bool:
    """As XML Schema writes it, which some systems do in capitals."""
    return element.get("negationInd").strip().lower() in ("true", "1")


def denied(statement: Element) -> frozenset[int]:
    """The `id()` of the statements inside it whose place in it is said not to be so."""
    holders = (one for one in statement.all("entryRelationship") if is_negated(one))
    return frozenset(id(one) for holder in holders for one in holder.children)


def affirmed(statement: Element) -> list[Element]:
    """The statements inside it that hold. A reaction that did not happen is none: it is told in words."""
    gone = denied(statement)
    return [one for one in related(statement) if id(one) not in gone and not is_negated(one)]


def is_withdrawn(*statements: Element) -> bool:
    return any(one.first("statusCode").get("code") == "nullified" for one in statements)


def has_template(statement: Element, *roots: str) -> bool:
    return any(one.get("root") in roots for one in statement.all("templateId"))


def material(statement: Element) -> Element:
    return statement.first("consumable", "manufacturedProduct", "manufacturedMaterial")


def author_words(author: Element) -> str:
    """A name and an organisation."""
    entity = author.first("assignedAuthor") or author.first("assignedEntity")
    person = entity.first("assignedPerson", "name") or entity.first("name")
    device = entity.first("assignedAuthoringDevice", "softwareName")
    organisation = entity.first("representedOrganization", "name")
    return ", ".join(filter(None, (_person(person), device.words, organisation.words)))


def _person(name: Element) -> str:
    parts = (one for one in name.children if one.name in ("prefix", "given", "family", "suffix"))
    return " ".join(filter(None, (one.words for one in parts))) or name.words
