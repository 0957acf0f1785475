"""How a source that is asked over HTTP is reached, whatever it speaks: who proves what to whom, and its second address."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from carerecord.config import SettingsError
from carerecord.connectors.addresses import address_of
from carerecord.contract import SourceSettings

Beside = Callable[[str], Path]
"""Finds a file that the configuration names."""


@dataclass(frozen=True, slots=True)
class Reaching:
    """Of its `[source.options]`, those that every source asked over HTTP has."""

    ca: str = (
        ""  # the authority it is proven by (PEM), beside the configuration; empty: the system's
    )
    certificate: str = ""  # ours (PEM), where it asks for one
    key: str = ""  # of that certificate; empty: in the same file
    replica: str = (
        ""  # a second address that holds the same, asked where the first is slow or fails
    )
    replica_after_seconds: float = (
        0.0  # how long the first has alone; 0: as 19 in 20 of its answers took
    )


def reaching_of(source: SourceSettings) -> Reaching:
    """Raises `SettingsError`, naming what is wrong."""
    try:
        own = msgspec.convert(source.options, Reaching)
    except ValueError as error:
        raise SettingsError(f"source {source.id}: {error}") from None
    if own.key and not own.certificate:
        raise SettingsError(f"source {source.id}: key is of a certificate: name that too")
    if own.replica:
        address_of(source, "replica", own.replica)
    if own.replica_after_seconds < 0:
        raise SettingsError(f"source {source.id}: replica_after_seconds must be 0 or more")
    return own


def at_replica(source: SourceSettings, own: Reaching) -> SourceSettings:
    """The same source at its second address."""
    return replace(source, options={**source.options, "url": own.replica, "replica": ""})


def tls_of(source: SourceSettings, own: Reaching, beside: Beside) -> ssl.SSLContext | None:
    """TLS 1.2 or better with what the options name; None where they name nothing. Raises `SettingsError`."""
    if not (own.ca or own.certificate):
        return None
    try:
        context = ssl.create_default_context(cafile=beside(own.ca) if own.ca else None)
        if own.certificate:
            context.load_cert_chain(beside(own.certificate), beside(own.key) if own.key else None)
    except OSError:  # a missing file, or one that is not PEM (SSLError)
        raise SettingsError(
            f"source {source.id}: ca, certificate or key cannot be read as certificates"
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
