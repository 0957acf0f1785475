"""What was taken from the person: SPM, or in older messages OBR-15, read into R4 Specimens. Pure (HL7 2.5.1, 7.4.3)."""

from __future__ import annotations

from carerecord.connectors.hl7v2.coded import concept, identifier
from carerecord.connectors.hl7v2.orders import Group
from carerecord.connectors.hl7v2.times import date_time
from carerecord.connectors.hl7v2.told import Arrived
from carerecord.connectors.pushed import own_id, without_empty
from carerecord.contract import Resource


def specimens_of(group: Group, key: str, arrived: Arrived) -> list[Resource]:
    """`key` tells the order from every other of its source."""
    sent = [one for one in group.inside if one.name == "SPM"]
    found = [
        {
            "identifier": [number for number in [identifier(spm, 2)] if number],
            "type": concept(spm, 4),
            "receivedTime": date_time(spm.text(18), arrived.zone),
            "collection": without_empty(
                {
                    "collectedDateTime": date_time(spm.text(17), arrived.zone),
                    "bodySite": concept(spm, 8),
                }
            ),
            "note": [{"text": words} for words in [spm.lines(14)] if words],
        }
        for spm in sent
    ]
    if not sent and group.obr and group.obr.text(15):
        found.append({"type": {"text": group.obr.words(15)}})
    return [
        without_empty(
            {
                "resourceType": "Specimen",
                "id": own_id("specimen", key, str(place)),
                "subject": arrived.subject,
                **one,
            }
        )
        for place, one in enumerate(found)
    ]
