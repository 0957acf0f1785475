"""What stops soon, in the steps it is warned of: agreements 90, 30 and 7 days, training 30, 14, 7 and 1. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from carerecord.onboarding.arrangements import in_force, window
from carerecord.onboarding.contract import Agreement, Expiring, Module
from carerecord.onboarding.days import london_day, micros, moment, start_of
from carerecord.onboarding.modules import good_until
from carerecord.store import Row

AGREEMENT_DAYS = (7, 30, 90)  # ORG-3
TRAINING_DAYS = (1, 7, 14, 30)  # TRN-2


def expiring(
    agreements: Iterable[Agreement],
    training: Iterable[Row],
    modules: Sequence[Module],
    at: datetime,
) -> list[Expiring]:
    """`training` are the records that count at `at`."""
    found = [*_agreements(agreements, at), *_training(training, modules, at)]
    return sorted(found, key=lambda one: (one.ends, one.kind, one.about, one.words))


def _agreements(agreements: Iterable[Agreement], at: datetime) -> Iterator[Expiring]:
    for one in agreements:
        if not in_force(one, micros(at)):
            continue
        ends = moment(window(one)[1])
        if step := _step(ends, at, AGREEMENT_DAYS):
            yield Expiring("agreement", one.id, f"its last day is {_last_day(ends)}", ends, step)
        review = moment(start_of(one.review))
        if at >= review:
            yield Expiring("review", one.id, f"its review is due since {one.review}", review, 0)


def _training(
    training: Iterable[Row], modules: Sequence[Module], at: datetime
) -> Iterator[Expiring]:
    good = good_until(modules)
    longest: dict[tuple[str, str], int] = {}
    for row in training:
        key = row["viewer_id"], row["module"]
        until = min(row["counts_until"], good.get((row["module"], row["version"]), 0))
        longest[key] = max(until, longest.get(key, 0))
    for (viewer_id, module), until in longest.items():
        ends = moment(until)
        if ends > at and (step := _step(ends, at, TRAINING_DAYS)):
            words = f"{module} counts until the end of {_last_day(ends)}"
            yield Expiring("training", viewer_id, words, ends, step)


def _step(ends: datetime, at: datetime, steps: Sequence[int]) -> int:
    """The nearest step that has been reached; 0 when none has."""
    return next((days for days in steps if ends - at <= timedelta(days=days)), 0)


def _last_day(ends: datetime) -> str:
    return london_day(ends - timedelta(microseconds=1)).isoformat()
