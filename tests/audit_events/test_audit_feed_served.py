"""A server that is told of a repository delivers to it by itself."""

from __future__ import annotations

import asyncio
from pathlib import Path

from carerecord.app import build
from carerecord.audit.feed.tests.feed_receivers import FhirReceiver
from carerecord.config import AuditFeed, Settings


async def test_a_server_delivers_its_log_while_it_runs(tmp_path: Path) -> None:
    async with asyncio.timeout(60), FhirReceiver().listening() as repository:
        feeds = (AuditFeed("arr", repository.url),)
        server = build(Settings(folder=tmp_path, audit_feed=feeds))
        async with server.router.lifespan_context(server):
            await server.state.carerecord.log.append("sign-in", None, body={})
            while len(repository.ids) < 3:  # noqa: ASYNC110 - a socket, no event of ours
                await asyncio.sleep(0.01)
    sent = [one["resource"] for bundle in repository.bundles for one in bundle["entry"]]
    assert [one["type"]["code"] for one in sent] == ["110113", "110114", "110106"]
    assert sent[0]["source"]["observer"]["identifier"]["value"].endswith("/audit")
