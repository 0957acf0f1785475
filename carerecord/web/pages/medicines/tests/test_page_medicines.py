"""Medicines: the comparison, its notice, and sources without a column (ux S7)."""

from __future__ import annotations

import pytest

from carerecord.contract import Failure
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import WebRegion, answer, view_of


@pytest.fixture
def region_with(region: WebRegion) -> WebRegion:
    return region.holds(
        view_of(
            answer("riverside-gp", gibson.RIVERSIDE),
            answer("northgate-acute", gibson.NORTHGATE),
            answer("prescription-tracker", gibson.PHARMACY),
            answer("lowland-mental-health", failure=Failure("error", "answered with an error")),
        )
    )


@pytest.mark.parametrize(
    "said",
    [
        "This compares what each source says. Nobody has reconciled it.",
        "At least 7 current medicines. Lowland Mental Health did not answer",
        "Bought or borrowed medicines are not recorded by any source.",
        "Sources disagree (2) ramipril 5mg capsules Current or stopped?",
        "Stopped 28-Oct-2026",
        "“Status reason: Acute kidney injury”",
        "How often differs",
        "Not in this record",
        "Same. Current 02-Nov-2026",
        "Dispensed 03-Nov-2026 : may be in the home",
        "Lowland Mental Health ✕ Not available. It answered with an error.",
        "End of list.",
    ],
)
def test_the_comparison_says(region_with, said):
    assert said in region_with.page("medicines").words


def test_what_was_stopped_has_its_own_list(region_with):
    words = region_with.page("medicines?show=stopped").words
    assert "ramipril 5mg capsules – DOSE 5 mg oral once a day Stopped 28-Oct-2026" in words


def test_all_history_lists_every_entry(region_with):
    words = region_with.page("medicines?show=all").words
    assert "9 of 9 shown. End of list." in words
