"""A decision asked again from what was kept of it: by the rules of then, or to see what others would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from carerecord.access.contract import DeclarationKind, Outcome
from carerecord.access.judge import NotDecided, judge
from carerecord.access.policies import Policies


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of asking again: all of it that rules can change."""

    outcome: Outcome
    rules: tuple[str, ...]
    obligations: tuple[tuple[str, str], ...]  # (rule, kind)
    offers: tuple[DeclarationKind, ...]
    only_summaries: bool


class NotReplayable(Exception):
    """The rules cannot be asked what was kept: it was asked of rules that read other facts."""


def replay(asked: Mapping[str, Any], policies: Policies) -> Replayed:
    """Ask again what `Decision.asked` holds, of these rules. Raises NotReplayable."""
    try:
        judged = judge(asked["role"], asked["about"], policies)
    except (NotDecided, KeyError, TypeError) as error:
        raise NotReplayable from error
    obligations = tuple((one.rule, one.kind) for one in judged.obligations)
    return Replayed(
        judged.outcome, judged.verdict.ids, obligations, judged.offers, judged.only_summaries
    )


def differences(before: Replayed, after: Replayed) -> Iterator[str]:
    """What would change, in words; nothing when the two are the same."""
    if before.outcome != after.outcome:
        yield f"{before.outcome} becomes {after.outcome}"
    if before.rules != after.rules:
        yield f"by {_named(after.rules)}, not {_named(before.rules)}"
    for rule, kind in sorted({*after.obligations} - {*before.obligations}):
        yield f"{kind} {rule} more"
    for rule, kind in sorted({*before.obligations} - {*after.obligations}):
        yield f"{kind} {rule} no more"
    if before.offers != after.offers:
        yield f"offers {_named(after.offers)}, not {_named(before.offers)}"
    if before.only_summaries != after.only_summaries:
        yield "summaries only" if after.only_summaries else "sections in full"


def _named(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nothing"
