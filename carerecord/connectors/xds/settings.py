"""The `[source.options]` of a registry or gateway, and what is wrong with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from carerecord.config import SettingsError
from carerecord.connectors.app_token import only_secure
from carerecord.connectors.national import read_options
from carerecord.contract import SourceSettings
from carerecord.fhir.cda.systems import NHS_NUMBER_ROOT

OID = re.compile(r"[0-2](\.(0|[1-9]\d*))+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    url: str  # where documents are asked for: the registry, or the other community's gateway
    gateway: bool = False  # XCA (ITI-38, ITI-39); else XDS.b (ITI-18, ITI-43)
    retrieve: str = ""  # a gateway's address for documents; empty: `url`
    repositories: dict[str, str] = field(
        default_factory=dict
    )  # by repositoryUniqueId, of a registry
    home: str = ""  # the gateway's homeCommunityId, an OID
    number_root: str = NHS_NUMBER_ROOT  # whose numbers people are asked for by
    patient_discovery: str = ""  # XCPD (ITI-55); empty: people are known there by `number_root`
    sender: str = ""  # our own OID, for XCPD


def settings_of(source: SourceSettings) -> Settings:
    """Raises `SettingsError`, naming what is wrong."""
    own, whose = read_options(source, Settings), f"source {source.id}"
    for name, oid in (("home", own.home), ("sender", own.sender), ("number_root", own.number_root)):
        if oid and not OID.fullmatch(oid):
            raise SettingsError(f"{whose}: {name} must be an OID")
    others = {"retrieve": own.retrieve, "patient_discovery": own.patient_discovery}
    for name, address in others.items():
        if address:
            only_secure(address, f"{whose}: {name}")
    for address in own.repositories.values():
        only_secure(address, f"{whose}: repositories")
    if own.patient_discovery and not own.sender:
        raise SettingsError(f"{whose}: patient_discovery needs sender")
    return own
