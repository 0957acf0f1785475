"""One notification or alert, as it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from carerecord.contract import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something unusual but legitimate (notification), or exceptional (alert), told to one organisation."""

    kind: Literal["notification", "alert"]  # ALR-1
    rule: str  # governance id, "OWN-3"
    to: str  # ODS code of the organisation whose privacy officer is told
    viewer: Viewer  # as they were then; teams and session are not kept
    person_id: str
    occasion: str  # what makes it one event: a view's id, an evidence id, a day; said again, it is the same
    at: datetime  # to the second (ALR-2)
    words: str  # for the privacy officer, with the reason the viewer gave
    entry_id: str = ""  # of the audit entry it rests on
    around: tuple[str, ...] = ()  # facts about the person and the viewer around the time (ALR-5)
    reference: str = ""  # given by the store: random, all that an e-mail may carry (ALR-3)
    number: int = 0  # given by the store: in order of arrival at this organisation
