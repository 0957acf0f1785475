"""ADT A34, A40: two numbers of the hospital's own turn out to be one person's. Pure (HL7 2.4, 3.3.37, 3.6.2).

Applied only within one NHS number, where the number that goes is already known to be this person's: so nothing of anybody
else can come along. Everything else that joins, parts or moves people is for a person to decide. ADT A37 takes such a
joining back, and is looked at by a person all the same: what came under both numbers may be of two people.
"""

from __future__ import annotations

from datetime import datetime

from carerecord.connectors.contract import Linking
from carerecord.connectors.hl7v2.message import MessageDoubtful, MessageUnusable
from carerecord.connectors.hl7v2.patient import numbers
from carerecord.connectors.hl7v2.told import Arrived, Told
from carerecord.connectors.pushed import is_ahead

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
    linking = Linking(
        step="joined",
        gone=goes,
        stays=stays,
        because=f"ADT {message.event}",
        said=arrived.said,
        numbers=kept,
    )
    return Told((replaced,), linking=linking)


def parted(arrived: Arrived, now: datetime) -> Linking | None:
    """What an A37 takes back of the two it names: of a moment that has come, and of nobody else's number."""
    people = list(arrived.message.all("PID"))
    own = [arrived.settings.local_id(one, 3) for one in people]
    if (
        arrived.message.event != "A37"
        or len(own) != 2
        or not all(own)
        or is_ahead(arrived.said, now)
    ):
        return None
    found = [one for pid in people for one in numbers(pid, 3, arrived.settings)]
    return Linking(
        step="undone",
        gone=own[1],
        stays=own[0],
        because="ADT A37",
        said=arrived.said,
        numbers=tuple(dict.fromkeys(found)),
    )


def decided(arrived: Arrived) -> Told:
    raise MessageDoubtful(BETWEEN_PEOPLE.format(arrived.message.event))
