"""The test provider as a process: certified npm `oidc-provider`, with invented staff of CIS2's shape.

with running_provider(config(clients=[client("carerecord", url)])) as provider:
    provider.issuer
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SECRET = "a-secret-of-the-tests-alone-0123456789"
READY_WITHIN = 30.0


@dataclass(frozen=True)
class Provider:
    issuer: str
    process: subprocess.Popen[str]


def client(client_id: str, url: str, provider_id: str, **more: Any) -> dict[str, Any]:
    """Metadata of one client: this project's pages at `url`, which know the provider as `provider_id`."""
    return {
        "client_id": client_id,
        "client_secret": SECRET,
        "redirect_uris": [f"{url}/sign-in/{provider_id}/back"],
        "post_logout_redirect_uris": [f"{url}/sign-in"],
        "backchannel_logout_uri": f"{url}/sign-in/{provider_id}/logout",
        "backchannel_logout_session_required": True,
        "response_types": ["code"],
        "grant_types": ["authorization_code"],
        **more,
    }


def config(
    port: int,
    clients: Sequence[Mapping[str, Any]],
    accounts: Sequence[Mapping[str, Any]],
    **more: Any,
) -> dict[str, Any]:
    return {
        "host": "127.0.0.1",
        "port": port,
        "clients": list(clients),
        "accounts": list(accounts),
        **more,
    }


@contextmanager
def running_provider(settings: Mapping[str, Any]) -> Iterator[Provider]:
    """From listening to a clean stop. `settings` are described at the head of provider.js."""
    node = shutil.which("node")
    assert node, "Node.js is missing: run `setup/tests`"
    assert (HERE / "node_modules").exists(), "the provider is not installed: run `setup/tests`"
    with tempfile.TemporaryDirectory(prefix="carerecord-provider-") as folder:
        written = Path(folder) / "provider.json"
        written.write_text(json.dumps(settings))
        log = (Path(folder) / "log").open("w")
        process = subprocess.Popen(
            [node, str(HERE / "provider.js"), str(written)],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert process.stdout
            line = process.stdout.readline()
            assert line, (Path(folder) / "log").read_text()
            yield Provider(json.loads(line)["issuer"], process)
        finally:
            process.terminate()
            process.wait(10)
            log.close()
