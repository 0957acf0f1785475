"""What must be known or kept before the sources are asked; without it there is no record."""

from __future__ import annotations

from carerecord.access import AccessStore
from carerecord.access.withholding import RestrictedCodes, RestrictedCodesUnusable, RestrictedSets
from carerecord.store import StoreError
from carerecord.viewing.contract import RecordUnavailable, View


async def codes_in_force(restricted: RestrictedSets) -> RestrictedCodes:
    """The restricted code sets in force now; without them nobody is asked for anything."""
    try:
        return await restricted.in_force()
    except RestrictedCodesUnusable as error:
        raise RecordUnavailable("the restricted code sets cannot be read") from error


async def remember_used(access: AccessStore, view: View) -> tuple[str, ...]:
    """Remember what opened the record in this session; the words of what has ended since (LR-23)."""
    evidence = view.decision.evidence
    try:
        if not view.receipt.spooled:
            await access.used(view.viewer, view.person.id, evidence, view.at)
        return await access.ended_since_opened(view.viewer, view.person.id, evidence)
    except StoreError as error:
        raise RecordUnavailable("what opened the record could not be kept") from error
