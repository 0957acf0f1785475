"""The launchers of the configuration and their public keys, read once and checked at the start."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal
from urllib.parse import urlsplit

from joserfc.jwk import KeySet

from carerecord.config import Launcher, Settings, SettingsError
from carerecord.signin.kept import OURS
from carerecord.signin.keys import public_keys
from carerecord.signin.tokens import SIGNED_WITH

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")
_LOOPBACK = ("127.0.0.1", "localhost")


class Registered:
    """Who may launch, and with which keys. Raises `SettingsError` when a block could not be trusted."""

    def __init__(self, settings: Settings) -> None:
        self._by_id = {one.id: one for one in settings.launcher}
        self._keys = {one.id: _keys(one, settings) for one in settings.launcher}
        _check_distinct(settings.launcher)
        for one in settings.launcher:
            _check(one)

    def by_id(self, launcher_id: str) -> Launcher | None:
        return self._by_id.get(launcher_id)

    def by_issuer(self, kind: Literal["smart", "token"], said: str) -> Launcher | None:
        """The launcher that is called exactly this; for SMART, `iss` is its FHIR base."""
        for one in self._by_id.values():
            if one.kind == kind and said == (fhir_base(one) if kind == "smart" else one.issuer):
                return one
        return None

    def keys(self, launcher: Launcher) -> KeySet:
        return self._keys[launcher.id]

    def frame_ancestors(self, launcher_id: str) -> tuple[str, ...]:
        """The exact origins that may hold our pages in a frame, for a session it started."""
        launcher = self._by_id.get(launcher_id)
        return launcher.frame_ancestors if launcher else ()

    def every_frame_ancestor(self) -> tuple[str, ...]:
        each = (origin for one in self._by_id.values() for origin in one.frame_ancestors)
        return tuple(dict.fromkeys(each))


def fhir_base(launcher: Launcher) -> str:
    return launcher.fhir_url or launcher.issuer


def _keys(launcher: Launcher, settings: Settings) -> KeySet:
    whose = f"launcher {launcher.id}"
    if not launcher.keys_file:
        raise SettingsError(f"{whose}: needs keys_file, a JWK Set")
    return public_keys(settings.beside(launcher.keys_file), whose)


def _check_distinct(launchers: Sequence[Launcher]) -> None:
    """Of two that say the same `iss`, one would speak for the other's organisation."""
    seen: set[tuple[str, str]] = set()
    for one in launchers:
        called = (one.kind, fhir_base(one) if one.kind == "smart" else one.issuer)
        if called in seen:
            raise SettingsError(f"launcher {one.id}: another launcher has the same issuer")
        seen.add(called)


def _check(launcher: Launcher) -> None:
    if not _ID.fullmatch(launcher.id) or launcher.id in OURS:
        raise SettingsError(f"launcher {launcher.id}: the id is taken, or not a-z, 0-9 and -")
    if not launcher.issuer or not launcher.organisation:
        raise SettingsError(f"launcher {launcher.id}: needs issuer and organisation")
    if not launcher.algorithms or not SIGNED_WITH.issuperset(launcher.algorithms):
        known = ", ".join(sorted(SIGNED_WITH))
        raise SettingsError(f"launcher {launcher.id}: algorithms must be of {known}")
    for origin in launcher.frame_ancestors:
        _require_origin(launcher, "frame_ancestors", origin)
    if not 1 <= launcher.assurance <= 3:
        raise SettingsError(f"launcher {launcher.id}: assurance must be 1 to 3")
    if launcher.kind == "token":
        return
    if not launcher.client_id:
        raise SettingsError(f"launcher {launcher.id}: needs client_id")
    if bool(launcher.client_secret_file) == bool(launcher.client_key_file):
        raise SettingsError(
            f"launcher {launcher.id}: needs one of client_secret_file and client_key_file"
        )
    for name in ("authorize_url", "token_url", "fhir_url"):
        address = getattr(launcher, name) or (launcher.issuer if name == "fhir_url" else "")
        parts = urlsplit(address)
        _require_origin(launcher, name, f"{parts.scheme}://{parts.netloc}")


def _require_origin(launcher: Launcher, name: str, origin: str) -> None:
    """Exact, and over TLS except on the machine itself."""
    host = urlsplit(origin).hostname
    plain = origin.startswith("http://") and host not in _LOOPBACK
    if plain or not _ORIGIN.fullmatch(origin):
        raise SettingsError(f"launcher {launcher.id}: {name} is not an https origin: “{origin}”")
