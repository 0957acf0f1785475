"""Every setting: name, type, default, one sentence. A wrong or missing one stops the start with one line."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec

from carerecord.contract import SourceSettings

KEY_BYTES = 32  # of the region's own secret


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
    key_file: str = (
        "region.key"  # the region's own secret, made at the first start; beside the configuration
    )
    startup_notice: str = (
        ""  # shown at sign-in instead of our own words about authorised use (AUT-5)
    )


@dataclass(frozen=True, slots=True)
class Store:
    url: str = "region.db"  # a file beside the configuration, or postgresql://…


@dataclass(frozen=True, slots=True)
class Server:
    host: str = "127.0.0.1"  # where to listen
    port: int = 8000
    workers: int = 1  # processes
    https: bool = True  # pages are reached over TLS: the session cookie is __Host- and Secure
    url: str = ""  # the address people reach it by, "https://record.example"; empty = host and port


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
    idle_minutes: int = (
        10  # then the session locks: all data hidden until the same person signs in again
    )
    warn_seconds: int = 60  # before that
    locked_minutes: int = 60  # a locked session ends
    hours: int = 12  # the longest session


@dataclass(frozen=True, slots=True)
class Access:
    policies: str = ""  # a folder of rules beside the configuration; empty = those of this package
    kinds: str = ""  # a file of windows for each kind of evidence; empty = that of this package
    assurance: int = 2  # the lowest authenticator assurance level that opens a record (AUT-1)


@dataclass(frozen=True, slots=True)
class Provider:
    """One identity provider, OpenID Connect (`[[provider]]`)."""

    id: str  # in addresses and in the audit log
    name: str  # on the button
    for_whom: str  # under it: who signs in there
    issuer: str  # exactly as its tokens say it
    client_id: str
    client_secret_file: str = ""  # beside the configuration; or
    client_key_file: str = ""  # a private key (PEM), for private_key_jwt
    scopes: str = "openid profile nationalrbacaccess associatedorgs nhsperson"
    algorithms: tuple[str, ...] = ("RS256",)  # its id tokens may be signed with
    assurance: dict[str, int] = field(default_factory=dict)
    """Values of `acr` and the assurance level of each, where the token does not carry the level itself."""
    roles: dict[str, str] = field(default_factory=dict)
    """Role codes as it sends them → rows of the role and class matrix. A code that is not here is no role."""
    shared_accounts: tuple[str, ...] = ()
    """E-mail addresses of shared accounts, `*` for any letters: refused beside the usual ones (AUT-10)."""
    national: bool = (
        False  # its subject is the national staff id, which other sources of facts use too
    )


@dataclass(frozen=True, slots=True)
class Launcher:
    """One system staff launch this one from (`[[launcher]]`)."""

    id: str
    name: str  # "Northgate's record system"
    kind: Literal["smart", "token"]  # SMART App Launch 2.2, or a signed launch token
    organisation: str  # ODS code: the only one its people may be launched for
    organisation_name: str
    issuer: str  # `iss`, exactly
    keys_file: str = ""  # its public keys as a JWK Set, beside the configuration; never fetched
    algorithms: tuple[str, ...] = ("RS256",)
    frame_ancestors: tuple[str, ...] = ()  # exact origins that may hold our pages in a frame
    roles: dict[str, str] = field(default_factory=dict)  # its role codes → rows of the matrix
    assurance: int = 2  # how its own sign-in is rated; agreed when it is registered
    national: bool = (
        False  # its `sub` (or `nhsid_useruid`) is the national staff id, as for a provider
    )
    client_id: str = ""  # smart: how we are known there
    client_secret_file: str = ""
    client_key_file: str = ""
    authorize_url: str = ""  # smart: fixed here, and never taken from the launch
    token_url: str = ""
    fhir_url: str = (
        ""  # smart: the `iss` of its launches, where its Patient is read; empty = the issuer
    )
    verified_numbers: bool = True  # smart: take only an NHS number it says is verified (status 01); false = or says nothing


@dataclass(frozen=True, slots=True)
class Accounts:
    """Local named accounts with passkeys, for places without national credentials (AUT-8)."""

    enabled: bool = False
    invitation_hours: int = 72  # an invitation to make a passkey lasts


@dataclass(frozen=True, slots=True)
class Settings:
    folder: Path = Path()  # where the configuration stands; relative paths start here
    region: Region = field(default_factory=Region)
    store: Store = field(default_factory=Store)
    server: Server = field(default_factory=Server)
    fanout: Fanout = field(default_factory=Fanout)
    sessions: Sessions = field(default_factory=Sessions)
    access: Access = field(default_factory=Access)
    accounts: Accounts = field(default_factory=Accounts)
    provider: tuple[Provider, ...] = ()
    launcher: tuple[Launcher, ...] = ()
    source: tuple[SourceSettings, ...] = ()

    @property
    def url(self) -> str:
        """The origin people reach the pages by; what tokens and launches are made out to."""
        scheme = "https" if self.server.https else "http"
        return (self.server.url or f"{scheme}://{self.server.host}:{self.server.port}").rstrip("/")

    def beside(self, name: str) -> Path:
        """A file or folder that a setting names, from where the configuration stands."""
        return self.folder / name


def region_key(settings: Settings) -> bytes:
    """The region's own secret, 32 bytes; made by whoever starts first, readable by its owner alone.

    Raises SettingsError: without it, or with a shortened one, staff would match nobody.
    """
    path = settings.beside(settings.region.key_file)
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path}: cannot be made or read: {error.strerror}") from None
    if len(key) != KEY_BYTES:
        raise SettingsError(
            f"{path}: must hold {KEY_BYTES} bytes, not {len(key)} (region.key_file)"
        )
    return key


def _make_key(path: Path) -> None:
    """Whole or not at all: of several processes that start at once, one makes it and all read the same."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(beside, path)
    beside.unlink()


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
    "access": Access,
    "accounts": Accounts,
    "provider": Provider,
    "launcher": Launcher,
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
    _check_numbers(settings, path)
    _check_address(settings, path)
    for kind in ("source", "provider", "launcher"):
        _refuse_same_id(kind, getattr(settings, kind), path)


