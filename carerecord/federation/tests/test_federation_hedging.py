"""A source with a replica: asked there too when the first is slow or fails, never more than the budget, never merged."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from carerecord.config import SettingsError
from carerecord.connectors import Http, open_source
from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.contract import Receipt
from carerecord.federation import Breakers, ask_all
from carerecord.federation.budget import Budget

AFTER = 0.05


@asynccontextmanager
async def pair(region, *, first=None, second=None, after=AFTER):
    """Two addresses of one source, and what asks it."""
    fakes = [FakeSource(region.records, **(one or {})) for one in (first, second)]
    async with AsyncExitStack() as stack:
        for fake in fakes:
            await fake.start()
            stack.push_async_callback(fake.stop)
        http, breakers = Http(), Breakers()
        stack.push_async_callback(http.close)
        options = {"replica": fakes[1].url, "replica_after_seconds": after}
        source = open_source(region.settings(fakes[0].url, **options), http)

        async def ask(within=2.0):
            [answer] = await ask_all(
                [source], region.query(), Receipt(1, "e"), within=within, breakers=breakers
            )
            return answer

        yield (*fakes, ask, breakers.lane(source.settings))


def served(fake):
    return len(fake.faults.served)


def test_a_quick_source_is_asked_alone(region):
    async def scenario():
        async with pair(region, after=1.0) as (first, second, ask, _):
            return await ask(), served(first), served(second)

    answer, asked_first, asked_second = asyncio.run(scenario())
    assert (answer.state, asked_first, asked_second) == ("answered", 2, 0)


def test_a_slow_source_is_asked_at_its_replica_too_and_one_answer_is_taken_whole(region):
    """The slow one's first page has come when the other is done: nothing of it is in the answer."""

    async def scenario():
        slow = {"delay": 0.2, "page_size": 10}
        async with pair(region, first=slow) as (first, second, ask, _):
            return await ask(), first, second

    answer, first, second = asyncio.run(scenario())
    assert (answer.state, len(answer.items)) == ("answered", 26)
    sent = {one["request_id"] for fake in (first, second) for one in fake.faults.served}
    assert sent == set(answer.request_ids)
    assert len(sent) == 4


@pytest.mark.parametrize("fault", ["refuse", "reset", "http_500"])
def test_what_a_source_that_fails_does_not_say_its_replica_does(region, fault):
    async def scenario():
        async with pair(region, after=1.0) as (first, second, ask, _):
            if fault == "refuse":
                await first.stop()
            else:
                first.faults.set(Fault(fault))
            return await ask(), served(second)

    answer, asked_second = asyncio.run(scenario())
    assert (answer.state, len(answer.items), asked_second) == ("answered", 26, 2)


def test_somebody_the_first_does_not_know_is_not_asked_about_twice(region):
    async def scenario():
        async with pair(region, after=1.0) as (first, second, ask, _):
            first._records = lambda number: None
            return await ask(), served(second)

    answer, asked_second = asyncio.run(scenario())
    assert (answer.state, asked_second) == ("not-found", 0)


def test_where_neither_answers_the_deadline_holds_and_the_first_is_named(region):
    async def scenario():
        async with pair(region) as (first, second, ask, _):
            first.faults.set(Fault("hang"))
            second.faults.set(Fault("hang"))
            return await ask(0.3)

    answer = asyncio.run(scenario())
    assert (answer.state, answer.failure.kind) == ("failed", "timeout")
    assert answer.failure.words == "no answer in 0.3 s"


def test_the_replica_of_a_slow_source_is_asked_in_one_of_ten_questions(region):
    async def scenario():
        async with pair(region, first={"delay": 0.03}, after=0.005) as (_, second, ask, _):
            for _ in range(30):
                answer = await ask()
                assert answer.state == "answered"
            return served(second)

    assert asyncio.run(scenario()) == 2 * (1 + 3)


def test_a_paused_source_is_asked_at_its_replica_instead(region):
    async def scenario():
        async with pair(region, after=1.0) as (first, _, ask, lane):
            first.faults.set(Fault("http_500"))
            for _ in range(5):
                await ask()
            asked_first, lane.budget.left = served(first), 0
            return await ask(), served(first) - asked_first

    answer, asked_first = asyncio.run(scenario())
    assert (answer.state, asked_first) == ("answered", 0)


def test_the_time_a_source_has_alone_is_what_it_usually_takes(region):
    lane = Breakers().lane(region.settings("", within=8.0))
    assert lane.usual_seconds == 2.0
    for seconds in [*[0.1] * 94, *[3.0] * 6]:
        lane.answered(seconds)
    assert lane.usual_seconds == 3.0
    for _ in range(2):
        lane.answered(0.1)
    assert lane.usual_seconds == 3.0
    for _ in range(100):
        lane.answered(0.2)
    assert lane.usual_seconds == 0.2


def test_the_budget_saves_up_no_more_than_a_hundred_questions_are_worth():
    budget = Budget()
    for _ in range(1000):
        budget.asked()
    assert [budget.take() for _ in range(11)] == [True] * 10 + [False]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"replica": "nowhere"}, "replica"),
        ({"replica": "http://x", "replica_after_seconds": -1}, "replica_after_seconds"),
        ({"key": "x.pem"}, "certificate"),
        ({"ca": "missing.pem"}, "ca, certificate or key"),
        ({"certificate": 7}, "certificate"),
    ],
)
def test_a_wrong_way_to_reach_a_source_stops_the_start(region, options, named):
    with pytest.raises(SettingsError, match=f"s1.*{named}"):
        open_source(region.settings("http://127.0.0.1:1", **options), Http())
