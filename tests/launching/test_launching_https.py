"""Over TLS and across sites, as in real life: the cookie of a frame, and the way from there to a window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from epr import Epr, banner_number
from holding import elsewhere
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect
from serving import certificate, over_tls, serving

from carerecord.demo.ports import free_port
from running import Region

SUBMIT = """([to, token, target]) => {
    const form = document.createElement("form");
    Object.assign(form, {method: "post", action: to, target: target});
    form.append(Object.assign(document.createElement("input"), {name: "token", value: token}));
    document.body.append(form);
    form.submit();
}"""


@dataclass(frozen=True)
class Site:
    """The region at https://record.example, and a record system's page at https://epr.example."""

    region: Region
    epr: Epr
    url: str
    epr_url: str

    def launch(self, page: Page, number: str, target: str, username: str = "a.okafor") -> None:
        token = self.epr.token(number, username, aud=self.url)
        page.evaluate(SUBMIT, [f"{self.url}/launch", token, target])

    def framed(self, page: Page, number: str, username: str = "a.okafor") -> Frame:
        page.goto(self.epr_url)
        self.launch(page, number, "record", username)
        frame = page.frame(name="record")
        assert frame
        frame.wait_for_url(re.compile("/p/|/launch/open"))
        return frame


@pytest.fixture(scope="module")
def site(region: Region, epr: Epr, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    plain, ours, theirs = free_port(), free_port(), free_port()
    url, epr_url = f"https://record.example:{ours}", f"https://epr.example:{theirs}"
    tls = certificate(tmp_path_factory.mktemp("tls"), "record.example", "epr.example")
    configuration = (region.folder / "region.toml").read_text("utf-8")
    assert f'frame_ancestors = ["{epr.url}"]' in configuration
    with (
        elsewhere() as pages,
        serving(
            region,
            "https",
            plain,
            server=f'https = true\nurl = "{url}"',
            replace={f'frame_ancestors = ["{epr.url}"]': f'frame_ancestors = ["{epr_url}"]'},
        ),
        over_tls(tls, ours, plain),
        over_tls(tls, theirs, int(pages.rsplit(":", 1)[1])),
    ):
        yield Site(region, epr, url, epr_url)


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(ignore_https_errors=True)
    yield made
    made.close()


def test_a_frame_of_another_site_keeps_its_session_in_a_cookie_of_that_site_alone(site, context):
    page = context.new_page()
    frame = site.framed(page, site.region.number_of("medicines-conflict"))
    assert banner_number(frame.content()) == site.region.number_of("medicines-conflict")
    frame.goto(f"{frame.url}/medicines")
    assert banner_number(frame.content())
    [cookie] = [c for c in context.cookies() if c["name"] == "__Host-carerecord"]
    assert cookie["secure"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "None"
    assert "epr.example" in str(cookie["partitionKey"])
    window = context.new_page()
    window.goto(f"{site.url}/find")
    assert window.url.startswith(f"{site.url}/sign-in"), "the frame's session leaked into a window"


def test_a_window_opened_by_launch_joins_the_session_that_is_there(site, context):
    """A form from another site brings no cookie; the step after it does."""
    first, second = (site.region.number_of(c) for c in ("medicines-conflict", "allergies-disagree"))
    page = context.new_page()
    page.goto(site.epr_url)
    with context.expect_page() as opened:
        site.launch(page, first, "_blank")
    one = opened.value
    one.wait_for_url(re.compile("/p/"))
    [cookie] = [c for c in context.cookies() if c["name"] == "__Host-carerecord"]
    assert cookie["sameSite"] == "Lax"
    with context.expect_page() as opened:
        site.launch(page, second, "_blank")
    opened.value.wait_for_url(re.compile("/p/"))
    assert banner_number(opened.value.content()) == second
    one.reload()
    assert banner_number(one.content()) == first


def test_emergency_access_goes_on_in_a_window_signed_in_as_in_the_frame(site, context):
    page = context.new_page()
    frame = site.framed(page, site.region.number_of("medicines-conflict"))
    frame.goto(f"{frame.url}/emergency")
    expect(frame.locator("h1")).to_have_text("Go on in a window of its own")
    with context.expect_page() as opened:
        frame.get_by_role("button", name="Open in a new window").click()
    opened.value.wait_for_url(re.compile(r"/p/[\w-]+"))
    expect(opened.value.locator(".bar")).to_contain_text("Dr A Okafor")
    frame.goto(frame.url)
    expect(frame.locator(".bar")).to_contain_text("Dr A Okafor")


def test_the_way_to_a_window_works_once_and_from_our_own_pages_alone(site, context):
    page = context.new_page()
    frame = site.framed(page, site.region.number_of("medicines-conflict"))
    frame.goto(f"{frame.url}/emergency")
    secret = frame.locator("input[name=window]").get_attribute("value")
    crossing = SUBMIT.replace('"token"', '"window"')
    with context.expect_page() as opened:
        page.evaluate(crossing, [f"{site.url}/launch/window", secret, "_blank"])
    expect(opened.value.locator("h1")).to_have_text("This form was sent from another site")
    for again in (False, True):
        with context.expect_page() as opened:
            frame.get_by_role("button", name="Open in a new window").click()
        opened.value.wait_for_load_state()
        heading = opened.value.locator("h1").inner_text()
        assert (heading == "Open this record again") is again
