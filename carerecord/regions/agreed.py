"""The neighbours of the configuration, checked at the start: their keys, certificates, and what is agreed."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from joserfc.jwk import ECKey, KeySet

from carerecord.access.evidence.kinds import KINDS
from carerecord.config import Neighbour, Neighbours, Settings, SettingsError
from carerecord.sections import BY_NAME
from carerecord.signin.keys import private_key, public_keys

EVERYTHING = "*"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_LISTEN = re.compile(r"(?P<host>[A-Za-z0-9.-]+|\[[0-9a-f:]+\]):(?P<port>[0-9]{1,5})")
_LONDON = ZoneInfo("Europe/London")
_NEEDED = ("issuer", "key_file", "certificate_file", "ca_file")


@dataclass(frozen=True, slots=True)
class Regions:
    """Every neighbour, and this region as they know it. Without any, everything here is empty."""

    issuer: str = ""
    key: ECKey | None = None
    neighbours: Mapping[str, Neighbour] = field(default_factory=dict)  # by id
    keys: Mapping[str, KeySet] = field(default_factory=dict)  # by id, public
    certificate: bytes = b""  # ours, DER
    where: tuple[str, int] | None = None  # where neighbours ask
    listening: ssl.SSLContext | None = None
    asking: ssl.SSLContext | None = None

    @classmethod
    def of(cls, settings: Settings) -> Regions:
        """Raises `SettingsError` for a block that could not be trusted."""
        own = settings.neighbours
        if not settings.neighbour and own == Neighbours():
            return cls()
        for name in _NEEDED:
            if not getattr(own, name):
                raise SettingsError(f"[neighbours] needs {name}, where there is a neighbour")
        for one in settings.neighbour:
            _check(one, own.issuer)
        _check_distinct(settings.neighbour)
        return cls(
            issuer=own.issuer,
            key=_signing_key(settings),
            neighbours={one.id: one for one in settings.neighbour},
            keys={one.id: _keys(one, settings) for one in settings.neighbour},
            certificate=_certificate(settings),
            where=_where(own.listen),
            listening=_tls(settings, ssl.Purpose.CLIENT_AUTH),
            asking=_tls(settings, ssl.Purpose.SERVER_AUTH),
        )

    def by_certificate(self, fingerprint: str) -> Neighbour | None:
        """Whose certificate it is, by its SHA-256 in hexadecimal."""
        found = (one for one in self.neighbours.values() if fingerprint in one.fingerprints)
        return next(found, None)


def in_force(neighbour: Neighbour, at: datetime) -> bool:
    """Until the end of its last day in London, as every agreement (ORG-3)."""
    return at.astimezone(_LONDON).date() <= neighbour.until


def _check(one: Neighbour, ours: str) -> None:
    where = f"neighbour {one.id}"
    sound: dict[str, Callable[[], bool]] = {
        "id must be a-z, 0-9 and -": lambda: bool(_ID.fullmatch(one.id)),
        "needs a name, an organisation and an issuer that is not ours": lambda: bool(
            one.name and one.organisation and one.issuer and one.issuer != ours
        ),
        "until must be a date, such as 2027-03-31": lambda: type(one.until) is date,
        "fingerprints must be SHA-256 of its certificates, 64 of 0-9 and a-f": lambda: (
            bool(one.fingerprints) and all(map(_FINGERPRINT.fullmatch, one.fingerprints))
        ),
        "needs organisations, roles and purposes": lambda: bool(
            one.organisations and one.roles and one.purposes
        ),
        f"evidence must be of {KINDS[0]} to {KINDS[-1]}, and not LR-15": lambda: (
            set(one.evidence) <= set(KINDS) - {"LR-15"}
        ),
        "assurance must be 1 to 3": lambda: 1 <= one.assurance <= 3,
    }
    for words, holds in sound.items():
        if not holds():
            raise SettingsError(f"{where}: {words}")
    for name in one.sections:
        if name not in BY_NAME and name != EVERYTHING:
            raise SettingsError(f"{where}: sections: no section “{name}”")


def _check_distinct(neighbours: tuple[Neighbour, ...]) -> None:
    """What two had in common, one could use to speak for the other."""
    seen: set[str] = set()
    for one in neighbours:
        for mark in (one.issuer, one.organisation, *one.fingerprints):
            if mark in seen:
                raise SettingsError(
                    f"neighbour {one.id}: another has the same issuer, organisation or fingerprint"
                )
            seen.add(mark)


def _keys(one: Neighbour, settings: Settings) -> KeySet:
    if not one.keys_file:
        raise SettingsError(f"neighbour {one.id}: needs keys_file, a JWK Set")
    return public_keys(settings.beside(one.keys_file), f"neighbour {one.id}")


def _signing_key(settings: Settings) -> ECKey:
    file = settings.beside(settings.neighbours.key_file)
    try:
        key = private_key(file.read_text("utf-8"), "[neighbours]", "key_file")
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"[neighbours]: {file} cannot be read") from None
    if not isinstance(key, ECKey):
        raise SettingsError("[neighbours]: key_file must hold a key on an elliptic curve")
    return key


def _certificate(settings: Settings) -> bytes:
    """The first of the file: whoever we ask sees it, and the assertion is bound to it (RFC 8705)."""
    file = settings.beside(settings.neighbours.certificate_file)
    try:
        text = file.read_text("ascii")
        end = "-----END CERTIFICATE-----"
        first = text[text.index("-----BEGIN CERTIFICATE-----") : text.index(end) + len(end)]
        return ssl.PEM_cert_to_DER_cert(first)
    except (OSError, ValueError):
        raise SettingsError(f"[neighbours]: {file} holds no certificate (PEM)") from None


def _where(listen: str) -> tuple[str, int] | None:
    if not listen:
        return None
    found = _LISTEN.fullmatch(listen)
    if found is None or int(found["port"]) > 65535:
        raise SettingsError(f"neighbours.listen must be host:port, not “{listen}”")
    return found["host"].strip("[]"), int(found["port"])


def _tls(settings: Settings, purpose: ssl.Purpose) -> ssl.SSLContext:
    """TLS 1.2 or better, and each end shows a certificate of the one authority."""
    own = settings.neighbours
    try:
        context = ssl.create_default_context(purpose, cafile=str(settings.beside(own.ca_file)))
        context.load_cert_chain(settings.beside(own.certificate_file))
    except OSError:
        raise SettingsError(
            "[neighbours]: certificate_file or ca_file cannot be read as certificates"
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED
    return context
