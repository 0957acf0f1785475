"""What the server answers by itself, before any page of ours is asked."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from carerecord.app import build
from carerecord.config import Settings


@pytest.mark.parametrize("path", ["/sign-in/", "/find/", "/p/abc/", "/static/", "/nothing/"])
async def test_no_address_leads_to_another_without_our_headers(tmp_path: Path, path: str) -> None:
    server = build(Settings(folder=tmp_path))
    transport = httpx.ASGITransport(server)
    async with (
        server.router.lifespan_context(server),
        httpx.AsyncClient(transport=transport, base_url="https://record.example") as browser,
    ):
        answer = await browser.get(path)
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
