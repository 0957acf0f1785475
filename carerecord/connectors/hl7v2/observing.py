"""The OBX segments of one report, read into R4 Observations and documents. Pure (HL7 2.5.1, 7.4.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from carerecord.connectors.hl7v2.coded import clinician, concept, name_of, shown
from carerecord.connectors.hl7v2.enclosed import attachment
from carerecord.connectors.hl7v2.message import Segment
from carerecord.connectors.hl7v2.times import date_time
from carerecord.connectors.hl7v2.told import Arrived
from carerecord.connectors.hl7v2.values import TEXT, Value, unit, values
from carerecord.connectors.pushed import own_id, without_empty
from carerecord.contract import Resource

_STATUS: Mapping[str, str] = {
    "A": "amended", "B": "amended", "C": "corrected", "D": "entered-in-error", "F": "final",
    "I": "registered", "N": "registered", "O": "registered", "P": "preliminary",
    "R": "preliminary", "S": "preliminary", "U": "final", "V": "final", "W": "entered-in-error",
    "X": "cancelled",
}  # fmt: skip
"""OBX-11 (HL7 table 0085). Of what says nothing nothing is known."""
_FLAGS = frozenset({"H", "L", "HH", "LL", "HU", "LU", "A", "AA", "N", "U", "D", "S", "R", "I"})
_INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"


@dataclass(slots=True)
class Observed:
    """One OBX, or the lines of one text that several hold, and the comments that follow it."""

    obx: Segment
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return self.obx.text(2) in TEXT

    @property
    def name(self) -> tuple[str, str]:
        return name_of(self.obx, 3), self.obx.text(4)

    @property
    def stands(self) -> bool:
        """It was not taken back."""
        return _STATUS.get(self.obx.text(11)) not in ("entered-in-error", "cancelled")

    @property
    def corrects(self) -> bool:
        return self.obx.text(11) == "C"

    @property
    def moment(self) -> tuple[str, str, str]:
        """What tells it from the same test at another time."""
        return (*self.name, self.obx.text(14))

    def goes_on(self, obx: Segment) -> bool:
        """The next line of the same text, in an OBX of its own."""
        same = (self.obx.text(2), self.obx.text(11)) == (obx.text(2), obx.text(11))
        return self.is_text and same and not self.comments and self.name == Observed(obx).name


def observed(segments: Iterable[Segment]) -> list[Observed]:
    """OBX and NTE of one report, in their order."""
    found: list[Observed] = []
    for one in segments:
        if one.name == "NTE" and found:
            found[-1].comments.append(one.lines(3))
        elif one.name == "OBX" and found and found[-1].goes_on(one):
            found[-1].lines.append(one.lines(5))
        elif one.name == "OBX":
            found.append(Observed(one, [one.lines(5)]))
    return _uncorrected(found)


def _uncorrected(found: list[Observed]) -> list[Observed]:
    """Without what is corrected further on in the same report: one result, of one moment, said twice (table 0085, C)."""
    corrections = {one.moment: place for place, one in enumerate(found) if one.corrects}
    return [
        one
        for place, one in enumerate(found)
        if one.corrects or not one.stands or place > corrections.get(one.moment, -1)
    ]


@dataclass(frozen=True, slots=True)
class Frame:
    """What every observation of one report has of it."""

    key: str  # tells the report from every other of its source
    arrived: Arrived
    shared: Resource  # elements; an observation's own stand before them
    is_withdrawn: bool = False  # all of it, whatever each result says of itself


def observations(found: Iterable[Observed], frame: Frame) -> Iterator[Resource]:
    seen: Counter[tuple[str, str]] = Counter()
    for one in found:
        seen[one.name] += 1
        own = own_id("obs", frame.key, *one.name, str(seen[one.name]))
        yield without_empty(
            {
                "resourceType": "Observation",
                "id": own,
                **frame.shared,
                **_observation(one, frame),
            }
        )


def documents(found: Iterable[Observed]) -> list[dict[str, str]]:
    """Every document among them. Raises `MessageDoubtful`."""
    sent = (attachment(one.obx, concept(one.obx, 3).get("text", "")) for one in found)
    return [one for one in sent if one]


def _observation(one: Observed, frame: Frame) -> Resource:
    obx, arrived = one.obx, frame.arrived
    said = _STATUS.get(obx.text(11), "unknown")
    own = {
        "status": "entered-in-error" if frame.is_withdrawn else said,
        "code": concept(obx, 3) or {"text": "Not named by the source"},
        "interpretation": [_flag(obx, sent) for sent in obx.repetitions(8)],
        "referenceRange": [{"text": words} for words in [obx.lines(7)] if words],
        "effectiveDateTime": date_time(obx.text(14), arrived.zone),
        "issued": date_time(obx.text(19), arrived.zone),
        "method": concept(obx, 17),
        "bodySite": concept(obx, 20),
        "performer": shown(obx.text(23) or clinician(obx, 16)),
        "note": [{"text": words} for words in _notes(one, arrived) if words],
    }
    if own["status"] == "entered-in-error":  # of another person, perhaps: it is shown to nobody
        return without_empty({"status": own["status"], "code": own["code"]})
    return without_empty({**own, **_valued(one, own["code"], arrived)})


def _valued(one: Observed, code: object, arrived: Arrived) -> Value:
    """One value; several, as components of the same name."""
    if one.is_text:
        words = "\n".join(one.lines).strip("\n")
        of_what = "" if "\n" in words else unit(one.obx).get("unit", "")
        return {"valueString": f"{words} {of_what}".rstrip()} if words else {}
    found = values(one.obx, arrived)
    if len(found) > 1:
        return {"component": [{"code": code, **value} for value in found]}
    return found[0] if found else {}


def _notes(one: Observed, arrived: Arrived) -> list[str]:
    """Comments, and times that cannot be read."""
    unread = {"Observed": 14, "Reported": 19}
    times = [
        f"{word}: {sent}"
        for word, place in unread.items()
        if (sent := one.obx.text(place)) and not date_time(sent, arrived.zone)
    ]
    probability = one.obx.text(9)
    return [*one.comments, *times, *([f"Probability: {probability}"] if probability else [])]


def _flag(obx: Segment, sent: str) -> dict[str, Any]:
    code = obx.text(8, of=sent)
    words = obx.text(8, 2, of=sent) or code
    coding = [{"system": _INTERPRETATION, "code": code}] if code in _FLAGS else []
    return without_empty({"coding": coding, "text": words})
