"""A death whose date nobody gave passes its window too, from the day it was first known of (DEC-1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from access_facts import DOCTOR, NOBODY, NOW, PERSON, evidence

from carerecord.access import Policies, decide
from carerecord.access.contract import AccessRequest

POLICIES = Policies.load()
TODAY = NOW.date()


def ago(days: int) -> str:
    return (TODAY - timedelta(days)).isoformat()


@pytest.mark.parametrize(
    ("died", "known", "opens"),
    [
        pytest.param("", ago(28), True, id="known-28-days"),
        pytest.param("", ago(29), False, id="known-29-days"),
        pytest.param("2026", ago(29), False, id="a-year-that-is-not-over"),
        pytest.param("2026", ago(1), True, id="a-year-and-known-since-yesterday"),
        pytest.param(ago(40), ago(1), False, id="the-date-counts-and-not-when-it-was-told"),
        pytest.param(ago(3), ago(1), True, id="the-date-is-recent"),
        pytest.param("2020", ago(1), False, id="a-year-long-over"),
    ],
)
def test_a_death_without_a_date_counts_from_the_day_it_was_first_known(
    died: str, known: str, opens: bool
) -> None:
    person = replace(PERSON, died=died, death_status="formal", death_known=known)
    facts = replace(NOBODY, evidence=(evidence(),))
    decision = decide(AccessRequest(DOCTOR, person, NOW), facts, POLICIES)
    assert decision.allowed is opens
    assert opens or [one.rule for one in decision.reasons] == ["DEC-1"]
