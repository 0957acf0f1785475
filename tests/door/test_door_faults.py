"""Whatever one source does, the page arrives in time, says so by name, and shows all the rest."""

from __future__ import annotations

import time
from urllib.parse import quote

import pytest

from running import Region

BROKEN = "northgate-acute"
NAME = "Northgate University Hospital"

FAULTS = [
    pytest.param("delay", {"seconds": 30}, "No answer in 8 seconds", id="slow"),
    pytest.param("hang", {}, "No answer in 8 seconds", id="silent"),
    pytest.param("refuse", {}, "refused the connection", id="down"),
    pytest.param("reset", {}, "broke off while answering", id="broke-off"),
    pytest.param("http_500", {}, "answered with an error", id="http-500"),
    pytest.param("html", {}, "could not be read", id="html"),
    pytest.param("malformed", {}, "could not be read", id="malformed-json"),
    pytest.param("truncated", {}, "broke off while answering", id="cut-short"),
    pytest.param("wrong_person", {}, "another person", id="another-person"),
    pytest.param("huge", {}, "more than a record can hold", id="10-mb-body"),
    pytest.param("gzip_bomb", {}, "more than a record can hold", id="gzip-bomb"),
]


@pytest.mark.parametrize(("fault", "more", "words"), FAULTS)
def test_the_page_names_a_broken_source_and_shows_the_rest(
    region: Region, fault: str, more: dict[str, object], words: str
):
    number = region.number_of("medicines-conflict")
    caller = region.someone_signed_in()
    address = region.address_of(caller, number)
    with region.fault(BROKEN, fault, **more):
        start = time.monotonic()
        page = caller.get(f"{address}/medicines")
        assert time.monotonic() - start < 12, "the page must arrive within the deadline"
        assert page.status == 200
        assert NAME in page.text
        assert words in page.text, f"the reason ({words}) is not on the page"
        assert "is not available" in page.text
        assert "Riverside" in page.text, "what the others hold must still be shown"
        _the_api_says_the_same(region, number)


def _the_api_says_the_same(region: Region, number: str) -> None:
    entries = region.everything(number)["entry"]
    outcomes = [e["resource"] for e in entries if e["search"]["mode"] == "outcome"]
    said = [one["details"]["text"] for outcome in outcomes for one in outcome["issue"]]
    assert any(NAME in text for text in said), said
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


def test_a_source_that_recovers_is_shown_again(region: Region):
    number = region.number_of("medicines-conflict")
    caller = region.someone_signed_in()
    address = region.address_of(caller, number)
    with region.fault(BROKEN, "http_500"):
        for _ in range(6):  # enough to pause the source
            caller.get(f"{address}/allergies")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        page = caller.get(f"{address}/allergies")
        if f"{NAME} is not available" not in page.text:
            return
        time.sleep(0.5)
    pytest.fail("the source answered again but was never asked again")


def test_the_person_two_sources_never_answer_about_is_shown_with_both_named(region: Region):
    caller = region.someone_signed_in()
    page = caller.get(region.address_of(caller, region.number_of("two-sources-down")))
    assert "St Columba’s Hospital" in page.text
    assert "Lowland Mental Health" in page.text
    assert "10 of 12 shown" in page.text
    assert "“No known drug allergy” in the sources that answered" in page.text
