"""The pages around a passkey: what they send, what they refuse, and what they keep out of addresses."""

from __future__ import annotations

import gzip
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from carerecord import app as application
from carerecord.config import Accounts, Server, Settings, Store
from carerecord.signin.accounts import NewAccount
from carerecord.signin.accounts.tests.device import Device
from carerecord.signin.contract import OfferedRole
from carerecord.web import stylesheet
from carerecord.web.tests.our_forms import OurForms

NURSE = OfferedRole("1", "care-home-nurse", "Nurse", "VLX01", "Rosewood House")
BY = "Priya Shah"
FORM = {"content-type": "application/x-www-form-urlencoded"}


class Site:
    """The whole application, and one browser."""

    def __init__(self, server, parts, client):
        self.parts = parts
        self.browser = client

    async def invited(self, username="a.jones", name="Ann Jones"):
        await self.parts.accounts.add(NewAccount(username=username, name=name, roles=(NURSE,)), BY)
        invitation = await self.parts.accounts.invite(username, BY)
        return invitation.url.removeprefix("https://record.example")

    async def enrolled(self, username="a.jones", name="Ann Jones"):
        device = Device(count=5)
        await self.browser.get(await self.invited(username, name))
        page = await self.browser.get("/account/passkey")
        await self.send("/account/passkey", device.make(options(page)))
        return device

    async def session(self):
        agent = self.browser.headers["user-agent"]
        return await self.parts.sessions.look(self.browser.cookies["__Host-carerecord"], agent)

    async def send(self, path, answer, **headers):
        body = urlencode({"answer": answer, "name": "phone"})
        return await self.browser.post(path, content=body, headers={**FORM, **headers})

    async def written(self):
        return [(one.kind, one.body) async for one in self.parts.log.entries()]


def options(page):
    return unescape(re.search(r'data-options="([^"]*)"', page.text)[1])


def settings(folder: Path) -> Settings:
    return Settings(
        folder=folder,
        store=Store(str(folder / "region.db")),
        server=Server(url="https://record.example"),
        accounts=Accounts(enabled=True),
    )


@pytest.fixture
async def site(tmp_path) -> AsyncIterator[Site]:
    server = application.build(settings(tmp_path))
    async with server.router.lifespan_context(server):
        transport = httpx.ASGITransport(server)
        async with httpx.AsyncClient(
            transport=transport, base_url="https://record.example", auth=OurForms()
        ) as client:
            yield Site(server, server.state.carerecord, client)


async def test_an_invitation_leaves_the_address_at_once(site):
    path = await site.invited()
    opened = await site.browser.get(path)
    assert (opened.status_code, opened.headers["location"]) == (303, "/account/passkey")
    assert opened.headers["referrer-policy"] == "no-referrer"
    assert opened.headers["cache-control"] == "no-store"
    secret = path.rsplit("/", 1)[1]
    page = await site.browser.get("/account/passkey")
    assert "Ann Jones" in page.text
    assert secret not in page.text + str(opened.headers)


async def test_the_cookie_is_short_and_this_hosts_alone(site):
    opened = await site.browser.get(await site.invited())
    cookie = opened.headers["set-cookie"]
    assert re.match(r"__Host-carerecord-passkey=[\w-]{43}; HttpOnly; Path=/; Max-Age=900", cookie)
    assert "Secure" in cookie
    assert "SameSite=lax" in cookie


async def test_a_wrong_invitation_says_what_to_do(site):
    page = await site.browser.get("/account/passkey/wrong")
    assert page.status_code == 404
    assert "ask whoever sent it for a new one" in page.text
    assert "set-cookie" not in page.headers


async def test_from_an_invitation_to_a_session(site):
    device = await site.enrolled()
    page = await site.browser.get("/sign-in/passkey")
    answer = await site.send("/sign-in/passkey", device.sign(options(page)))
    assert (answer.status_code, answer.headers["location"]) == (303, "/find")
    viewer = (await site.session()).viewer
    assert (viewer.name, viewer.assurance, viewer.provider) == ("Ann Jones", 2, "local")
    kinds = [kind for kind, _ in await site.written()]
    assert kinds[-1] == "sign-in"


async def sign_in(site, device):
    page = await site.browser.get("/sign-in/passkey")
    answer = await site.send("/sign-in/passkey", device.sign(options(page)))
    assert answer.status_code == 303
    return await site.session()