_NUMBERS = (
    ("access", "assurance", 2, 3),  # AUT-1: below level 2 nobody sees anything of a person
    ("sessions", "idle_minutes", 1, 60),
    ("sessions", "warn_seconds", 0, 600),
    ("sessions", "locked_minutes", 1, 24 * 60),
    ("sessions", "hours", 1, 24),
    ("accounts", "invitation_hours", 1, 14 * 24),
)
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")
_LOCAL = re.compile(r"127\.0\.0\.1|\[::1\]|(.+\.)?localhost")


def _check_numbers(settings: Settings, path: Path) -> None:
    for block, name, least, most in _NUMBERS:
        said = getattr(getattr(settings, block), name)
        if not least <= said <= most:
            raise SettingsError(f"{path}: {block}.{name} must be {least} to {most}, not {said}")


def _check_address(settings: Settings, path: Path) -> None:
    """What cookies and tokens are made out to: one origin; without TLS invented people or this machine alone."""
    scheme = "https" if settings.server.https else "http"
    found = _ORIGIN.fullmatch(settings.url)
    if found is None or found["scheme"] != scheme:
        raise SettingsError(
            f"{path}: server.url must be {scheme}:// and a host, as server.https says, and no more"
        )
    if scheme == "http" and not settings.region.demo and not _LOCAL.fullmatch(found["host"]):
        raise SettingsError(f"{path}: server.https = false is for a demo, or this machine alone")


def _refuse_same_id(kind: str, blocks: Sequence[Any], path: Path) -> None:
    seen: set[str] = set()
    for block in blocks:
        if block.id in seen:
            raise SettingsError(f"{path}: two {kind}s have the id “{block.id}”")
        seen.add(block.id)
