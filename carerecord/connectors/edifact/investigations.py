"""What was found: the specimens, the tests with their values, and the words of one report. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from carerecord.connectors.edifact.message import Message, Segment
from carerecord.connectors.pushed import NUMBER
from carerecord.fhir import Sent

_SYSTEMS = {"911": "http://read.info/readv2", "921": "http://snomed.info/sct"}
_FLAGS = {"HI": "H", "LO": "L"}
_FLAG_WORDS = {"PA": "Potentially abnormal"}
_INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"


@dataclass(slots=True)
class Investigation:
    """One INV and what follows it; or one specimen, S16 and what follows it."""

    place: str = ""  # SEQ: of a specimen
    inv: Segment | None = None
    inside: list[Segment] = field(default_factory=list)

    def _reference(self, kind: str) -> str:
        found = (rff.text(1, 2) for rff in self.inside if rff.tag == "RFF" and rff.text(1) == kind)
        return next(found, "")

    @property
    def specimen(self) -> str:
        return self._reference("ASL")

    @property
    def group(self) -> str:
        return self._reference("ARL")

    @property
    def heads(self) -> str:
        """The number of the group of tests whose name it is."""
        return next((one.text(2) or one.text(1) for one in self.inside if one.tag == "SEQ"), "")

    @property
    def name(self) -> str:
        return "\0".join(self.inv.parts(2)) if self.inv else ""

    @property
    def code(self) -> dict[str, Any]:
        """Code, system and words of INV-2."""
        if self.inv is None:
            return {}
        return _concept(*(self.inv.text(2, place) for place in (1, 2, 4)))

    @property
    def value(self) -> dict[str, Any]:
        """RSL: a number with its unit as sent, a code, or words."""
        rsl = next((one for one in self.inside if one.tag == "RSL"), None)
        words = "\n".join(lines(self.inside, "RIT")).strip("\n")
        if rsl is None or not any(map(any, rsl.elements[1:3])):
            return {"valueString": words} if words else {}
        if rsl.text(1) == "CV" and rsl.text(2, 3):
            return {"valueCodeableConcept": _concept(*(rsl.text(2, place) for place in (3, 4, 6)))}
        sent, unit = rsl.parts(2), rsl.text(4, 4)
        if rsl.text(1) == "NV" and len(sent) == 1 and not rsl.text(3) and NUMBER.fullmatch(sent[0]):
            return {"valueQuantity": {"value": Sent(sent[0]), **({"unit": unit} if unit else {})}}
        plain = " ".join(filter(None, (*sent, *rsl.parts(3), unit)))
        return {"valueString": "\n".join(filter(None, (plain, words)))}

    @property
    def flag(self) -> dict[str, Any]:
        rsl = next((one for one in self.inside if one.tag == "RSL"), None)
        sent = rsl.text(5) if rsl else ""
        if not sent:
            return {}
        if sent in _FLAGS:
            return {"coding": [{"system": _INTERPRETATION, "code": _FLAGS[sent]}], "text": sent}
        return {"text": _FLAG_WORDS.get(sent, sent)}

    @property
    def ranges(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for one in self.inside:
            if one.tag == "RND":
                ends = {"low": one.text(2), "high": one.text(3)}
                if all(NUMBER.fullmatch(end) for end in ends.values() if end):
                    found.append({k: {"value": Sent(v)} for k, v in ends.items() if v})
                else:
                    found.append({"text": " to ".join(filter(None, ends.values()))})
        return [one for one in found if one]

    @property
    def comments(self) -> list[str]:
        return lines(self.inside, "SPC")


def _concept(code: str, system: str, words: str) -> dict[str, Any]:
    coding = {"system": _SYSTEMS.get(system, ""), "code": code, "display": words}
    known = {"coding": [{k: v for k, v in coding.items() if v}]} if code else {}
    return {**known, "text": words or code or "Not named by the source"}


@dataclass(frozen=True, slots=True)
class Found:
    specimens: list[Investigation]
    tests: list[Investigation]
    words: list[str]  # of the report as a whole
    code: dict[str, Any]  # of a report that is words alone
    is_imaging: bool


def investigations(message: Message) -> Found:
    specimens: list[Investigation] = []
    tests: list[Investigation] = []
    before: list[Segment] = []
    inside = before
    for one in message.segments:
        if one.tag == "S16":
            specimens.append(Investigation())
            inside = specimens[-1].inside
        elif one.tag == "SEQ" and specimens and inside is specimens[-1].inside:
            specimens[-1].place = one.text(2) or one.text(1)
        elif one.tag == "INV":
            tests.append(Investigation(inv=one))
            inside = tests[-1].inside
        else:
            inside.append(one)
    is_imaging = any(one.inv and one.inv.text(1) == "RS" for one in tests)
    clinical = [f"Clinical information: {line}" for line in lines(before, "CID")]
    if not is_imaging:
        return Found(specimens, tests, clinical, {}, False)
    words = [line for one in tests for line in lines(one.inside, "RIT")]
    return Found(specimens, [], [*words, *clinical], tests[0].code, True)


def lines(segments: Iterable[Segment], kind: str) -> list[str]:
    """Each FTX of that kind, its components a line each."""
    return [
        "\n".join(one.parts(4)).rstrip("\n")
        for one in segments
        if one.tag == "FTX" and one.text(1) == kind
    ]
