"""`carerecord serve`: the server, until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from carerecord.config import Settings, read
from carerecord.demo.lifeline import end_with_parent
from carerecord.demo.ports import require_free

_LAST_SECONDS = 10  # a worker may take this long to finish what it is doing


@click.command("serve")
@click.option("--config", type=click.Path(path_type=Path), required=True, help="region.toml")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes (default: as configured).")
@click.option("--parent", type=int, hidden=True, help="Stop when this process ends.")
def command(config: Path, workers: int | None, parent: int | None) -> None:
    """Serve the pages and the FHIR API of one region."""
    if parent is not None:
        end_with_parent(signal.SIGTERM, parent)
    settings = read(config)
    require_free(settings.server.host, settings.server.port)
    _try_parts(settings)
    click.echo(
        f"{settings.region.name}: http://{settings.server.host}:{settings.server.port} "
        "(Ctrl-C stops it)"
    )
    _serve(config, settings, workers or settings.server.workers)


def _try_parts(settings: Settings) -> None:
    """Open everything once here, where a wrong setting is one line and not a worker that dies."""
    from carerecord.app import build, open_parts, refuse_unwitnessed
    from carerecord.audit.started import write_start
    from carerecord.config import region_key

    async def opened_and_closed() -> None:
        parts = await open_parts(settings)
        try:
            unheard = await refuse_unwitnessed(settings, parts.db)
            rules = parts.records.decider.policies.version
            await write_start(parts.log, settings, region_key(settings), rules)
        finally:
            await parts.close()
        for name in unheard:
            click.echo(f"carerecord: the witness {name} does not cosign now", err=True)

    build(settings)
    asyncio.run(opened_and_closed())


def _serve(config: Path, settings: Settings, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from carerecord import app

    os.environ[app.CONFIGURATION] = str(config.resolve())
    server = Granian(
        "carerecord.app:create",
        address=settings.server.host,
        port=settings.server.port,
        interface=Interfaces.ASGI,
        workers=workers,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_LAST_SECONDS,
        log_level=LogLevels.warning,
        factory=True,
    )
    server.serve(target_loader=partial(_load, os.getpid(), settings.server.proxies))


def _load(parent: int, proxies: tuple[str, ...], _target: str) -> Callable[..., Any]:
    """The application of one worker, which never outlives the process that watches over it."""
    end_with_parent(signal.SIGKILL, parent)
    from granian.utils.proxies import wrap_asgi_with_proxy_headers

    from carerecord.app import create

    made: Callable[..., Any] = create()
    if proxies:
        made = wrap_asgi_with_proxy_headers(made, list(proxies))
    return made
