"""A fact changed while somebody is signed in counts at their next request, whichever worker answers (T3)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from running import Caller, Region, carerecord, running_region

TIMES = 12  # enough that four workers have each answered
BY = ("--by", "C Guardian")
WHY = ("--why", "tried by a test")


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    folder = tmp_path_factory.mktemp("changed") / "demo"
    with running_region(folder, "--people", "20", "--workers", "4") as running:
        yield running


def change(region: Region, *words: str) -> None:
    carerecord(*words, "--dir", str(region.folder))


def answers(caller: Caller, address: str) -> set[str]:
    """Where a record's address led, over and over: to the record itself, or to a page that says why not."""
    replies = [caller.get(address) for _ in range(TIMES)]
    return {reply.url.rsplit("/", 1)[-1] if reply.status == 403 else "open" for reply in replies}


CHANGES = [
    pytest.param(
        ("onboarding", "suspend", "a.okafor", *BY, *WHY),
        ("onboarding", "lift", "a.okafor", "--by", "D Officer", *WHY),
        id="suspended-and-lifted",
    ),
    pytest.param(
        ("onboarding", "organisation", "suspend", "RNG01", *BY, *WHY),
        ("onboarding", "organisation", "live", "RNG01", *BY),
        id="organisation-suspended-and-live",
    ),
]


@pytest.mark.parametrize(("closes", "opens"), CHANGES)
def test_every_worker_obeys_at_the_next_request(
    busy: Region, closes: tuple[str, ...], opens: tuple[str, ...]
):
    caller = busy.someone_signed_in()
    address = busy.address_of(caller, busy.number_of("medicines-conflict"))
    assert answers(caller, address) == {"open"}
    change(busy, *closes)
    assert answers(caller, address) == {"refused"}
    change(busy, *opens)
    assert answers(caller, address) == {"open"}


def test_an_objection_recorded_while_the_record_is_open_closes_it(busy: Region):
    caller = busy.someone_signed_in()
    number = busy.number_of("allergies-disagree")
    address = busy.address_of(caller, number)
    assert answers(caller, address) == {"open"}
    change(busy, "objection", "request", number, "--evidence", "by telephone", *BY)
    replies = [caller.get(address) for _ in range(TIMES)]
    assert {reply.url.rsplit("/", 1)[-1] for reply in replies} == {"emergency"}


def test_a_source_switched_off_is_not_asked_any_more(busy: Region):
    caller = busy.someone_signed_in()
    address = busy.address_of(caller, busy.number_of("medicines-conflict"))
    before = len(busy.served("northgate-acute"))
    assert caller.get(address).status == 200
    asked = len(busy.served("northgate-acute"))
    assert asked > before
    change(busy, "onboarding", "source", "disable", "northgate-acute", *BY, *WHY)
    for _ in range(TIMES):
        assert caller.get(address).status == 200
    assert len(busy.served("northgate-acute")) == asked
