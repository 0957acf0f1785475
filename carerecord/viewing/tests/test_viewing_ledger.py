"""The state table of ux 4: every combination of what was said and who is missing has one heading."""

import pytest

from carerecord.viewing.ledger import heading


@pytest.mark.parametrize(
    ("positive", "negative", "sharers", "answered", "missing", "expected"),
    [
        pytest.param(3, 0, 2, 2, 0, "1", id="entries-and-all-answered"),
        pytest.param(3, 0, 2, 1, 1, "2", id="entries-and-one-missing"),
        pytest.param(0, 1, 2, 2, 0, "3", id="stated-none-and-all-answered"),
        pytest.param(0, 1, 2, 1, 1, "3b", id="stated-none-and-one-missing"),
        pytest.param(0, 0, 2, 2, 0, "4", id="nothing-recorded"),
        pytest.param(0, 0, 2, 1, 1, "4b", id="nothing-in-those-that-answered"),
        pytest.param(2, 1, 2, 2, 0, "5", id="disagreement"),
        pytest.param(2, 1, 2, 1, 1, "5", id="disagreement-and-one-missing"),
        pytest.param(0, 0, 2, 0, 2, "6", id="nobody-answered"),
        pytest.param(0, 0, 0, 0, 0, "10", id="nobody-shares-it"),
        pytest.param(0, 0, 1, 1, 1, "4b", id="answered-in-part-is-not-none"),
        pytest.param(0, 1, 1, 1, 1, "3b", id="part-of-an-answer-never-makes-none-certain"),
    ],
)
def test_heading(positive, negative, sharers, answered, missing, expected):
    assert (
        heading(
            positive=positive,
            negative=negative,
            sharers=sharers,
            answered=answered,
            missing=missing,
        )
        == expected
    )
