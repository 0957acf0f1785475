"""Whatever one source does, the page arrives, says so by name, and shows all the rest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from running import Region

BROKEN = "northgate-acute"
NAME = "Northgate University Hospital"
SILENT, SILENT_NAME = "st-columbas-acute", "St Columba’s Hospital"
NEVER = 600  # seconds: nobody here waits for it, this test's own client included

FAULTS = [
    pytest.param("refuse", "refused the connection", id="down"),
    pytest.param("reset", "broke off while answering", id="broke-off"),
    pytest.param("http_500", "answered with an error", id="http-500"),
    pytest.param("html", "could not be read", id="html"),
    pytest.param("malformed", "could not be read", id="malformed-json"),
    pytest.param("truncated", "broke off while answering", id="cut-short"),
    pytest.param("wrong_person", "another person", id="another-person"),
    pytest.param("huge", "more than a record can hold", id="10-mb-body"),
    pytest.param("gzip_bomb", "more than a record can hold", id="gzip-bomb"),
]


@pytest.mark.parametrize(("fault", "words"), FAULTS)
def test_the_page_names_a_broken_source_and_shows_the_rest(region: Region, fault: str, words: str):
    number = region.number_of("medicines-conflict")
    caller = region.someone_signed_in()
    address = region.address_of(caller, number)
    with region.fault(BROKEN, fault):
        page = caller.get(f"{address}/medicines")
        assert page.status == 200
        assert NAME in page.text
        assert words in page.text, f"the reason ({words}) is not on the page"
        assert "is not available" in page.text
        assert "Riverside" in page.text, "what the others hold must still be shown"
        _the_api_says_the_same(region, number)


OTHERS = [
    pytest.param("riverside-gp", "gp_connect", "medicines-conflict", "medicines", id="practice"),
    pytest.param(
        "prescription-tracker", "prescriptions", "medicines-conflict", "medicines", id="tracker"
    ),
    pytest.param("child-health", "immunisation", "twins", "immunisations", id="child-health"),
]


@pytest.mark.parametrize(("source_id", "protocol", "case", "page"), OTHERS)
def test_a_source_of_another_protocol_fails_in_the_same_ways(
    region: Region, source_id: str, protocol: str, case: str, page: str
):
    source = region.source(source_id)
    assert source["protocol"] == protocol
    caller = region.someone_signed_in()
    address = f"{region.address_of(caller, region.number_of(case))}/{page}"
    missing = f"{source['name']} is not available"
    assert missing not in caller.get(address).text
    for one in FAULTS:
        fault, words = one.values
        caller = region.someone_signed_in()
        address = f"{region.address_of(caller, region.number_of(case))}/{page}"
        with region.fault(source_id, str(fault)):
            shown = caller.get(address).text
        assert missing in shown, fault
        assert str(words) in shown, fault
    with region.fault(source_id, "duplicate"):
        assert missing not in caller.get(address).text


def test_sources_that_do_not_answer_are_waited_for_no_longer_than_is_said(region: Region):
    """One would answer in ten minutes and one never would; the page and the API wait for both at one time."""
    number = region.number_of("medicines-conflict")
    caller = region.someone_signed_in()
    medicines = f"{region.address_of(caller, number)}/medicines"
    region.token()
    late, silent = region.fault(BROKEN, "delay", seconds=NEVER), region.fault(SILENT, "hang")
    with late, silent, ThreadPoolExecutor() as both:
        api = both.submit(_the_api_says_the_same, region, number, NAME, SILENT_NAME)
        page = caller.get(medicines)
        api.result()
    assert page.status == 200
    assert page.text.count("No answer in 8 seconds") >= 2
    assert NAME in page.text
    assert SILENT_NAME in page.text
    assert "are not available" in page.text
    assert "Riverside" in page.text, "what the others hold must still be shown"


def _the_api_says_the_same(region: Region, number: str, *names: str) -> None:
    entries = region.everything(number)["entry"]
    outcomes = [e["resource"] for e in entries if e["search"]["mode"] == "outcome"]
    said = [one["details"]["text"] for outcome in outcomes for one in outcome["issue"]]
    for name in names or (NAME,):
        assert any(name in text for text in said), said
    sources = {e["resource"].get("meta", {}).get("source", "") for e in entries}
    assert any("riverside-gp" in source for source in sources)


def test_a_source_that_sends_everything_twice_loses_and_doubles_nothing(region: Region):
    number = region.number_of("medicines-conflict")
    before = _entries_shown(region, number)
    with region.fault(BROKEN, "duplicate"):
        assert _entries_shown(region, number) == before


def _entries_shown(region: Region, number: str) -> str:
    caller = region.someone_signed_in()
    address = region.address_of(caller, number)
    page = caller.get(f"{address}/problems")
    assert page.status == 200
    return page.text.split("<main")[1].replace(address, "").replace(quote(address, safe=""), "")


def test_every_source_down_still_gives_a_page_that_says_so(region: Region):
    number = region.number_of("allergies-disagree")
    caller = region.someone_signed_in()
    address = region.address_of(caller, number)
    broken = [source["id"] for source in region.demo["sources"]]
    contexts = [region.fault(source_id, "http_500") for source_id in broken]
    for context in contexts:
        context.__enter__()
    try:
        page = caller.get(f"{address}/allergies")
        assert page.status == 200
        assert "Allergies unavailable" in page.text
        assert "No source that shares allergies answered" in page.text
    finally:
        for context in contexts:
            context.__exit__(None, None, None)


def test_a_source_that_recovers_is_shown_on_the_next_page(region: Region):
    """Fewer failures than pause it; how long it is paused for is held by the tests of `federation`."""
    caller = region.someone_signed_in()
    allergies = f"{region.address_of(caller, region.number_of('medicines-conflict'))}/allergies"
    with region.fault(BROKEN, "http_500"):
        assert f"{NAME} is not available" in caller.get(allergies).text
    assert f"{NAME} is not available" not in caller.get(allergies).text


def test_the_person_two_sources_never_answer_about_is_shown_with_both_named(region: Region):
    caller = region.someone_signed_in()
    page = caller.get(region.address_of(caller, region.number_of("two-sources-down")))
    assert "St Columba’s Hospital" in page.text
    assert "Lowland Mental Health" in page.text
    assert "10 of 12 shown" in page.text
    assert "“No known drug allergy” in the sources that answered" in page.text
