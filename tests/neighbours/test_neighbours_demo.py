"""The demo with its neighbour: both regions from one command, each asking the other."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from running import READY_WITHIN, Caller, Region, audited, running_region, served_by

PEOPLE = ("--people", "16", "--neighbour")
SEEN = {
    "mhd": ("documents", "Falls clinic letter"),
    "xds": ("documents", "Audiology report"),
    "nrl": ("documents", "Emergency health care plan"),
    "immunisation": ("immunisations", "Seasonal influenza vaccination"),
    "prescriptions": ("medicines?show=all", "At the pharmacy, not yet dispensed (FNW71)"),
    "bars": ("contacts", "Eye clinic, first visit"),
}
"""By protocol, a page and what stands on it of that service."""
READ = {
    "Falls clinic letter": "Steady on both feet",
    "Audiology report": "Hearing aids fitted",
    "Emergency health care plan": "then call the respiratory team",
}
"""By title, what a document that opens from a service says."""
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


def test_what_westmeres_senders_send_is_in_the_record(regions: tuple[Region, Region]) -> None:
    """HL7 v2 over MLLP, files and documents: each as its real kind sends, and the ward is why it may be seen."""
    _, away = regions
    senders = {one["protocol"]: one for one in away.demo["senders"]}
    assert senders.keys() == {"hl7v2", "edifact", "csv_drop", "documents"}
    (number,) = senders["hl7v2"]["people"]
    ids = {one["id"] for one in senders.values()}
    caller = away.someone_signed_in("l.marsh")
    address = away.address_of(caller, number)

    def here() -> bool:
        page = caller.get(address).text
        return "In hospital" in page and ids <= set(items_of(away, number, "l.marsh"))

    _wait_for(here)
    page = caller.get(address).text
    assert re.search(r"In hospital.{1,200}Ward 4.{1,40}since", page, re.DOTALL)
    assert "Westmere Royal wards, Ward 4" in page, "the reason it opens is what the ward said"
    assert "older than expected" not in page


def test_each_of_westmeres_services_is_asked_in_its_own_protocol(
    regions: tuple[Region, Region],
) -> None:
    """On a page of its people: what it holds of them, and that it was asked."""
    _, away = regions
    services = {one["protocol"]: one for one in away.demo["asked"]}
    assert services.keys() == {*SEEN, "scr"}
    caller = away.someone_signed_in("l.marsh")
    for protocol, (page, words) in SEEN.items():
        service = services[protocol]
        address = away.address_of(caller, service["people"][0])
        shown = caller.get(f"{address}/{page}").text
        assert words in shown, protocol
        assert served_by(service)


def test_at_home_nothing_is_missing_because_of_westmeres_services(
    regions: tuple[Region, Region],
) -> None:
    home, _ = regions
    caller = home.someone_signed_in()
    number = home.number_of("medicines-conflict")
    page = caller.get(f"{home.address_of(caller, number)}/documents").text
    assert "Westmere" in page
    assert "Westmere answered only in part" not in page
    assert "Westmere did not answer" not in page


def test_westmeres_summary_is_asked_when_it_is_chosen_and_never_else(
    regions: tuple[Region, Region],
) -> None:
    home, away = regions
    service = next(one for one in away.demo["asked"] if one["protocol"] == "scr")
    caller = away.someone_signed_in("l.marsh")
    address = away.address_of(caller, service["people"][0])
    assert "Adhesive plaster" not in caller.get(f"{address}/allergies").text
    assert not served_by(service)
    chosen = caller.post(f"{address}/allergies", {"ask": service["id"]}).text
    assert "Adhesive plaster" in chosen
    assert served_by(service)
    at_home = home.someone_signed_in()
    number = home.number_of("medicines-conflict")
    page = at_home.get(f"{home.address_of(at_home, number)}/allergies").text
    assert "Summary Care Record: not asked: only staff of its own region can choose to" in page


def test_a_document_of_a_service_opens_in_the_reader(regions: tuple[Region, Region]) -> None:
    _, away = regions
    caller = away.someone_signed_in("l.marsh")
    address = away.address_of(caller, away.demo["asked"][0]["people"][0])
    listed = caller.get(f"{address}/documents").text
    for title, words in READ.items():
        found = re.search(rf'href="({address}/documents/\w+)">Read<span[^>]*> {title}', listed)
        assert found, title
        assert words in caller.get(found.group(1)).text


def _wait_for(seen: Callable[[], bool]) -> None:
    """A folder is looked at once in a second."""
    until = time.monotonic() + READY_WITHIN
    while not seen():
        assert time.monotonic() < until, "not everything came"
        time.sleep(0.2)


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
