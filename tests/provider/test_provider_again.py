"""A certified provider asked again what its people may do: roles taken away, accounts closed (T3)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from carerecord.config import Provider, Region, Sessions
from carerecord.demo.ports import free_port
from carerecord.store import Database
from carerecord.web.tests.signed_in_site import Site, site
from provider.people import PRACTICE, ROLES, WARD, account
from provider.running import SECRET, client, config, running_provider

URL = "https://record.example"
REFRESH = {"grant_types": ["authorization_code", "refresh_token"]}


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> AsyncIterator[Site]:
    (tmp_path / "secret").write_text(SECRET)
    known = client("carerecord", URL, "cis2", **REFRESH)
    with running_provider(config(free_port(), [known], [somebody()])) as provider:
        block = Provider(
            id="cis2",
            name="Test provider",
            for_whom="Invented staff",
            issuer=provider.issuer,
            client_id="carerecord",
            client_secret_file="secret",
            roles=ROLES,
        )
        long = Sessions(idle_minutes=60)
        made = await site(db, region=Region(), folder=tmp_path, provider=(block,), sessions=long)
        await sign_in(made, provider.issuer)
        yield made
        await made.close()


def somebody(*roles: dict[str, Any]) -> dict[str, Any]:
    return account("a.ward", "Amy", "Ward", *(roles or (WARD, PRACTICE)))


async def change(here: Site, **changed: Any) -> None:
    address = f"{here.settings.provider[0].issuer}/accounts/a.ward"
    async with httpx.AsyncClient() as control:
        assert (await control.put(address, json=changed)).status_code == 204


async def sign_in(here: Site, issuer: str) -> None:
    """In the browser: to the provider, by its form, and back to a role."""
    async with httpx.AsyncClient() as there:
        address = (await here.browser.get("/sign-in/cis2")).headers["location"]
        while not address.startswith(URL):
            answer = await there.get(httpx.URL(issuer).join(address))
            if not answer.is_redirect:
                answer = await there.post(answer.url, data={"username": "a.ward"})
            address = answer.headers["location"]
    assert (await here.browser.get(address)).headers["location"] == "/role"
    await here.browser.post("/role", data={"role": "555003"})
    assert await led_to(here) == "/find"


async def led_to(here: Site) -> str:
    return (await here.browser.get("/")).headers["location"]


async def test_a_role_taken_away_at_the_provider_ends_at_the_next_check(here):
    await change(here, claims=somebody(WARD)["claims"])
    assert await led_to(here) == "/find"
    here.later(minutes=15)
    assert await led_to(here) == "/role"
    refused = await here.browser.post("/role", data={"role": "555003"})
    assert refused.status_code == 400
    assert "555001" in refused.text
    assert ("role-withdrawn", "cis2/91a.ward", "Nurse Access Role") in here.written.kinds


async def test_an_account_closed_at_the_provider_ends_at_the_next_check(here):
    for _ in range(3):  # its refresh tokens are kept as it gives them
        here.later(minutes=15)
        assert await led_to(here) == "/find"
    await change(here, closed=True)
    here.later(minutes=15)
    assert await led_to(here) == "/sign-in?ended=1"
    assert here.written.kinds[-1] == (
        "signed-out-by-provider",
        "cis2/91a.ward",
        "Nurse Access Role",
    )
    assert here.written.bodies[-1] == {"why": "token: refused, invalid_grant"}
