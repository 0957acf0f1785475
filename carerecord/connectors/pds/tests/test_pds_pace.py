"""Turns at a national API: as many as were agreed, a short queue, and rest when it asks for it."""

import asyncio

import pytest

from carerecord.connectors.pds.pace import LONGEST_REST_SECONDS, IndexBusy, Pace, seconds_in


class Time:
    def __init__(self):
        self.at, self.slept = 100.0, []

    def now(self):
        return self.at

    async def sleep(self, seconds):
        self.slept.append(round(seconds, 3))


def turns(time, pace, count):
    async def scenario():
        return await asyncio.gather(*(pace.turn() for _ in range(count)), return_exceptions=True)

    return [isinstance(one, IndexBusy) for one in asyncio.run(scenario())]


def test_a_few_in_a_second_wait_their_turn_and_the_rest_is_told_that_it_is_busy():
    time = Time()
    pace = Pace(4, now=time.now, sleep=time.sleep)
    assert turns(time, pace, 8) == [False] * 5 + [True] * 3
    assert time.slept == [0.25, 0.5, 0.75, 1.0]
    time.at += 1.25
    assert turns(time, pace, 1) == [False]


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("30", 30), ("", 0.25), ("soon", 0.25), ("-5", 0.25), ("999999", LONGEST_REST_SECONDS)],
)
def test_it_is_left_alone_for_as_long_as_it_asks_within_reason(said, seconds):
    time = Time()
    pace = Pace(4, now=time.now, sleep=time.sleep)
    pace.rest(seconds_in(said))
    time.at += seconds - 0.1
    turns(time, pace, 1)
    time.at += 0.2
    assert turns(time, pace, 1) == [False]
    assert time.slept[0] == pytest.approx(0.1)
