"""To whom the references go, and from which address of ours they are opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from carerecord.config import Settings, SettingsError
from carerecord.insight.mail import Server


@dataclass(frozen=True, slots=True)
class Post:
    server: Server | None = None  # none: nothing is sent
    officers: Mapping[str, Sequence[str]] = field(default_factory=dict)  # by organisation
    guardians: Mapping[str, str] = field(default_factory=dict)
    lead: str = ""
    address: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Post:
        """Raises SettingsError where the mail server is named and the rest is missing."""
        mail = settings.mail
        if not mail.host:
            return cls(address=settings.url)
        return cls(
            server=_server(settings),
            officers=mail.officers,
            guardians=mail.guardians,
            lead=mail.lead,
            address=settings.url,
        )


def _server(settings: Settings) -> Server:
    mail = settings.mail
    if not mail.sender:
        raise SettingsError("mail.sender: say from which address e-mails are sent")
    if mail.username and not mail.starttls:
        raise SettingsError("mail.starttls: a password is only sent over TLS")
    return Server(
        host=mail.host,
        port=mail.port,
        sender=mail.sender,
        starttls=mail.starttls,
        username=mail.username,
        password=_password(settings),
        trust=str(settings.beside(mail.ca_file)) if mail.ca_file else "",
    )


def _password(settings: Settings) -> str:
    if not settings.mail.password_file:
        return ""
    try:
        return settings.beside(settings.mail.password_file).read_text("utf-8").strip()
    except OSError:
        raise SettingsError("mail.password_file: cannot be read") from None
