"""What every answer of the whole server says of itself: pages, programs' interface, and what is no address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from carerecord.app import build
from carerecord.config import Region, Server, Settings

PATHS = ("/sign-in", "/find", "/nothing", "/static/nothing.css", "/fhir/R4/metadata", "/fhir/R4/x")
DEMO = Region(demo=True, invented_people_only=True)


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async for one in reached(Settings(folder=tmp_path)):
        yield one


async def reached(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    server = build(settings)
    transport = httpx.ASGITransport(server)
    async with (
        server.router.lifespan_context(server),
        httpx.AsyncClient(transport=transport, base_url=settings.url) as browser,
    ):
        yield browser


@pytest.mark.parametrize("path", [*PATHS, "/health/live"])
async def test_over_tls_a_browser_is_told_to_stay_there(browser, path):
    answer = await browser.get(path)
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


async def test_without_tls_nobody_is_sent_to_it(tmp_path):
    plain = Settings(folder=tmp_path, server=Server(https=False), region=DEMO)
    async for browser in reached(plain):
        for path in PATHS:
            assert "strict-transport-security" not in (await browser.get(path)).headers


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_tells_nobody_where_it_was_read_and_is_shared_with_no_site(
    browser, path
):
    headers = (await browser.get(path)).headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    if not path.startswith("/fhir/"):
        assert "camera=()" in headers["permissions-policy"]
        assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/sign-in", "GET, HEAD, POST"),
        ("DELETE", "/p/abc/why", "GET, HEAD, POST"),
        ("GET", "/sign-out", "POST"),
        ("POST", "/review", "GET, HEAD"),
        ("POST", "/fhir/R4/metadata", "GET, HEAD"),
        ("PUT", "/fhir/R4/Patient/_search", "POST"),
    ],
)
async def test_another_method_is_told_which_there_are(browser, method, path, allowed):
    answer = await browser.request(method, path)
    assert answer.status_code == 405
    assert sorted(answer.headers["allow"].split(", ")) == allowed.split(", ")


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/fhir+json", 200),
        ("application/json", 200),
        ("application/fhir+json; fhirVersion=4.0", 200),
        ("*/*", 200),
        ("application/*;q=0.1", 200),
        ("application/fhir+xml, application/fhir+json;q=0.5", 200),
        ("", 200),
        ("application/fhir+xml", 406),
        ("application/xml, text/xml", 406),
        ("text/html", 406),
        ("application/fhir+json;q=0", 406),
        ("application/fhir+json;q=0, */*", 406),
        ("application/fhir+json;q=lots", 406),
    ],
)
async def test_what_we_cannot_answer_in_is_said_with_what_we_can(browser, accept, status):
    answer = await browser.get("/fhir/R4/metadata", headers={"Accept": accept})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/fhir+json")
    if status == 406:
        (issue,) = answer.json()["issue"]
        assert issue["code"] == "not-supported"
        assert "application/fhir+json" in issue["details"]["text"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [("json", 200), ("application/fhir%2Bjson", 200), ("application/fhir+json", 200), ("xml", 406)],
)
async def test_a_format_in_the_address_goes_before_the_header(browser, asked, status):
    address = f"/fhir/R4/metadata?_format={asked}"
    answer = await browser.get(address, headers={"Accept": "application/fhir+xml"})
    assert answer.status_code == status
