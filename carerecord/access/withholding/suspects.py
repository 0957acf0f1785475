"""Which items are worth reading whole: found by searching the bytes of all of them at once, which is what makes it quick."""

from __future__ import annotations

import re
from collections.abc import Sequence

from carerecord.access.withholding.guarded import is_named
from carerecord.access.withholding.positions import Positions, starts
from carerecord.access.withholding.restricted import RestrictedCodes
from carerecord.contract import Item, Resource
from carerecord.fhir import encode_resource

_SENT = re.compile(rb'"code"\s*:\s*("[^"]*"?|[0-9]+)')
"""A code as it was sent, with its quotes."""
_CODE = re.compile(rb'"?\s*([0-9]{6,18}|[RVrv]"|[EHPSTt][A-Zh][A-Zi])')
_ESCAPED = re.compile(rb"\\u00[3-7]")  # letters or digits spelt as escapes: _CODE cannot be trusted
_ODD = re.compile(rb'"[^"]*[:=+{\s\\]')
"""An expression of several concepts, or a code with something beside it: the resource says what it holds."""
_UNIT = re.compile(rb'"(?:[^"0-9:=+\s\\]|[0-9]{1,5}(?![0-9]))*"')
"""Nothing odd but braces, as in the unit mL/min/{1.73_m2}, and no digits for a concept: no code of the sets."""
_LABEL = re.compile(
    rb'"code"\s*:\s*"\s*(?:[RVrv]"|(?:HIV|STD|PSY|SEX|ETH|SDV|SPI|TPI)"|[Tt]hird|THIRD)'
)
_LABELS = frozenset({
    b'R"', b'V"', b'r"', b'v"', b"HIV", b"STD", b"PSY", b"SEX", b"ETH", b"SDV", b"SPI", b"TPI",
    b"Thi", b"thi", b"THI",
})  # fmt: skip
"""How the labels begin, as `_CODE` finds them."""

NUMEROUS = frozenset({
    "AllergyIntolerance", "DiagnosticReport", "Immunization", "MedicationAdministration",
    "MedicationDispense", "MedicationRequest", "MedicationStatement", "Observation",
})  # fmt: skip
"""Types judged by their codes and labels alone: most of a record, and named by what they measure or give."""
WORDS = (
    b"safeguard", b"protection", b"therap", b"counsel", b"forensic", b"third", b"looked", b"marac",
    b"mash", b"hmp", b"prison", b"yoi", b"offender", b"detention", b"removal", b"asylum",
    b"barracks", b"army", b"royal", b"raf", b"defence", b"secure",
)  # fmt: skip
"""One of these, in lower case, is in every name that means guarded detail or a sensitive place."""
_NAMING = frozenset({
    "address", "alias", "category", "code", "contact", "contained", "custodian", "description",
    "generalPractitioner", "hospitalization", "location", "managingOrganization", "name",
    "organization", "participant", "questionnaire", "serviceCategory", "serviceProvider",
    "serviceType", "specialty", "title", "topic", "type",
})  # fmt: skip
"""Elements by which an item says what it is, or where."""


_TOGETHER = 1_000
"""Items whose bytes are searched at once: while they are, nobody else is served."""


def suspects(items: Sequence[Item], kinds: Sequence[object], codes: RestrictedCodes) -> list[int]:
    """Positions of items that may hold a code of the sets, or a security label; `kinds` are their types."""
    return [
        start + at
        for start in range(0, len(items), _TOGETHER)
        for at in _among(items[start : start + _TOGETHER], kinds[start : start + _TOGETHER], codes)
    ]


def _among(items: Sequence[Item], kinds: Sequence[object], codes: RestrictedCodes) -> list[int]:
    raws = [item.raw for item in items]
    joined = b"\n".join(raws)
    sent = set(_SENT.findall(joined))
    found = {match[1] for code in sent if (match := _CODE.match(code))}
    at = Positions(raws)
    # Not JSON: the bytes do not say what the resource says. A Composition, or a document of one: its label is no coding.
    positions = {position for position, raw in enumerate(raws) if raw[:1] != b"{"}
    positions.update(n for n, kind in enumerate(kinds) if kind in ("Composition", "Bundle"))
    odd = {code for code in sent if _ODD.match(code) and not _UNIT.match(code)}
    for code in found & codes.sought | odd:
        positions.update(at.of(starts(joined, code)))
    if not found.isdisjoint(_LABELS):
        positions.update(at.of(match.start() for match in _LABEL.finditer(joined)))
    if b"\\" in joined:
        positions.update(at.of(match.start() for match in _ESCAPED.finditer(joined)))
    return sorted(positions)


def named_suspects(items: Sequence[Item], kinds: Sequence[object]) -> list[int]:
    """Positions of items, of types that are not numerous, whose own name of themselves holds one of `WORDS`."""
    others = [at for at, kind in enumerate(kinds) if kind not in NUMEROUS]
    named = [_naming(items[at].resource) for at in others]
    together = b"\n".join(named).lower()
    found = [word for word in WORDS if word in together]
    if not found:
        return []
    return [
        at
        for at, words in zip(others, named, strict=True)
        if any(word in words.lower() for word in found)
    ]


def _naming(resource: Resource) -> bytes:
    said = [resource[key] for key in resource if key in _NAMING]
    return encode_resource(said if is_named(resource) else [*said, resource.get("text")])
