"""What is checked of an address is what is connected to: the browsers' own cases of addresses, read by ours."""

import json
from pathlib import Path

import pytest
from yarl import URL

from carerecord.config import SettingsError
from carerecord.connectors.addresses import configured, within_origin
from carerecord.connectors.app_token import only_secure

CASES = Path(__file__).parents[4] / "shared/data/bad-input/url/wpt_urltestdata.jsonl"
PORTS = {"http:": "80", "https:": "443"}


@pytest.fixture(scope="module")
def cases():
    if not CASES.exists():
        pytest.skip("the bad-input corpus is not beside the project")
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def test_a_configured_address_is_refused_or_leads_where_a_browser_would_go(cases):
    taken = 0
    for case in cases:
        try:
            url = configured(case["input"])
        except ValueError:
            continue
        taken += 1
        host = f"[{url.raw_host}]" if ":" in url.raw_host else url.raw_host
        port = case["port"] or PORTS[case["protocol"]]
        browser = (case["protocol"], case["hostname"], port)
        assert (f"{url.scheme}:", host, str(url.port)) == browser, case["input"]
    assert taken > 20


def test_a_link_of_a_source_is_refused_or_leads_to_the_sources_own_origin(cases):
    taken = 0
    for case in cases:
        base = case["base"] or ""
        if not base.startswith(("http://", "https://")):
            continue
        if within_origin(URL(base), case["input"]):
            taken += 1
            assert URL(case["href"]).origin() == URL(base).origin(), case["input"]
    assert taken > 15


@pytest.mark.parametrize(
    "text",
    [
        "https://fhir.example/R4",
        "http://127.0.0.1:8001/fhir",
        "https://[2001:db8::1]:8443/fhir",
        "https://trust_fhir.internal/x?y=z",
    ],
)
def test_a_plain_address_is_taken_as_it_stands(text):
    assert str(configured(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "ftp://x",
        "nowhere",
        "//x/fhir",
        "https://user:secret@fhir.example",
        "https://fhir.example\\@other.example/",
        "http://2130706433/",
        "http://127.1/",
        "http://0x7f.1/",
        "http://127.0.0.1 .example/",
        "https://fhir.example:port/",
        "https://faß.example/",
        "https://fhir%2eexample/",
        "https://fhir..example/",
    ],
)
def test_an_address_that_readers_differ_on_is_refused(text):
    with pytest.raises(ValueError, match="plain host"):
        configured(text)


def test_a_link_to_another_port_scheme_or_host_is_refused():
    base = URL("https://fhir.example/R4/")
    assert within_origin(base, "https://fhir.example:443/R4?_page=2") is not None
    for link in ("https://fhir.example:8443/", "http://fhir.example/", "//other.example/", "\\\\x"):
        assert within_origin(base, link) is None


@pytest.mark.parametrize(
    "text", ["https://0x7f.1/", "https://user:secret@api.example", "https://a b/"]
)
def test_a_national_address_is_as_plain(text):
    with pytest.raises(SettingsError, match=r"source n: url must be a whole https address"):
        only_secure(text, "source n: url")
