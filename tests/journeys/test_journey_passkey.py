"""A care home without national credentials: account, invitation, passkey, sign-in, second passkey, closed.

Real server, real commands, real Chromium with a virtual authenticator. WebAuthn takes no number for a
host, so the region is reached as localhost.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from carerecord.demo.ports import free_port
from running import COMMAND, READY_WITHIN, audited, carerecord

REGION = """
[region]
name = "Shared care record"
help_desk = "01632 960999"
[server]
port = {port}
https = false
url = "http://localhost:{port}"
[accounts]
enabled = true
"""
BY = ("--by", "Priya Shah")
ROSEWOOD = ("--organisation", "VLX01", "--organisation-name", "Rosewood House")


@dataclass(frozen=True)
class Home:
    """A region without a demo, in which people are real."""

    folder: Path
    url: str

    def account(self, *words: str) -> str:
        return carerecord("account", *words, "--dir", str(self.folder))

    def add(self, username: str, name: str, role: str = "care-home-nurse") -> None:
        self.account("add", username, "--name", name, "--role", role, *ROSEWOOD, *BY)

    def invite(self, username: str) -> str:
        return self.account("invite", username, *BY).strip()

    def written(self, kind: str) -> list[dict[str, Any]]:
        return [entry["body"] for entry in audited(self.folder) if entry["kind"] == kind]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder, port = tmp_path_factory.mktemp("home"), free_port()
    (folder / "region.toml").write_text(REGION.format(port=port))
    command = [COMMAND, "serve", "--config", str(folder / "region.toml")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/health/live", process, folder / "log")
        yield Home(folder, f"http://localhost:{port}")
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while True:
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.05)


class Device:
    """One browser on one device with a passkey store of its own."""

    def __init__(self, chromium: Browser, home: Home, **more: Any) -> None:
        self.context: BrowserContext = chromium.new_context(base_url=home.url, **more)
        self.page: Page = self.context.new_page()
        self._cdp = self.context.new_cdp_session(self.page)
        self._cdp.send("WebAuthn.enable")
        self.authenticator = self._add("internal")

    def _add(self, transport: str) -> str:
        options = {
            "protocol": "ctap2",
            "transport": transport,
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        said = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return str(said["authenticatorId"])

    def plug_in(self) -> None:
        """A security key, without any passkey yet; nothing else answers while it is there."""
        self._cdp.send(
            "WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.authenticator}
        )
        self.authenticator = self._add("usb")

    def verified(self, verified: bool) -> None:
        """Whether the person shows the right face, finger or PIN."""
        self._cdp.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": self.authenticator, "isUserVerified": verified},
        )

    def credentials(self) -> list[dict[str, Any]]:
        said = self._cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.authenticator})
        return list(said["credentials"])

    def make(self, link: str, name: str = "my phone") -> None:
        self.page.goto(link)
        self.page.get_by_label("What do you call this device?").fill(name)
        self.page.get_by_role("button", name="Make your passkey").click()

    def sign_in(self) -> None:
        self.page.goto("/sign-in/passkey")
        self.page.get_by_role("button", name="Use your passkey").click()

    def close(self) -> None:
        self.context.close()


@pytest.fixture(params=(390, 1440), ids=["390px", "1440px"])
def device(request: pytest.FixtureRequest, chromium: Browser, home: Home) -> Iterator[Device]:
    made = Device(chromium, home, viewport={"width": request.param, "height": 900})
    yield made
    made.close()


@pytest.fixture
def another(chromium: Browser, home: Home) -> Iterator[Device]:
    made = Device(chromium, home)
    yield made
    made.close()


def find(page: Page) -> None:
    """Signed in: the first page of the work itself."""
    expect(page).to_have_title(re.compile("Find a person"))


def lock(page: Page) -> None:
    """As the button on every page does."""
    page.goto("/find")
    token = page.locator("[name=form_token]").first.get_attribute("value") or ""
    headers = {"Sec-Fetch-Site": "same-origin"}
    page.request.post("/locked", form={"form_token": token}, headers=headers)
    page.goto("/find")
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")


def signed_out(page: Page) -> None:
    page.goto("/find")
    expect(page).to_have_url(re.compile("/sign-in"))


def see_passkeys(page: Page, *names: str) -> None:
    page.goto("/account/passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your passkeys")
    for name in names:
        expect(page.get_by_role("listitem").filter(has_text=name)).to_contain_text("last used")


def test_from_an_account_to_its_end(home: Home, device: Device, another: Device) -> None:
    username = f"a.jones{device.page.viewport_size['width']}"
    home.account(
        *("add", username, "--name", "Ann Jones", "--role", "care-home-nurse"),
        *(*ROSEWOOD, *BY, "--same-name"),
    )
    link, page = home.invite(username), device.page

    page.goto(link)
    expect(page).to_have_url(f"{home.url}/account/passkey")  # the secret has left the address
    expect(page.get_by_role("main")).to_contain_text("This passkey will be for Ann Jones")
    device.make(link)
    expect(page.get_by_role("status").first).to_contain_text("Your passkey is made")
    (kept,) = device.credentials()
    assert (kept["rpId"], kept["isResidentCredential"]) == ("localhost", True)

    page.get_by_role("button", name="Use your passkey").click()
    find(page)
    expect(page.get_by_role("banner")).to_contain_text("Ann Jones")

    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not work")

    lock(page)
    page.get_by_role("button", name="Sign in again as Ann Jones").click()
    page.get_by_role("button", name="Use your passkey").click()
    find(page)

    another.make(home.invite(username), "tablet")
    expect(another.page.get_by_role("status").first).to_contain_text("Your passkey is made")
    another.page.get_by_role("button", name="Use your passkey").click()
    find(another.page)
    see_passkeys(another.page, "my phone", "tablet")

    home.account("close", username, *BY)
    for browser in (device, another):
        signed_out(browser.page)
        browser.sign_in()
        expect(browser.page.get_by_role("alert").first).to_contain_text("You were not signed in")
    assert home.written("sign-in-refused")[-1]["account"] == username


def test_what_does_not_work_says_what_to_do(home: Home, device: Device) -> None:
    username = f"b.smith{device.page.viewport_size['width']}"
    home.account(
        *("add", username, "--name", "Bea Smith", "--role", "care-home-nurse"),
        *(*ROSEWOOD, *BY, "--same-name"),
    )
    page = device.page
    device.sign_in()  # with no passkey at all
    expect(page.locator("[data-state=cancelled]")).to_be_visible()

    device.verified(False)
    device.make(home.invite(username))
    expect(page.locator("[data-state=cancelled]")).to_be_visible()
    device.verified(True)
    page.get_by_role("button", name="Make your passkey").click()
    expect(page.get_by_role("status").first).to_contain_text("Your passkey is made")

    device.make(home.invite(username))
    expect(page.locator("[data-state=already]")).to_be_visible()

    home.account("reset", username, *BY, "--seen-by", "Tom Reed")
    device.sign_in()
    expect(page.get_by_role("alert").first).to_contain_text("You were not signed in")
    assert home.written("sign-in-refused")[-1]["why"] == "revoked"
    signed_out(page)


def test_without_script_the_page_says_so(home: Home, chromium: Browser) -> None:
    context = chromium.new_context(base_url=home.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/passkey")
    expect(page.locator("[data-state=no-script]")).to_contain_text("needs JavaScript")
    expect(page.get_by_role("button", name="Use your passkey")).to_be_hidden()
    context.close()


def test_a_browser_without_passkeys_says_so(home: Home, chromium: Browser) -> None:
    context = chromium.new_context(base_url=home.url)
    context.add_init_script("delete window.PublicKeyCredential")
    page = context.new_page()
    page.goto("/sign-in/passkey")
    expect(page.locator("[data-state=unsupported]")).to_be_visible()
    expect(page.get_by_role("button", name="Use your passkey")).to_be_hidden()
    context.close()


def test_the_command_answers_in_json(home: Home) -> None:
    home.add("c.brown", "Cy Brown", "care-home-manager")
    invited = json.loads(home.account("invite", "c.brown", *BY, "--json"))
    assert invited["url"].startswith(f"{home.url}/account/passkey/")
    listed = [json.loads(line) for line in home.account("list", "--json").splitlines()]
    (brown,) = [one for one in listed if one["username"] == "c.brown"]
    assert (brown["open"], brown["passkeys"]) == (True, 0)
    home.account("roles", "c.brown", "--give", "--role", "care-home-nurse", *ROSEWOOD, *BY)
    home.account("roles", "c.brown", "--take", "--role", "care-home-manager", *ROSEWOOD, *BY)
    shown = home.account("roles", "c.brown", "--json").splitlines()
    assert [json.loads(line)["role"] for line in shown] == ["care-home-nurse"]
    assert len(home.written("account-roles")) == 2


def test_whoever_proves_themselves_adds_a_security_key(home: Home, another: Device) -> None:
    """The device at hand has one already, so it is another one that answers."""
    home.add("d.green", "Di Green")
    another.make(home.invite("d.green"))
    expect(another.page.get_by_role("status").first).to_contain_text("Your passkey is made")
    another.sign_in()
    find(another.page)
    another.page.goto("/account/passkey")
    another.page.get_by_role("link", name="use the passkey you have").click()
    another.page.get_by_role("button", name="Use your passkey").click()
    expect(another.page.get_by_role("main")).to_contain_text("will be for Di Green")
    another.plug_in()
    another.page.get_by_label("What do you call this device?").fill("key ring")
    another.page.get_by_role("button", name="Make your passkey").click()
    expect(another.page.get_by_role("listitem").filter(has_text="key ring")).to_be_visible()
    assert len(home.written("passkey-made")) >= 2


def test_a_session_alone_adds_no_passkey(home: Home, another: Device) -> None:
    """An unlocked screen somebody left is not enough to make oneself a way in."""
    home.add("e.white", "Eve White")
    another.make(home.invite("e.white"))
    expect(another.page.get_by_role("status").first).to_contain_text("Your passkey is made")
    another.sign_in()
    find(another.page)
    another.page.goto("/account/passkey?then=another")
    expect(another.page.get_by_role("heading", level=1)).to_have_text("Your passkeys")
