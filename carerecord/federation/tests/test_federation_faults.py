"""Every way a source can fail, over real sockets: the source is named with its reason and the others are whole."""

import asyncio
import gc
import json
import time
import urllib.error
import urllib.request

import pytest

from carerecord.connectors import Http, open_source
from carerecord.connectors.fake_faults import FAULTS, bomb
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.contract import Receipt
from carerecord.federation import Breakers, ask_all

EXPECTED = {
    "delay": ("failed", "timeout", "no answer in 0.6 s"),
    "hang": ("failed", "timeout", "no answer in 0.6 s"),
    "refuse": ("failed", "refused", "refused the connection"),
    "reset": ("failed", "reset", "broke off while answering"),
    "http_500": ("failed", "error", "answered with an error"),
    "html": ("failed", "unreadable", "sent something that is not a record"),
    "malformed": ("failed", "unreadable", "sent something that is not a record"),
    "truncated": ("failed", "reset", "broke off while answering"),
    "wrong_person": ("failed", "wrong-person", "answered for another person"),
    "huge": ("failed", "too-large", "sent more than a record can hold"),
    "gzip_bomb": ("failed", "too-large", "sent more than a record can hold"),
}

TOO_SLOW = ("delay", "hang")


async def told(url, method="PUT", **body):
    """What the control port answers, asked as an outside check would."""

    def ask():
        request = urllib.request.Request(url, json.dumps(body).encode() or None, method=method)
        try:
            with urllib.request.urlopen(request, timeout=5) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    return await asyncio.to_thread(ask)


async def asked_under(region, fault, **more):
    """A well source and one with this fault, asked together; then the same after healing."""
    well, ill = FakeSource(region.records), FakeSource(region.records, page_size=10)
    await well.start()
    await ill.start()
    try:
        status, _ = await told(ill.control_url, fault=fault, seconds=2.0, **more)
        assert status == 200
        within = 0.6 if fault in TOO_SLOW else 5.0
        during = await region.ask([ill.url, well.url], within=within)
        await told(ill.control_url, "DELETE")
        after = await region.ask([ill.url, well.url])
        return during, after, await told(ill.control_url, "GET")
    finally:
        await well.stop()
        await ill.stop()


def test_every_fault_of_the_fake_is_expected_here():
    assert {*EXPECTED, "duplicate", "no_consent"} == set(FAULTS)


def test_a_source_that_was_asked_not_to_share_is_withheld_and_the_others_are_shown(region):
    """T15: the practice's patient dissented. It is no failure, so the source is not paused either."""
    (dissent, well), after, _ = asyncio.run(asked_under(region, "no_consent"))
    assert (dissent.state, dissent.failure) == ("withheld", None)
    assert dissent.words == "the patient has asked the practice not to share"
    assert dissent.received == 0
    assert (well.state, len(well.items)) == ("answered", 26)
    assert [answer.state for answer in after] == ["answered", "answered"]


@pytest.mark.parametrize("fault", EXPECTED)
def test_a_fault_is_named_and_hides_nothing_of_the_other_source(region, fault):
    (ill, well), after, _ = asyncio.run(asked_under(region, fault))
    assert (ill.state, ill.failure.kind, ill.failure.words) == EXPECTED[fault]
    assert ill.items == ()
    assert (well.state, len(well.items), well.failure) == ("answered", 26, None)
    assert [answer.state for answer in after] == ["answered", "answered"]
    assert [len(answer.items) for answer in after] == [26, 26]


def test_another_persons_answer_is_counted_and_none_of_it_let_through(region):
    (ill, _), _, _ = asyncio.run(asked_under(region, "wrong_person"))
    assert (ill.items, ill.patients) == ((), ())
    assert ill.received == len(ill.held_back) == 27


def test_every_entry_sent_twice_is_kept_twice(region):
    (ill, _), _, _ = asyncio.run(asked_under(region, "duplicate"))
    assert (ill.state, len(ill.items), len(ill.patients)) == ("answered", 52, 2)


def test_a_fault_with_times_heals_itself_and_every_request_is_on_the_list(region):
    (ill, _), _, (_, state) = asyncio.run(asked_under(region, "http_500", times=2))
    assert ill.state == "failed"
    assert state["fault"] is None
    assert {one["correlation_id"] for one in state["served"]} == {"view-1"}
    served = [one["request_id"] for one in state["served"]]
    assert len(set(served)) == len(served) == 2 + 4
    assert set(ill.request_ids) == set(served[:2])
    assert not any(region.NUMBER in one["path"] for one in state["served"])


