"""MDM: a document came, was changed, replaced or taken back: TXA and OBX read into an R4 DocumentReference. Pure.

HL7 2.5.1 chapter 9. A document is known by its unique number (TXA-12).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from carerecord.connectors.hl7v2.coded import clinician, concept, identifier, shown
from carerecord.connectors.hl7v2.enclosed import text_attachment
from carerecord.connectors.hl7v2.message import Segment
from carerecord.connectors.hl7v2.observing import Observed, documents, observed
from carerecord.connectors.hl7v2.times import date_time
from carerecord.connectors.hl7v2.told import Arrived, Told
from carerecord.connectors.hl7v2.values import in_words
from carerecord.connectors.pushed import own_id, without_empty
from carerecord.contract import Resource

Link = Literal["", "appends", "replaces"]

EVENTS: Mapping[str, Link] = {
    "T01": "", "T02": "", "T03": "", "T04": "", "T05": "appends", "T06": "appends",
    "T07": "", "T08": "", "T09": "replaces", "T10": "replaces", "T11": "",
}  # fmt: skip
"""What each is to the document that TXA-13 names."""
_KINDS: Mapping[str, str] = {
    "AR": "Autopsy report", "CD": "Cardiodiagnostics", "CN": "Consultation",
    "DI": "Diagnostic imaging", "DS": "Discharge summary", "ED": "Emergency department report",
    "HP": "History and physical examination", "OP": "Operative report",
    "PC": "Psychiatric consultation", "PH": "Psychiatric history and physical examination",
    "PN": "Procedure note", "PR": "Progress note", "SP": "Surgical pathology",
    "TS": "Transfer summary",
}  # fmt: skip
"""TXA-2 (HL7 table 0270)."""
_DOC_STATUS = {"AU": "final", "LA": "final", "DI": "preliminary", "DO": "preliminary",
               "IN": "preliminary", "IP": "preliminary", "PA": "preliminary"}  # fmt: skip
"""TXA-17 (HL7 table 0271)."""
_CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
_RESTRICTED = ("R", "V")


def document(arrived: Arrived) -> Told:
    """Raises `MessageUnusable` or `MessageDoubtful`."""
    txa = arrived.message.only("TXA")
    own = own_id("document", _number(txa, arrived))
    if arrived.message.event == "T11" or txa.text(19) == "CA":
        return Told(removed=(("DocumentReference", own),))
    link, parent = EVENTS[arrived.message.event], txa.text(13)
    parent_id = own_id("document", parent) if parent and link else ""
    made = [_document(own, txa, arrived)]
    if parent_id and parent_id != own:
        target = {"reference": f"DocumentReference/{parent_id}"}
        made[0]["relatesTo"] = [{"code": link, "target": target}]
        if link == "replaces":
            made.append({**_base(parent_id, arrived), "status": "superseded"})
    return Told(tuple(made))


def _number(txa: Segment, arrived: Arrived) -> str:
    """Its unique number; of what has none, what it is and when it was written."""
    when = txa.text(6) or txa.text(4) or arrived.said.isoformat()
    return txa.text(12) or "\0".join((txa.text(2), when))


def _base(own: str, arrived: Arrived) -> Resource:
    return {"resourceType": "DocumentReference", "id": own, "subject": arrived.subject}


def _document(own: str, txa: Segment, arrived: Arrived) -> Resource:
    zone, kind = arrived.zone, _kind(txa)
    written = next(filter(None, (date_time(txa.text(place), zone) for place in (6, 4, 7, 8))), "")
    number = identifier(txa, 12)
    restricted = txa.text(18) in _RESTRICTED
    label = {"system": _CONFIDENTIALITY, "code": txa.text(18)}
    return without_empty({
        **_base(own, arrived),
        "masterIdentifier": number,
        "identifier": [one for one in [identifier(txa, 15)] if one],
        "status": "superseded" if txa.text(19) == "OB" else "current",
        "docStatus": _DOC_STATUS.get(txa.text(17), ""),
        "type": kind,
        "date": written,
        "author": shown(clinician(txa, 9) or clinician(txa, 5)),
        "custodian": {"display": arrived.source.name},
        "description": txa.words(25),
        "securityLabel": [{"coding": [label]}] if restricted else [],
        "content": _content(kind.get("text", ""), arrived),
    })  # fmt: skip


def _kind(txa: Segment) -> dict[str, Any]:
    found = concept(txa, 2)
    code = txa.text(2)
    return {**found, "text": _KINDS[code]} if code in _KINDS and not txa.text(2, 2) else found


def _content(title: str, arrived: Arrived) -> list[dict[str, Any]]:
    """Every file, and all that was sent as words in one more."""
    segments = arrived.message.segments
    begins = next(place for place, one in enumerate(segments) if one.name == "TXA")
    found = [one for one in observed(segments[begins:]) if one.stands]
    files = documents(one for one in found if one.obx.text(2) == "ED")
    words = "\n".join(_words(one) for one in found).strip("\n")
    written = [text_attachment(words, title)] if words else []
    return [{"attachment": one} for one in (*written, *files)]


def _words(one: Observed) -> str:
    """Its lines, with what names them where they are a value; then what is remarked."""
    kind = one.obx.text(2)
    if kind == "ED":
        said: list[str] = []
    elif one.is_text:
        said = one.lines
    else:
        said = [in_words(one.obx, one.lines)]
    return "\n".join((*said, *one.comments))
