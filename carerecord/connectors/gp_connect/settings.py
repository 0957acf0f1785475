"""The `[source.options]` of a GP Connect source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import msgspec
from yarl import URL

from carerecord.config import SettingsError
from carerecord.connectors.addresses import address_of
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
DOCUMENTS = (
    "_include=DocumentReference:subject:Patient"
    "&_include=DocumentReference:custodian:Organization"
    "&_include=DocumentReference:author:Organization"
    "&_include=DocumentReference:author:Practitioner"
    "&_revinclude:recurse=PractitionerRole:practitioner"
)
"""All of these, or a practice refuses the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    url: str  # the FHIR base address of the practice, as the Spine directory gives it
    from_asid: str  # which system asks: ours
    to_asid: str  # which system is asked: the practice's
    organisation: str  # ODS code of who asks
    organisation_name: str
    issuer: str  # our own address, which vouches for what the token says
    proxy: str = ""  # the Spine Secure Proxy; empty: the practice is asked directly
    documents: str = (
        ""  # the base address of its Access Document; empty: its documents are not listed
    )
    areas: tuple[Area, ...] = EVERY_AREA  # those its release of GP Connect has

    @property
    def endpoint(self) -> URL:
        return self.behind_proxy(f"{self.url.rstrip('/')}/{ASKED}")

    def documents_of(self, patient: str) -> URL:
        """By the practice's own id of the person; it must be a plain FHIR id."""
        base = self.documents.rstrip("/")
        return self.behind_proxy(f"{base}/Patient/{patient}/DocumentReference?{DOCUMENTS}")

    @property
    def document_bases(self) -> tuple[URL, ...]:
        """Where its documents may be."""
        return (URL(self.documents.rstrip("/") + "/"),) if self.documents else ()

    def behind_proxy(self, whole: str) -> URL:
        return URL(f"{self.proxy.rstrip('/')}/{whole}" if self.proxy else whole)


def read_settings(source: SourceSettings) -> Settings:
    """Raises `SettingsError`, naming what is wrong."""
    try:
        own = msgspec.convert(source.options, Settings)
    except ValueError as error:
        raise SettingsError(f"source {source.id}: {error}") from None
    for name, text in {"url": own.url, "proxy": own.proxy, "documents": own.documents}.items():
        if text or name == "url":
            address_of(source, name, text)
    if not own.areas:
        raise SettingsError(f"source {source.id}: areas must name at least one")
    return own
