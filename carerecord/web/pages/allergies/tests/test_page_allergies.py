"""Allergies: the state, the list, and what each source says (ux S8)."""

from __future__ import annotations

import pytest

from carerecord.contract import Failure
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import WebRegion, answer, view_of


@pytest.fixture
def words(region: WebRegion) -> str:
    view = view_of(
        answer("riverside-gp", gibson.RIVERSIDE),
        answer("northgate-acute", [gibson.NO_KNOWN_ALLERGY]),
        answer("lowland-mental-health", failure=Failure("wrong-person", "")),
    )
    return region.holds(view).page("allergies").words


@pytest.mark.parametrize(
    "said",
    [
        "Records disagree",
        "Known allergies: at least 2",
        "Penicillin Anaphylaxis Severe",
        "Riverside Medical Practice 2 allergies 03-Feb-2014 , Dr P Ellery",
        "Northgate University Hospital “ No known allergy ” 02-Mar-2019",
        "Lowland Mental Health ✕ Allergies unavailable It answered for another person.",
        "Regional Laboratory Does not share allergies",
    ],
)
def test_the_page_says(words, said):
    assert said in words
