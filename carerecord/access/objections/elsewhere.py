"""What a source or a national service says about a person's wishes, as a state with words. Pure.

The national data opt-out and type 1 opt-outs are about uses beyond a person's own care: they are not here,
and nothing reads them (OPT-1).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Heard:
    """`withheld`: what this source has is not shown. `restricted`: an emergency opens it. `ask`: the person first."""

    rule: str
    state: Literal["withheld", "restricted", "ask"]
    words: str  # completes "{source}: …"


_GP = Heard("OPT-5", "withheld", "the patient has asked the practice not to share this record.")
_PDS = Heard(
    "OPT-6", "restricted", "the person has told the national service not to share their record."
)
_SCR_NO = Heard(
    "OPT-7", "withheld", "the person has opted out of having a national summary record."
)
_SCR_ASK = Heard(
    "OPT-7", "ask", "ask the person for permission before looking at the national summary record."
)


def gp_refusal(status: int, codes: Collection[str]) -> Heard | None:
    """A GP system's refusal because of the person's wish: 403 with NO_PATIENT_CONSENT; never "no data"."""
    return _GP if status == 403 and "NO_PATIENT_CONSENT" in codes else None


def pds_dissent(consent_to_share: str, *, is_followed: bool) -> Heard | None:
    """Express dissent (value 2), in a region that decided to follow it; in any other it closes nothing."""
    return _PDS if is_followed and consent_to_share.strip() == "2" else None


def scr_permission(value: str) -> Heard:
    """Yes, No or Ask. `Yes` is left from before and means `Ask`; what is none of these is read as `No`."""
    return _SCR_ASK if value.strip().lower() in ("yes", "ask") else _SCR_NO
