"""`carerecord source`: which sources are configured, and whether they answer."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click

from carerecord.cli.region import as_json, configuration, folder, settings_of
from carerecord.config import SettingsError
from carerecord.contract import SourceSettings


@dataclass(frozen=True, slots=True)
class _Seen:
    source: str
    reached: bool
    words: str
    seconds: float


@click.group("source")
def command() -> None:
    """The configured sources."""


@command.command("list")
@configuration
@folder
@as_json
def _list(config: Path | None, directory: Path, as_json: bool) -> None:
    """Name every source, its protocol and what it shares."""
    sources = settings_of(config, directory).source
    if as_json:
        click.echo(json.dumps([_described(source) for source in sources], ensure_ascii=False))
        return
    widest = max((len(source.id) for source in sources), default=0)
    for source in sources:
        shares = f"{len(source.sections)} sections"
        click.echo(f"{source.id:{widest}}  {source.protocol:9}  {shares:11}  {source.name}")


@command.command("check")
@click.argument("name", metavar="NAME")
@configuration
@folder
@as_json
def _check(name: str, config: Path | None, directory: Path, as_json: bool) -> int:
    """Connect to one source (or “all”) without asking about anybody. Exit code 1: not reached."""
    sources = settings_of(config, directory).source
    chosen = [source for source in sources if name in ("all", source.id)]
    if not chosen:
        known = ", ".join(source.id for source in sources) or "none"
        raise SettingsError(f"no source “{name}”. Configured: {known}.")
    seen = asyncio.run(_reach_all(chosen))
    for one in seen:
        line = {"source": one.source, "reached": one.reached, "words": one.words}
        shown = json.dumps(line) if as_json else f"{one.source}: {one.words} ({one.seconds:.2f} s)"
        click.echo(shown)
    return 0 if all(one.reached for one in seen) else 1


async def _reach_all(sources: list[SourceSettings]) -> list[_Seen]:
    return list(await asyncio.gather(*(_reach(source) for source in sources)))


async def _reach(source: SourceSettings) -> _Seen:
    """Only whether something listens where the source should be: no person is asked about."""
    started = time.monotonic()
    address = urlsplit(str(source.options.get("url", "")))
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        async with asyncio.timeout(source.within_seconds):
            _, writer = await asyncio.open_connection(address.hostname, port)
        writer.close()
    except TimeoutError:
        return _Seen(source.id, False, "no answer in time", time.monotonic() - started)
    except ConnectionRefusedError:
        return _Seen(source.id, False, "refused the connection", time.monotonic() - started)
    except OSError as error:
        words = error.strerror or "cannot be reached"
        return _Seen(source.id, False, words.lower(), time.monotonic() - started)
    return _Seen(source.id, True, "reached", time.monotonic() - started)


def _described(source: SourceSettings) -> dict[str, object]:
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "protocol": source.protocol,
        "url": source.options.get("url", ""),
        "sections": list(source.sections),
    }
