"""The port documents are posted to: TLS with a certificate from each end, and an answer when a document is safe."""

from __future__ import annotations

import contextlib
import secrets
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import msgspec
from aiohttp import web
from aiohttp.web import Request, Response

from carerecord.config import SettingsError
from carerecord.connectors.documents import itk
from carerecord.connectors.documents.answers import said, transaction_response
from carerecord.connectors.documents.outcome import Outcome, State
from carerecord.connectors.documents.parsing import fhir_in
from carerecord.connectors.documents.settings import Settings
from carerecord.connectors.listening import where
from carerecord.contract import Resource

Take = Callable[[bytes], Awaitable[Outcome]]
"""What is done with a document; its outcome, given when that is durable."""

FHIR_JSON = "application/fhir+json"
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_STATUS: dict[State, int] = {
    "kept": 201,
    "set-aside": 202,
    "refused": 422,
    "broken": 400,
    "not-kept": 503,
}


class Port:
    def __init__(
        self,
        settings: Settings,
        organisation: str,
        take: Take,
        tls: ssl.SSLContext | None,
        now: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._organisation = organisation
        self._take = take
        self._tls = tls
        self._now = now
        self.number = 0  # what is listened on, once it runs

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listening until the block is left. Every worker listens: the system deals out the connections."""
        app = web.Application(client_max_size=self._settings.most_bytes)
        app.router.add_post("/cda", self._cda)
        app.router.add_post("/itk", self._itk)
        for path in ("/fhir", "/fhir/", "/fhir/Bundle", "/fhir/$process-message"):
            app.router.add_post(path, self._fhir)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        host, port = where(self._settings.listen)
        try:
            await web.TCPSite(runner, host, port, ssl_context=self._tls, reuse_port=True).start()
        except OSError as error:
            await runner.cleanup()
            raise SettingsError(f"options.listen: {host}:{port} cannot be listened on") from error
        self.number = runner.addresses[0][1]
        try:
            yield
        finally:
            await runner.cleanup()

    async def _cda(self, request: Request) -> Response:
        outcome = await self._take(await request.read())
        return _answer(_STATUS[outcome.state], said(outcome))

    async def _itk(self, request: Request) -> Response:
        """A fault is an error of HTTP too (SOAP 1.1, 6.2)."""
        raw = await request.read()
        outcome = await self._take(raw)
        own_id = f"urn:uuid:{secrets.token_hex(16)}"
        body = itk.answer(itk.envelope_in(raw), outcome, self._organisation, self._now(), own_id)
        status = 200 if outcome.is_safe else 500
        return Response(body=body, status=status, headers=HEADERS, content_type="text/xml")

    async def _fhir(self, request: Request) -> Response:
        raw = await request.read()
        outcome = await self._take(raw)
        bundle = (fhir_in(raw) or {}) if outcome.is_safe else {}
        if bundle.get("type") == "transaction":
            return _answer(200, transaction_response(bundle, outcome))
        status = 200 if outcome.is_safe and "$" in request.path else _STATUS[outcome.state]
        return _answer(status, said(outcome))


def _answer(status: int, resource: Resource) -> Response:
    body = msgspec.json.encode(resource)
    return Response(body=body, status=status, headers=HEADERS, content_type=FHIR_JSON)
