"""One message to one mail server, over SMTP; with STARTTLS unless the server is on this machine."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carerecord.insight.mail.outbox import Message

SECONDS = 20.0


class MailRefused(Exception):
    """The mail server could not be reached, or did not take it. Says nothing of what was in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    host: str
    port: int = 587
    sender: str
    starttls: bool = True
    username: str = ""
    password: str = ""
    trust: str = ""  # a file of certificates to trust instead of the machine's

    async def send(self, message: Message) -> None:
        """Raises `MailRefused`."""
        try:
            await asyncio.to_thread(self._send, message)
        except (OSError, smtplib.SMTPException) as error:
            raise MailRefused(type(error).__name__) from None

    def _send(self, message: Message) -> None:
        with smtplib.SMTP(self.host, self.port, timeout=SECONDS) as server:
            if self.starttls:
                server.starttls(context=ssl.create_default_context(cafile=self.trust or None))
            if self.username:
                server.login(self.username, self.password)
            server.send_message(self._mail(message))

    def _mail(self, message: Message) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, message.to, message.subject
        mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain="carerecord.invalid")
        mail.set_content(message.body)
        return mail
