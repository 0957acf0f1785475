"""To whose privacy officer each obligation of a decision goes. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from carerecord.access.contract import Obligation
from carerecord.contract import Viewer

EMERGENCY = frozenset({"LR-16", "BTG-6"})
"""Rules under which a decision says that an emergency opened the record."""


def addressed(
    obligations: Iterable[Obligation], viewer: Viewer, source_organisations: Iterable[str]
) -> tuple[tuple[Obligation, str], ...]:
    """(obligation, ODS code), each pair once; banners go to nobody.

    To the viewer's organisation; an emergency also to the organisation of every source whose data was shown (BTG-6).
    """
    shown = sorted({code for code in source_organisations if code})
    pairs = [
        (obligation, code)
        for obligation in obligations
        if obligation.kind != "banner"
        for code in (viewer.organisation, *(shown if obligation.rule in EMERGENCY else ()))
    ]
    return tuple(dict.fromkeys(pairs))