async def test_the_same_person_goes_on_after_a_lock(site):
    device = await site.enrolled()
    before = await sign_in(site, device)
    viewer = before.viewer
    v = await site.parts.sessions.handle_for(viewer, "p-1")
    await site.browser.post("/locked")
    locked = await site.browser.get(f"/locked?to=/p/{v}/medicines")
    assert 'href="/sign-in/passkey"' in locked.text
    page = await site.browser.get("/sign-in/passkey")
    answer = await site.send("/sign-in/passkey", device.sign(options(page)))
    assert answer.headers["location"] == f"/p/{v}/medicines"
    after = await site.session()
    assert (after.state, after.session) == ("open", before.session)


async def test_another_person_only_ends_a_locked_session(site):
    before = await sign_in(site, await site.enrolled())
    held = site.browser.cookies["__Host-carerecord"]
    await site.browser.post("/locked")
    device = await site.enrolled("b.smith", "Bea Smith")
    after = await sign_in(site, device)
    assert after.identity.name == "Bea Smith"
    assert after.session != before.session
    agent = site.browser.headers["user-agent"]
    assert (await site.parts.sessions.look(held, agent)).state == "none"


async def test_a_lost_role_counts_at_the_next_request(site):
    found = await sign_in(site, await site.enrolled())
    assert found.viewer.role == "care-home-nurse"
    manager = OfferedRole("2", "care-home-manager", "Manager", "VLX01", "Rosewood House")
    await site.parts.accounts.set_roles("a.jones", [manager], BY)
    found = await site.session()
    assert found.viewer is None


async def test_a_refusal_says_the_same_for_every_reason(site):
    device = await site.enrolled()
    said = set()
    for lies in ({"origin": "https://evil.example"}, {"handle": "b3RoZXI"}, {"count": 0}):
        page = await site.browser.get("/sign-in/passkey")
        answer = await site.send("/sign-in/passkey", device.sign(options(page), **lies))
        assert answer.status_code == 403
        assert "__Host-carerecord" not in site.browser.cookies
        said.add(re.sub(r'data-options="[^"]*"', "", answer.text))
    assert len(said) == 1
    assert "a.jones" not in said.pop()


@pytest.mark.parametrize("path", ["/sign-in/passkey", "/account/passkey"])
@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}]
)
async def test_a_form_from_another_site_does_nothing(site, path, headers):
    before = await site.written()
    assert (await site.send(path, "{}", **headers)).status_code == 403
    assert await site.written() == before


@pytest.mark.parametrize("path", ["/sign-in/passkey", "/account/passkey"])
async def test_these_pages_run_one_script_of_ours_and_no_other(site, path):
    await site.browser.get(await site.invited())
    page = await site.browser.get(path)
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script[^>]*>", page.text) == [
        f'<script src="{stylesheet.script("passkey")}" defer>'
    ]
    assert not re.search(r"\son\w+=", page.text)


async def test_no_other_page_runs_any(site):
    assert "script" not in (await site.browser.get("/sign-in")).headers["content-security-policy"]


async def test_the_script_is_small_and_kept_for_ever(site):
    file = await site.browser.get(stylesheet.script("passkey"))
    assert "immutable" in file.headers["cache-control"]
    assert file.headers["content-type"].startswith("text/javascript")
    assert len(gzip.compress(file.content, 9)) <= 2048


async def test_each_page_asks_for_a_new_signature(site):
    pages = [await site.browser.get("/sign-in/passkey") for _ in range(2)]
    assert options(pages[0]) != options(pages[1])


async def test_a_stranger_has_no_passkeys_to_see(site):
    page = await site.browser.get("/account/passkey")
    assert page.status_code == 404


async def test_a_cookie_that_is_not_ours_is_not_sent_back(site):
    site.browser.cookies.set("__Host-carerecord-passkey", "short; Domain=evil.example")
    page = await site.browser.get("/sign-in/passkey")
    assert "evil" not in str(page.headers)


@pytest.mark.parametrize("path", ["/sign-in/passkey", "/account/passkey", "/account/passkey/x"])
async def test_without_local_accounts_there_are_no_such_pages(tmp_path, path):
    server = application.build(replace(settings(tmp_path), accounts=Accounts(enabled=False)))
    async with server.router.lifespan_context(server):
        transport = httpx.ASGITransport(server)
        async with httpx.AsyncClient(transport=transport, base_url="https://r.example") as client:
            assert (await client.get(path)).status_code == 404
