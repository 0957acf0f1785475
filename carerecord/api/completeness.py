"""One List for each section: its entries or why there is none, and what every source said of it (ux 4).

The row of the state table and the words are those of the pages, from `viewing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from carerecord.api.outcome import SOURCE, WARNING_CODES
from carerecord.contract import Resource, SourceSettings
from carerecord.fhir import list_warnings
from carerecord.sections.allergies.negatives import states_none_at_all
from carerecord.viewing import SectionState, View
from carerecord.viewing.headings import HEADINGS, heading

COMPLETENESS = "urn:carerecord:completeness"
SECTION = "urn:carerecord:section"
EMPTY_REASON = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
UK_EMPTY_REASON = "https://fhir.hl7.org.uk/CodeSystem/UKCore-ListEmptyReasonCode"
WARNING = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ListWarningCode"
OF_NONE: Resource = {"flag": {"text": "Statement of none"}}

_NO_CONTENT = {"system": UK_EMPTY_REASON, "code": "no-content-recorded"}
_WHY = {
    "3": ("nilknown", "Every source that shares it answered."),
    "3b": ("unavailable", "Another source did not answer."),
    "4": ("notstarted", "This does not mean there are none."),
    "4b": ("unavailable", "Another source did not answer."),
    "6": ("unavailable", "No source that shares this answered. Do not assume there are none."),
    "10": ("notasked", "Not shared by any connected source."),
    "11": ("withheld", "This is the same whether or not there is any information."),
}
_encoder = msgspec.json.Encoder()

References = Mapping[str, tuple[Sequence[bytes], Sequence[bytes]]]
"""By section: a Reference, as JSON, to the head of each entry; and to that of each statement of none."""


def section_lists(view: View, references: References) -> Iterator[bytes]:
    """In reading order, every section of the record, also those of which nothing can be shown."""
    for name, state in view.states.items():
        positive, negative = references.get(name, ((), ()))
        why = () if _narrower(view, state) else _WHY.get(state.heading, ())
        body = _encoder.encode({**_head(view, state), **_empty(why, state)})
        stand = [] if why else [*map(_entry, positive), *map(_none, negative)]
        yield body[:-1] + b',"entry":[' + b",".join(stand) + b"]}" if stand else body


def _head(view: View, state: SectionState) -> Resource:
    section = state.section
    record = view.records.get(section.name)
    above = [HEADINGS["state.5"]] if state.heading == "5" else []
    return {
        "resourceType": "List",
        "id": f"section-{section.name.replace('_', '-')}",
        "extension": [_completeness(view, state), *_warnings(view, state)],
        "status": "current",
        "mode": "snapshot",
        "title": section.title,
        "code": {"coding": [{"system": SECTION, "code": section.name}], "text": section.title},
        "subject": {"reference": f"Patient/{view.person.id}"},
        "date": view.at.isoformat(),
        "note": [{"text": words} for words in (*above, heading(state, record))],
    }


def _empty(why: tuple[str, str] | tuple[()], state: SectionState) -> Resource:
    if not why:
        return {}
    code, words = why
    more = [_NO_CONTENT] if state.heading in ("4", "4b") else []
    coding = [{"system": EMPTY_REASON, "code": code}, *more]
    return {"emptyReason": {"coding": coding, "text": words}}


def _completeness(view: View, state: SectionState) -> Resource:
    said = [
        {"url": "row", "valueCode": state.heading},
        {"url": "count", "valueUnsignedInt": state.positive},
        {"url": "atLeast", "valueBoolean": state.at_least},
        *(_of_source(state, source) for source in _sharing(view, state)),
    ]
    return {"url": COMPLETENESS, "extension": said}


def _of_source(state: SectionState, source: SourceSettings) -> Resource:
    said = [
        {"url": "id", "valueUri": f"{SOURCE}{source.id}"},
        {"url": "state", "valueCode": state.by_source[source.id]},
        {"url": "items", "valueUnsignedInt": state.counts.get(source.id, 0)},
    ]
    return {"url": "source", "extension": said}


def _sharing(view: View, state: SectionState) -> Iterator[SourceSettings]:
    """Those that share the section; a neighbour is not told of other neighbours."""
    for source in state.sharers:
        if not (view.viewer.neighbour and source.protocol == "neighbour"):
            yield source


def _warnings(view: View, state: SectionState) -> Iterator[Resource]:
    """A source's own words, with the codes of UK Core they are known by."""
    said = (words for one in _sharing(view, state) for words in view.answers[one.id].warnings)
    for words in dict.fromkeys(said):
        coding = [{"system": WARNING_CODES, "code": code} for code in list_warnings(words)]
        coded = {"coding": coding} if coding else {}
        yield {"url": WARNING, "valueCodeableConcept": {**coded, "text": words}}


def _narrower(view: View, state: SectionState) -> bool:
    """“No known drug allergy” goes out as the item it is, never widened to a list of none (ux 4)."""
    if state.section.name != "allergies" or state.heading not in ("3", "3b"):
        return False
    negatives = view.records["allergies"].negatives
    return not any(states_none_at_all(entry.head.resource) for entry in negatives)


def _entry(reference: bytes) -> bytes:
    return b'{"item":' + reference + b"}"


def _none(reference: bytes) -> bytes:
    return _encoder.encode(OF_NONE)[:-1] + b',"item":' + reference + b"}"
