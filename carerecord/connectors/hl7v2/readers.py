"""Who reads which message. One that is not here is refused: nothing is acknowledged that is not done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from carerecord.connectors.hl7v2 import (
    bookings,
    documents,
    merging,
    problems,
    referrals,
    visits,
)
from carerecord.connectors.hl7v2.message import Message, MessageDoubtful
from carerecord.connectors.hl7v2.requests import requested
from carerecord.connectors.hl7v2.results import reported
from carerecord.connectors.hl7v2.told import Arrived, Told
from carerecord.connectors.hl7v2.vaccinations import vaccination

Reader = Callable[[Arrived], Told]
"""Raises `MessageUnusable` (refused) or `MessageDoubtful` (kept for a person to look at)."""


def _not_read(arrived: Arrived) -> Told:
    raise MessageDoubtful(f"{arrived.message.type} {arrived.message.event} is not read here")


READERS: Mapping[tuple[str, str], Reader] = {
    **{("ADT", event): visits.visit for event in visits.EFFECTS},
    **{("ADT", event): merging.merged for event in merging.EVENTS},
    **{("ADT", event): merging.decided for event in merging.DECIDED_BY_A_PERSON},
    **{("MDM", event): documents.document for event in documents.EVENTS},
    **{("SIU", event): bookings.booking for event in bookings.EVENTS},
    **{("REF", event): referrals.referral for event in referrals.EVENTS},
    **{("PPR", event): problems.problems for event in problems.EVENTS},
    ("ORU", "R01"): reported,
    ("VXU", "V04"): vaccination,
    ("ORM", "O01"): requested,
    ("OML", "O21"): requested,
}
_KEPT_UNREAD = frozenset({"RDE", "RDS", "RAS", "RGV", "OMP", "PGL", "PPP"})
"""Medicines and plans: a dose that is half understood is worse than none, and none of them may be lost."""


def reader_of(message: Message) -> Reader | None:
    found = READERS.get((message.type, message.event))
    return found or (_not_read if message.type in _KEPT_UNREAD else None)


def is_about_several(message: Message) -> bool:
    """A message that may name more than one person, and of which none is filed without being looked at."""
    return reader_of(message) is merging.decided or len(list(message.all("MRG"))) > 1