def test_a_connection_that_breaks_at_its_first_use_is_not_tried_again(region):
    (ill, _), _, _ = asyncio.run(asked_under(region, "reset", times=2))
    assert (ill.state, ill.failure.kind) == ("failed", "reset")


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"fault": "meteor"}, "meteor"),
        ({}, "None"),
        ({"fault": "delay", "seconds": -1}, "seconds"),
        ({"fault": "delay", "seconds": "2"}, "seconds"),
        ({"fault": "delay", "times": 0}, "times"),
        ({"fault": "delay", "colour": 1}, "colour"),
    ],
)
def test_the_control_port_refuses_what_is_no_fault_and_says_why(region, body, named):
    async def scenario():
        fake = FakeSource(region.records)
        await fake.start()
        try:
            return await told(fake.control_url, **body)
        finally:
            await fake.stop()

    status, answer = asyncio.run(scenario())
    assert status == 400
    assert named in answer["error"]


def test_a_source_that_breaks_after_some_pages_keeps_what_came(region):
    async def scenario():
        fake = FakeSource(region.records, page_size=10, delay=0.3)
        await fake.start()
        try:
            asking = asyncio.ensure_future(region.ask([fake.url]))
            await asyncio.sleep(0.45)  # the first page has come, the second is asked for
            await told(fake.control_url, fault="reset")
            return await asking
        finally:
            await fake.stop()

    [answer] = asyncio.run(scenario())
    assert (answer.state, answer.failure.kind) == ("partial", "reset")
    assert 10 <= len(answer.items) < 26


def test_a_connector_with_a_bug_does_not_hide_the_others(region):
    class Buggy:
        settings = region.settings("", "buggy")

        async def pages(self, query, receipt):
            yield
            raise KeyError(query.nhs_number)

    async def scenario():
        fake, http = FakeSource(region.records), Http()
        await fake.start()
        try:
            sources = [Buggy(), open_source(region.settings(fake.url), http)]
            return await ask_all(
                sources, region.query(), Receipt(1, "e"), within=2, breakers=Breakers()
            )
        finally:
            await http.close()
            await fake.stop()

    buggy, well = asyncio.run(scenario())
    assert (buggy.state, buggy.failure.kind) == ("failed", "fault")
    assert region.NUMBER not in buggy.failure.words
    assert well.state == "answered"


def test_a_source_that_fails_in_a_row_is_paused_with_its_reason_and_comes_back(region):
    now = [100.0]
    breakers = Breakers(clock=lambda: now[0])

    async def scenario():
        fake = FakeSource(region.records)
        await fake.start()
        seen = []
        try:
            await told(fake.control_url, fault="http_500")
            for _ in range(7):
                seen += await region.ask([fake.url], breakers=breakers)
            asked = len(fake.faults.served)
            await told(fake.control_url, "DELETE")
            seen += await region.ask([fake.url], breakers=breakers)
            now[0] += 10
            seen += await region.ask([fake.url], breakers=breakers)
            return seen, asked
        finally:
            await fake.stop()

    answers, asked = asyncio.run(scenario())
    kinds = [answer.failure.kind if answer.failure else "" for answer in answers]
    assert kinds == ["error"] * 5 + ["paused"] * 3 + [""]
    assert answers[6].failure.words == "answered with an error"
    assert asked <= 10


def test_a_hanging_source_costs_no_more_than_its_deadline(region):
    started = time.monotonic()
    asyncio.run(asked_under(region, "hang"))
    assert time.monotonic() - started < 3


def _resident_kb():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))


@pytest.mark.parametrize("fault", ["huge", "gzip_bomb"])
def test_a_body_made_to_fill_memory_does_not(region, fault):
    bomb()
    asyncio.run(asked_under(region, "http_500"))
    gc.collect()
    with open("/proc/self/clear_refs", "w") as peak:
        peak.write("5")
    before = _resident_kb()
    asyncio.run(asked_under(region, fault))
    assert _resident_kb() - before <= 64 * 1024


def test_nothing_personal_reaches_the_log(region, capsys):
    for fault in ("wrong_person", "malformed", "http_500"):
        asyncio.run(asked_under(region, fault))
    written = "".join(capsys.readouterr())
    assert "source.wrong-person" in written
    for personal in (region.NUMBER, "Marker", "Zebedee", "1948"):
        assert personal not in written
