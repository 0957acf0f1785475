"""What a feed delivers to. Taken means that the other side has it; anything else is `NotTaken`, and sent again."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from typing import Protocol

from carerecord.config import AuditFeed, Settings, SettingsError
from carerecord.contract import Resource

WITHIN_SECONDS = 15.0  # for each step of a delivery


class NotTaken(Exception):
    """The other side did not take them. The message is a kind, and quotes nothing that was sent."""


class Receiver(Protocol):
    async def deliver(self, events: Sequence[Resource]) -> None:
        """All of them, in this order. Raises `NotTaken`."""

    async def close(self) -> None: ...


def tls_of(settings: Settings, feed: AuditFeed) -> ssl.SSLContext:
    """TLS 1.2 or better, the other side proven by our authority, and we by our certificate (ITI-19)."""
    ca = str(settings.beside(feed.ca_file)) if feed.ca_file else None
    try:
        context = ssl.create_default_context(cafile=ca)
        if feed.certificate_file:
            context.load_cert_chain(settings.beside(feed.certificate_file))
    except OSError:  # a missing file, or one that is not PEM (SSLError)
        raise SettingsError(
            f"{settings.beside(settings.file)}: audit_feed {feed.id}: its certificates cannot be read"
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
