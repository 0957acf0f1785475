"""ORU: what a laboratory, an imaging department or an endoscopy unit reports, read into R4. Pure (HL7 2.5.1, 7.3.1).

A report is known by its filler order number, and each value in it by its code, so that a correction takes its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from carerecord.connectors.hl7v2.coded import clinician, concept, name_of, shown
from carerecord.connectors.hl7v2.message import Segment
from carerecord.connectors.hl7v2.observing import (
    Frame,
    Observed,
    documents,
    observations,
    observed,
)
from carerecord.connectors.hl7v2.orders import Group, groups
from carerecord.connectors.hl7v2.specimens import specimens_of
from carerecord.connectors.hl7v2.times import date_time
from carerecord.connectors.hl7v2.told import Arrived, Told
from carerecord.connectors.pushed import own_id, without_empty
from carerecord.contract import Resource

_STATUS: Mapping[str, str] = {
    "A": "partial", "C": "corrected", "D": "entered-in-error", "F": "final", "I": "registered",
    "M": "corrected", "N": "registered", "O": "registered", "P": "preliminary",
    "R": "preliminary", "S": "registered", "U": "final", "W": "entered-in-error", "X": "cancelled",
}  # fmt: skip
"""OBR-25 (HL7 table 0123)."""
_IMAGING = frozenset(
    {"CT", "CUS", "MRI", "NMR", "NMS", "NRS", "OUS", "RAD", "RUS", "RX", "US", "VUS", "XRC"}
)
_NOT_LABORATORY = frozenset(
    {"CTH", "EC", "ECHO", "EN", "NEU", "OT", "PAR", "PF", "PHR", "PHY", "PT", "RC", "RT"}
)
"""Of OBR-24 (HL7 table 0074); what is in neither, and what says nothing, comes of a laboratory."""
_SECTIONS = "http://terminology.hl7.org/CodeSystem/v2-0074"
_CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"


def reported(arrived: Arrived) -> Told:
    """Raises `MessageDoubtful`."""
    made: list[Resource] = []
    seen: Counter[str] = Counter()
    for group in groups(arrived.message):
        report = _Report(group, arrived)
        seen[report.name] += 1
        made += report.resources(f"{report.name}\0{seen[report.name]}")
    return Told(tuple(made))


class _Report:
    """What one OBR says, put together once."""

    def __init__(self, group: Group, arrived: Arrived) -> None:
        self.arrived = arrived
        self.group = group
        self.obr = group.obr or Segment("OBR", (), arrived.message.header.delimiters)
        self.found = observed(group.inside)
        self.service = self.obr.text(24).upper()

    @property
    def name(self) -> str:
        """Filler number, else placer's, each with the test; with neither, the test and when it was collected."""
        number = self.group.number(3) or self.group.number(2)
        return "\0".join((number, name_of(self.obr, 4), "" if number else self._when()))

    def _when(self) -> str:
        times = [self.obr.text(7), *(one.obx.text(14) for one in self.found)]
        if not self.group.obr:  # measured beside anything ordered: each message says it anew
            times.append(self.arrived.said.isoformat())
        return next(filter(None, times), "")

    @property
    def is_imaging(self) -> bool:
        return self.service in _IMAGING

    @property
    def is_withdrawn(self) -> bool:
        return _STATUS.get(self.obr.text(25)) == "entered-in-error"

    def resources(self, key: str) -> Iterator[Resource]:
        specimens = specimens_of(self.group, key, self.arrived)
        parts: dict[str, list[Observed]] = {"words": [], "file": [], "value": []}
        for one in self.found:
            parts[self._part(one)].append(one)
        spoken, enclosed, valued = parts.values()
        frame = Frame(key, self.arrived, self._shared(specimens), is_withdrawn=self.is_withdrawn)
        made = list(observations(valued, frame))
        report = {
            **self._heading(key),
            "specimen": [{"reference": f"Specimen/{one['id']}"} for one in specimens],
            "result": [{"reference": f"Observation/{one['id']}"} for one in made],
            **self._words(spoken, enclosed),
        }
        if self.group.obr or enclosed:
            yield without_empty(report)
        yield from (*specimens, *made)

    def _part(self, one: Observed) -> Literal["words", "file", "value"]:
        """A file; words of the report itself, being of imaging or without a name of their own; or a value."""
        kind = one.obx.text(2)
        if kind == "ED":
            return "file"
        unnamed = name_of(one.obx, 3) in ("", name_of(self.obr, 4))
        is_words = self.group.obr and kind in ("TX", "FT") and (self.is_imaging or unnamed)
        return "words" if is_words else "value"

    def _shared(self, specimens: list[Resource]) -> Resource:
        other = "" if self.service in _NOT_LABORATORY else "laboratory"
        category = {"system": _CATEGORIES, "code": "imaging" if self.is_imaging else other}
        at = date_time(self.obr.text(7), self.arrived.zone)
        taken = [one.get("collection", {}).get("collectedDateTime", "") for one in specimens]
        return {
            "subject": self.arrived.subject,
            "category": [{"coding": [category]}] if category["code"] else [],
            "effectiveDateTime": at or next(filter(None, taken), ""),
            "specimen": {"reference": f"Specimen/{specimens[0]['id']}"} if specimens else {},
        }

    def _heading(self, key: str) -> Resource:
        obr, zone = self.obr, self.arrived.zone
        filler, placer = self.group.identifier(3), self.group.identifier(2)
        section = {"system": _SECTIONS, "code": self.service}
        return {
            "resourceType": "DiagnosticReport",
            "id": own_id("report", key),
            "identifier": [filler] if filler else [],
            "basedOn": [{"identifier": placer}] if placer else [],
            "status": _STATUS.get(obr.text(25), "unknown"),
            "category": [{"coding": [section]}] if self.service else [],
            "code": concept(obr, 4) or {"text": "Not named by the source"},
            "subject": self.arrived.subject,
            "effectiveDateTime": date_time(obr.text(7), zone),
            "issued": date_time(obr.text(22), zone),
            "performer": shown(self.arrived.source.name),
            "resultsInterpreter": shown(clinician(obr, 32)),
        }

    def _words(self, spoken: list[Observed], enclosed: list[Observed]) -> Resource:
        """What of it was withdrawn may be about somebody else: it is not said again."""
        if self.is_withdrawn:
            return {}
        said = [text for one in spoken if one.stands for text in (*one.lines, *one.comments)]
        clinical = self.obr.lines(13)
        about = [f"Clinical information: {clinical}"] if clinical else []
        conclusion = "\n".join((*said, *self.group.comments, *about)).strip("\n")
        files = documents(one for one in enclosed if one.stands)
        return {"conclusion": conclusion, "presentedForm": files}
