"""Sections all of which is guarded: at level none, as for a role without them, to whom the terms do not let see it.

So nothing of them is listed, counted, searched or sent, and the record says the same whether or not there is any.
"""

from __future__ import annotations

from dataclasses import replace

from carerecord.access.contract import Decision, Terms

WHOLLY_GUARDED = ("safeguarding",)
"""By the name of a section, which is that of its guarded detail too (SEN-11)."""


def without_guarded(decision: Decision, terms: Terms) -> Decision:
    closed = (name for name in WHOLLY_GUARDED if name not in terms.details)
    return replace(decision, levels={**decision.levels, **dict.fromkeys(closed, "none")})
