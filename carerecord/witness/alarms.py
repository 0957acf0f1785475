"""Who is told of an alarm: the log, a line in a file, a command, a mailbox. One that fails does not stop the others."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from email.message import EmailMessage

import structlog

from carerecord.witness.contract import Kept
from carerecord.witness.settings import WitnessSettings
from carerecord.witness.witnessing import Witnessing

_log = structlog.get_logger("carerecord.witness")
WITHIN = 30.0  # seconds for a command or a mail server


class Telling:
    """Tells each alarm until it was told once."""

    def __init__(self, settings: WitnessSettings) -> None:
        self._tell = settings.tell
        self._file = settings.folder / settings.tell.file

    async def new(self, witnessing: Witnessing) -> None:
        for alarm in await witnessing.untold():
            await self._of(alarm)
            await witnessing.told(alarm.alarm_id)

    async def _of(self, alarm: Kept) -> None:
        _log.error("witness.alarm", kind=alarm.kind, log=alarm.origin, alarm=alarm.alarm_id,
                   words=alarm.words)  # fmt: skip
        for how, way in (("file", self._write), ("command", self._run), ("mail", self._mail)):
            try:
                await way(alarm.line)
            except (OSError, TimeoutError, smtplib.SMTPException) as error:
                _log.error(
                    "witness.untold", alarm=alarm.alarm_id, how=how, error=type(error).__name__
                )

    async def _write(self, line: str) -> None:
        if self._tell.file:
            with self._file.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")

    async def _run(self, line: str) -> None:
        if not self._tell.command:
            return
        running = await asyncio.create_subprocess_exec(*self._tell.command, line)
        try:
            async with asyncio.timeout(WITHIN):
                code = await running.wait()
        except TimeoutError:
            running.kill()
            raise
        if code:
            raise OSError(code, "the command failed")

    async def _mail(self, line: str) -> None:
        if self._tell.mail_server:
            await asyncio.to_thread(self._send, line)

    def _send(self, line: str) -> None:
        message = EmailMessage()
        message["Subject"] = "Alarm of a witness of an audit log"
        message["From"], message["To"] = self._tell.mail_from, ", ".join(self._tell.mail_to)
        message.set_content(f"{line}\n\nRun `carerecord witness status` to see it whole.\n")
        host, _, port = self._tell.mail_server.partition(":")
        with smtplib.SMTP(host, int(port or 25), timeout=WITHIN) as server:
            if self._tell.mail_tls:
                server.starttls(context=ssl.create_default_context())
            server.send_message(message)
