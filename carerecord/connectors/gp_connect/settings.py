"""The `[source.options]` of a GP Connect source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import msgspec
from yarl import URL

from carerecord.config import SettingsError
from carerecord.contract import SourceSettings

Area = Literal[
    "allergies",
    "medication",
    "problems",
    "immunisations",
    "consultations",
    "uncategorised",
    "investigations",
    "referrals",
    "diary",
]
EVERY_AREA: tuple[Area, ...] = get_args(Area)
ASKED = "Patient/$gpc.getstructuredrecord"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    url: str  # the FHIR base address of the practice, as the Spine directory gives it
    from_asid: str  # which system asks: ours
    to_asid: str  # which system is asked: the practice's
    organisation: str  # ODS code of who asks
    organisation_name: str
    issuer: str  # our own address, which vouches for what the token says
    proxy: str = ""  # the Spine Secure Proxy; empty: the practice is asked directly
    areas: tuple[Area, ...] = EVERY_AREA  # those its release of GP Connect has

    @property
    def endpoint(self) -> URL:
        whole = f"{self.url.rstrip('/')}/{ASKED}"
        return URL(f"{self.proxy.rstrip('/')}/{whole}" if self.proxy else whole)


def read_settings(source: SourceSettings) -> Settings:
    """Raises `SettingsError`, naming what is wrong."""
    try:
        own = msgspec.convert(source.options, Settings)
        addresses = {"url": URL(own.url), "proxy": URL(own.proxy or own.url)}
    except ValueError as error:
        raise SettingsError(f"source {source.id}: {error}") from None
    for name, address in addresses.items():
        if address.scheme not in ("http", "https") or not address.host:
            raise SettingsError(f"source {source.id}: {name} must be a whole http(s) address")
    if not own.areas:
        raise SettingsError(f"source {source.id}: areas must name at least one")
    return own
