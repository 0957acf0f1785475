"""Every setting: name, type, default, one sentence. A wrong or missing one stops the start with one line."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from carerecord.contract import SourceSettings


class SettingsError(Exception):
    """A setting is wrong or missing; the message says which, where, and what would be right."""


@dataclass(frozen=True, slots=True)
class Region:
    name: str = "Shared care record"  # the product name shown in the application bar
    demo: bool = (
        False  # an invented region: staff picker and training stripe; refused with real data
    )
    invented_people_only: bool = (
        False  # must be true where demo is true: no real person may be in the store
    )
    help_desk: str = ""  # phone number shown on error pages


@dataclass(frozen=True, slots=True)
class Store:
    url: str = "region.db"  # a file beside the configuration, or postgresql://…


@dataclass(frozen=True, slots=True)
class Server:
    host: str = "127.0.0.1"  # where to listen
    port: int = 8000
    workers: int = 1  # processes
    https: bool = True  # pages are reached over TLS: the session cookie is __Host- and Secure


@dataclass(frozen=True, slots=True)
class Fanout:
    within_seconds: float = 8.0  # a source stops being waited for (3 to 15; ux 8)
    most_bytes: int = 32 * 1024 * 1024  # of one source's answer, decompressed
    most_pages: int = 60  # followed before the answer is called partial
    most_ratio: int = 100  # decompressed to compressed
    breaker_failures: int = 5  # in a row before a source is paused
    breaker_seconds: float = 10.0  # paused for, then one probe


@dataclass(frozen=True, slots=True)
class Sessions:
    idle_minutes: int = 10  # then the session ends
    hours: int = 12  # the longest session


@dataclass(frozen=True, slots=True)
class Settings:
    folder: Path = Path()  # where the configuration stands; relative paths start here
    region: Region = field(default_factory=Region)
    store: Store = field(default_factory=Store)
    server: Server = field(default_factory=Server)
    fanout: Fanout = field(default_factory=Fanout)
    sessions: Sessions = field(default_factory=Sessions)
    source: tuple[SourceSettings, ...] = ()


def read(path: Path) -> Settings:
    """The settings in one TOML file, checked."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"{path}: no such file. Make one with `carerecord init`.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from None
    if not content:
        raise SettingsError(f"{path}: says nothing. Make one with `carerecord init`.")
    _refuse_unknown(content, path)
    try:
        settings = msgspec.convert(
            {**content, "folder": str(path.resolve().parent)}, Settings, dec_hook=_path
        )
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {error}") from None
    _check(settings, path)
    return settings


def _path(kind: type[Any], value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise TypeError(f"no reader for {kind}")


def _refuse_unknown(content: dict[str, Any], path: Path) -> None:
    known = {name: kind.__dataclass_fields__ for name, kind in _BLOCKS.items()}
    for block, values in content.items():
        if block not in known:
            raise SettingsError(f"{path}: [{block}] is not a setting; known: {', '.join(known)}")
        for one in values if isinstance(values, list) else [values]:
            if not isinstance(one, dict):
                raise SettingsError(f"{path}: {block} must be a block, [{block}]")
            for name in one:
                if name not in known[block]:
                    raise SettingsError(f"{path}: [{block}] has no setting “{name}”")


_BLOCKS: dict[str, Any] = {
    "region": Region,
    "store": Store,
    "server": Server,
    "fanout": Fanout,
    "sessions": Sessions,
    "source": SourceSettings,
}


def _check(settings: Settings, path: Path) -> None:
    if settings.region.demo and not settings.region.invented_people_only:
        raise SettingsError(f"{path}: region.demo needs region.invented_people_only = true")
    if not 0 <= settings.server.port <= 65535:
        raise SettingsError(f"{path}: server.port must be 0 to 65535, not {settings.server.port}")
    if settings.server.workers < 1:
        raise SettingsError(f"{path}: server.workers must be at least 1")
    if not 0 < settings.fanout.within_seconds <= 15:
        raise SettingsError(f"{path}: fanout.within_seconds must be more than 0 and at most 15")
    seen: set[str] = set()
    for source in settings.source:
        if source.id in seen:
            raise SettingsError(f"{path}: two sources have the id “{source.id}”")
        seen.add(source.id)
