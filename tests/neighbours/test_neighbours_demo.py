"""The demo with its neighbour: both regions from one command, each asking the other."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from running import Caller, Region, audited, running_region

PEOPLE = ("--people", "16", "--neighbour")
NAMED = "urn:carerecord:source:"


@pytest.fixture(scope="module")
def regions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Region, Region]]:
    folder = tmp_path_factory.mktemp("two") / "demo"
    with running_region(folder, *PEOPLE) as home:
        yield home, next_door(home)
    for pid in (home.demo["pids"]["server"], *home.demo["pids"]["neighbours"].values()):
        with pytest.raises(ProcessLookupError):  # nothing of either is left running
            os.kill(pid, 0)


def next_door(home: Region) -> Region:
    (described,) = home.demo["neighbours"]
    return replace(home, folder=home.folder / "westmere", demo=described, tokens={})


def items_of(region: Region, number: str, username: str) -> Counter[str]:
    """How many items came from each source, their Patients and what they say of the answer apart."""
    resources = [one["resource"] for one in region.everything(number, username)["entry"]]
    sources = (
        one.get("meta", {}).get("source", "")
        for one in resources
        if one["resourceType"] not in ("OperationOutcome", "Patient")
    )
    named = [one.removeprefix(NAMED) for one in sources if one.startswith(NAMED)]
    return Counter(one.partition("#")[0] for one in named)


def test_each_region_shows_what_the_other_holds(regions: tuple[Region, Region]) -> None:
    home, away = regions
    number = home.number_of("medicines-conflict")
    assert number in away.demo["people"]
    seen_at_home = items_of(home, number, "a.okafor")
    seen_away = items_of(away, number, "l.marsh")
    assert seen_at_home.pop("westmere") == seen_away["westmere-acute"] > 5
    assert seen_away["eastfield"] == seen_at_home.total() > 100


def test_the_neighbours_staff_are_in_the_log_by_name(regions: tuple[Region, Region]) -> None:
    home, away = regions
    items_of(away, home.number_of("medicines-conflict"), "l.marsh")
    found = [
        one for one in audited(home.folder) if "neighbour" in str(one) and "l.marsh" in str(one)
    ]
    assert {one["kind"] for one in found} >= {"open", "shown"}


def test_somebody_westmere_never_saw_is_said_to_have_no_record_there(
    regions: tuple[Region, Region],
) -> None:
    home, away = regions
    number = next(
        one["nhs_number"]
        for one in home.demo["people"]
        if one["nhs_number"] not in away.demo["people"]
        and one["nhs_number"] in home.demo["staff"][0]["cares_for"]
    )
    caller: Caller = home.someone_signed_in()
    page = caller.get(home.address_of(caller, number)).text
    assert "Westmere" in page
    assert "No record available" in page
