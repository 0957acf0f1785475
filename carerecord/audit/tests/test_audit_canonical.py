"""Canonical JSON, with the number and ordering examples of RFC 8785."""

from __future__ import annotations

import pytest

from carerecord.audit.canonical import canonical


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (333333333.33333329, "333333333.3333333"),
        (1e30, "1e+30"),
        (4.50, "4.5"),
        (2e-3, "0.002"),
        (0.000000000000000000000000001, "1e-27"),
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (-0.0, "0"),
        (1.5e-10, "1.5e-10"),
        (-12.0, "-12"),
        (True, "true"),
        (12345678901234567890, "12345678901234567890"),
        ('\u20ac$\u000f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'),
        (
            {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "ö": 7},
            '{"\\r":2,"1":4,"\x80":6,"ö":7,"€":1,"\U0001f600":5,"\ufb33":3}',
        ),
        ((1, [2, ()]), "[1,[2,[]]]"),
    ],
)
def test_the_same_content_is_the_same_text(value, text):
    assert canonical(value) == text


@pytest.mark.parametrize("value", [float("inf"), b"x", {1: 2}, {"a": {1}}, object()])
def test_what_is_not_json_is_refused(value):
    with pytest.raises(ValueError, match="an audit entry"):
        canonical(value)


def test_half_a_surrogate_pair_can_be_stored():
    assert canonical("a\ud800").encode("utf-8") == b'"a?"'
