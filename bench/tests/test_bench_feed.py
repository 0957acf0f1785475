"""The benchmark of the feed sends what the feed takes, and counts it."""

from __future__ import annotations

from bench import feed
from carerecord.connectors.hl7v2.message import read


def test_each_message_is_another_visit_of_somebody_known() -> None:
    sent = [read(one) for one in feed.messages(8)]
    assert len({one.only("PV1").text(19) for one in sent}) == 8
    assert {one.only("PID").text(3, of=one.only("PID").repetitions(3)[1]) for one in sent} == set(
        feed.NUMBERS
    )


def test_what_is_below_the_target_is_said() -> None:
    fast, slow = (
        feed.Fed("durable, sqlite", 1, 1500.0, 0.6),
        feed.Fed("durable, postgres", 1, 900.0, 0.9),
    )
    assert [feed._verdict(one, feed.TARGET) for one in (fast, slow)] == ["ok", "below"]
    assert feed._verdict(feed.Fed("read by us", 1, 5.0, 0.1), feed.TARGET) == ""
