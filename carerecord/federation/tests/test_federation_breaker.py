"""The breaker as a table: what happened, in order, and whether the source may then be asked."""

import pytest
from prometheus_client import REGISTRY

from carerecord.config import Fanout
from carerecord.contract import SourceSettings
from carerecord.federation import Breakers, breaker
from carerecord.federation.breaker import Breaker, Rules

RULES = Rules(failures=3, seconds=10)


def after(*events):
    """`f4` fails at 4 s, `a4` answers, `p4` begins to ask, `g4` gives up."""
    state = Breaker()
    for event in events:
        what, now = event[0], float(event[1:])
        if what == "f":
            state = breaker.failed(state, RULES, now, f"words {now:g}")
        elif what == "a":
            state = breaker.answered(state)
        elif what == "p":
            state = breaker.asked(state, now)
        else:
            state = breaker.given_up(state)
    return state


@pytest.mark.parametrize(
    ("events", "now", "may"),
    [
        pytest.param([], 0, True, id="new"),
        pytest.param(["f1", "f2"], 2, True, id="two-failures-do-not-pause"),
        pytest.param(["f1", "f2", "f3"], 4, False, id="three-in-a-row-pause"),
        pytest.param(["f1", "f2", "a3", "f4", "f5"], 6, True, id="an-answer-starts-again"),
        pytest.param(["f1", "f2", "f3"], 12.9, False, id="paused-for-all-its-seconds"),
        pytest.param(["f1", "f2", "f3"], 13, True, id="then-one-probe"),
        pytest.param(["f1", "f2", "f3", "p13"], 14, False, id="only-one-probe"),
        pytest.param(["f1", "f2", "f3", "p13", "f14"], 20, False, id="failed-probe-pauses-again"),
        pytest.param(["f1", "f2", "f3", "p13", "f14"], 24, True, id="and-probes-later"),
        pytest.param(["f1", "f2", "f3", "p13", "a14"], 14, True, id="good-probe-closes"),
        pytest.param(["f1", "f2", "f3", "p13", "a14", "f15", "f16"], 17, True, id="and-forgets"),
        pytest.param(["f1", "f2", "f3", "p13", "g14"], 14, True, id="a-probe-given-up-frees"),
        pytest.param(["f1", "f2", "f3", "p13"], 23, True, id="a-lost-probe-is-replaced"),
        pytest.param(["f1", "g2"], 2, True, id="giving-up-tells-nothing"),
    ],
)
def test_breaker(events, now, may):
    assert breaker.may_ask(after(*events), RULES, now) is may


def test_a_paused_source_remembers_the_last_reason():
    assert after("f1", "f2", "f3").words == "words 3"
    assert after("f1", "f2", "f3", "p13", "f14").words == "words 14"


@pytest.mark.parametrize(
    ("events", "measured"),
    [(["f"] * 2, 0), (["f"] * 3, 2), (["f"] * 3 + ["probe"], 1), (["f"] * 3 + ["probe", "a"], 0)],
)
def test_whether_a_source_is_paused_is_on_the_measures(events, measured):
    now = [0.0]
    breakers = Breakers(Fanout(breaker_failures=3, breaker_seconds=10), clock=lambda: now[0])
    lane = breakers.lane(SourceSettings("measured", "M", "M", "gp", "none"))
    for event in events:
        if event == "probe":
            now[0] += 10
            assert lane.begin()
        else:
            lane.failed("reset", "broke off") if event == "f" else lane.answered()
    labels = {"source": "measured", "address": "first"}
    assert REGISTRY.get_sample_value("carerecord_source_breaker", labels) == measured
