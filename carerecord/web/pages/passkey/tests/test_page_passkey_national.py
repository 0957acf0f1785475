"""Somebody with a local account signs in with their national credential: the account keeps no more than that has."""

from __future__ import annotations

from pathlib import Path

import httpx

from carerecord import app as application
from carerecord.config import Accounts, Provider, Server, Settings, Store
from carerecord.signin.accounts import NewAccount
from carerecord.signin.contract import OfferedRole
from carerecord.signin.oidc.tests.lying_provider import CLIENT, lying_provider

DOCTOR = OfferedRole("1", "doctor", "Doctor", "RNG01", "Northgate")
MANAGER = OfferedRole("2", "care-home-manager", "Manager", "VLX01", "Rosewood House")


def settings(folder: Path, issuer: str, *, national: bool) -> Settings:
    (folder / "secret").write_text("not-much-of-a-secret")
    provider = Provider(
        id="cis2",
        name="NHS CIS2",
        for_whom="Staff with a smartcard",
        issuer=issuer,
        client_id=CLIENT,
        client_secret_file="secret",
        roles={"R8000": "doctor"},
        national=national,
    )
    return Settings(
        folder=folder,
        store=Store(str(folder / "region.db")),
        server=Server(url="https://record.example"),
        accounts=Accounts(enabled=True),
        provider=(provider,),
    )


async def roles_after(folder: Path, *, national: bool) -> list[str]:
    """What the account holds once its person has signed in with the provider."""
    async with lying_provider() as lying:
        server = application.build(settings(folder, lying.issuer, national=national))
        async with server.router.lifespan_context(server):
            parts = server.state.carerecord
            new = NewAccount(
                username="a.warde",
                name="Alex Warde",
                roles=(DOCTOR, MANAGER),
                national_id="910001",
            )
            await parts.accounts.add(new, "Priya Shah")
            transport = httpx.ASGITransport(server)
            async with httpx.AsyncClient(
                transport=transport, base_url="https://record.example"
            ) as browser:
                there = await browser.get("/sign-in/cis2")
                said = lying.came_from(there.headers["location"])
                back = await browser.get("/sign-in/cis2/back", params=said)
                assert back.headers["location"] == "/find"
            (account,) = await parts.accounts.listed()
            return [role.role for role in account.roles]


async def test_a_national_sign_in_takes_away_what_is_beyond_it(tmp_path):
    assert await roles_after(tmp_path, national=True) == ["doctor"]


async def test_another_providers_subject_is_nobodys_national_id(tmp_path):
    assert await roles_after(tmp_path, national=False) == ["doctor", "care-home-manager"]
