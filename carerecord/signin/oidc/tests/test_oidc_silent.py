"""A provider that does not answer: asked once, left in peace a moment, and heard again without a restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from carerecord.signin.oidc import Providers, Stopped
from carerecord.signin.oidc.discovery import SILENT_SECONDS
from carerecord.signin.oidc.tests.lying_provider import Lying, lying_provider
from carerecord.signin.oidc.tests.test_oidc_sign_in import settings_of
from carerecord.store import Database

DOCUMENT = "/.well-known/openid-configuration"


@pytest.fixture
async def lying() -> AsyncIterator[Lying]:
    async with lying_provider() as provider:
        yield provider


async def test_it_is_asked_once_left_in_peace_and_heard_again(
    lying: Lying, db: Database, tmp_path: Path
) -> None:
    at = [0.0]
    providers = Providers(settings_of(tmp_path, lying.issuer), db, clock=lambda: at[0])
    lying.status = 503
    tries = [providers.begin("cis2", "") for _ in range(20)]
    came = await asyncio.gather(*tries, return_exceptions=True)
    assert all(isinstance(one, Stopped) and one.stop == "down" for one in came)
    assert lying.asked == [DOCUMENT]
    assert providers.silent() == {"cis2"}
    lying.status = 200
    at[0] += SILENT_SECONDS - 1
    with pytest.raises(Stopped, match="a moment ago"):
        await providers.begin("cis2", "")
    at[0] += 1
    assert (await providers.begin("cis2", "")).address.startswith(lying.issuer)
    assert providers.silent() == frozenset()
    assert lying.asked == [DOCUMENT] * 2
    await providers.close()


async def test_many_at_once_ask_for_its_document_once(
    lying: Lying, db: Database, tmp_path: Path
) -> None:
    providers = Providers(settings_of(tmp_path, lying.issuer), db)
    await asyncio.gather(*(providers.begin("cis2", "") for _ in range(20)))
    assert lying.asked == [DOCUMENT]
    await providers.close()
