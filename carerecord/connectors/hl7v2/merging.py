"""ADT A34, A40: two numbers of the hospital's own turn out to be one person's. Pure (HL7 2.4, 3.6.2).

Applied only within one NHS number, where the number that goes is already held as this person's: so nothing of anybody
else can come along. Everything else that joins, parts or moves people is for a person to decide.
"""

from __future__ import annotations

from carerecord.connectors.hl7v2.message import MessageDoubtful, MessageUnusable
from carerecord.connectors.hl7v2.patient import numbers
from carerecord.connectors.hl7v2.told import Arrived, Told

EVENTS = frozenset({"A34", "A40"})
DECIDED_BY_A_PERSON = frozenset({"A18", "A24", "A30", "A35", "A36", "A37", "A44", "A45", "A47"})

BETWEEN_PEOPLE = "{} joins, parts or moves people: a person decides that"


def merged(arrived: Arrived) -> Told:
    """Raises `MessageUnusable` or `MessageDoubtful`."""
    message, settings = arrived.message, arrived.settings
    pid, mrg = message.only("PID"), message.only("MRG")
    kept, gone = numbers(pid, 3, settings), numbers(mrg, 1, settings)
    stays, goes = settings.local_id(pid, 3), settings.local_id(mrg, 1)
    if stays == goes and gone in ((), kept):
        raise MessageUnusable("MRG-1 names the person it is to be merged into")
    if gone not in ((), kept):
        raise MessageDoubtful(f"{message.event} joins two NHS numbers: a person decides that")
    if not (stays and goes):
        raise MessageDoubtful(f"{message.event} names no two numbers of the hospital's own")
    link = {"other": {"reference": f"Patient/{stays}"}, "type": "replaced-by"}
    replaced = {"resourceType": "Patient", "id": goes, "active": False, "link": [link]}
    return Told((replaced,), joins=(goes,))


def decided(arrived: Arrived) -> Told:
    raise MessageDoubtful(BETWEEN_PEOPLE.format(arrived.message.event))
