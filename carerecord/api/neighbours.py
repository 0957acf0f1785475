"""Where neighbouring regions ask: a port of its own, TLS with a certificate from each end, one question.

The server of the pages never shows an application the certificate of whoever asks (docs/decisions). What goes out is
what our own sources said, unmerged, after withholding, through the same door as everything else.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
import structlog
from aiohttp import web
from aiohttp.web import Response

from carerecord.api.everything import bundle
from carerecord.api.outcome import issue, outcome
from carerecord.config import SettingsError
from carerecord.contract import Unavailable, cause_of
from carerecord.fhir import NHS_NUMBER, as_dict, as_list, first_text
from carerecord.regions import Asked, AskRefused, Proving
from carerecord.viewing import IdentityUnknown, Records, RecordUnavailable

PATH = "/neighbour/fhir/R4/Patient/$everything"
FHIR_JSON = "application/fhir+json"
MOST_BYTES = 1 << 14  # of a question
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
NOT_ACCEPTED = "This request was not accepted. Your own log and ours say when."
NOT_AGREED = "the reason given for looking is not one agreed between our regions"
_log = structlog.get_logger("carerecord.api")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Answers on the port of the configuration; without one, nobody."""

    proving: Proving
    records: Records
    now: Callable[[], datetime] = _now

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[int]:
        """Gives the port. Every worker listens: the system deals out the connections."""
        regions = self.proving.regions
        if regions.where is None:
            yield 0
            return
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_post(PATH, self._answered)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        host, port = regions.where
        try:
            await _site(runner, host, port, regions.listening).start()
            yield runner.addresses[0][1]
        except OSError as error:
            raise SettingsError(
                f"neighbours.listen: {host}:{port} cannot be listened on: {error.strerror}"
            ) from error
        finally:
            await runner.cleanup()

    async def _answered(self, request: web.Request) -> Response:
        """Nothing a step raises travels further: a traceback may quote what was being sent (I7)."""
        try:
            return await self._everything(request, await request.read())
        except web.HTTPException:
            raise
        except (RecordUnavailable, Unavailable) as problem:
            _log.error("api.unavailable", why=cause_of(problem))
            return refusal(503, "transient", "The record cannot be sent now. Try again.")
        except Exception as problem:
            _log.error("api.fault", kind=type(problem).__name__, where=PATH)
            return refusal(500, "exception", "Something went wrong here. Nothing was sent.")

    async def _everything(self, request: web.Request, body: bytes) -> Response:
        try:
            asked = await self._asked(request, body)
        except AskRefused as refused:
            await self.records.neighbouring.refused(refused)
            return refusal(401, "login", NOT_ACCEPTED)
        number, born = question(body)
        try:
            person_id = await self.records.neighbouring.identified(asked, number, born)
        except IdentityUnknown:
            return _unknown(asked)
        return await self._sent(asked, person_id)

    async def _asked(self, request: web.Request, body: bytes) -> Asked:
        tls = request.transport.get_extra_info("ssl_object") if request.transport else None
        certificate = tls.getpeercert(binary_form=True) if tls else None
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        given = token.strip() if scheme.lower() == "bearer" else ""
        return await self.proving.asked(certificate or b"", given, body, self.now())

    async def _sent(self, asked: Asked, person_id: str) -> Response:
        records = self.records
        view = await records.open(asked.viewer, person_id, face="neighbour", asked=asked)
        if not view.decision.allowed:
            words = [reason.words for reason in view.decision.reasons]
            return refusal(403, "forbidden", *(words if asked.accepted else [NOT_AGREED]))
        whole = bundle(view, self.proving.regions.issuer)
        released = await records.release(view, whole, tuple(view.records), content_type=FHIR_JSON)
        headers = {**HEADERS, "X-Correlation-ID": asked.view_id}
        return Response(body=released.body, headers=headers, content_type=FHIR_JSON)


def _site(runner: web.AppRunner, host: str, port: int, tls: ssl.SSLContext | None) -> web.TCPSite:
    return web.TCPSite(runner, host, port, ssl_context=tls, reuse_port=True)


def question(body: bytes) -> tuple[str, str]:
    """NHS number and birth date of a `Parameters`; empty where it says none."""
    try:
        said = msgspec.json.decode(body, type=dict)
    except (ValueError, RecursionError):
        return "", ""
    found = {
        first_text(one.get("name")): one for one in map(as_dict, as_list(said.get("parameter")))
    }
    identifier = as_dict(as_dict(found.get("identifier")).get("valueIdentifier"))
    number = first_text(identifier.get("value")) if identifier.get("system") == NHS_NUMBER else ""
    return number, first_text(as_dict(found.get("birthDate")).get("valueDate"))


def _unknown(asked: Asked) -> Response:
    """Without a reason that is agreed, whether somebody is known here is not told either."""
    if not asked.accepted:
        return refusal(403, "forbidden", NOT_AGREED)
    return refusal(404, "not-found", "No record available.")


def refusal(status: int, code: str, *words: str) -> Response:
    body = msgspec.json.encode(outcome(*(issue("error", code, text) for text in words)))
    return Response(body=body, status=status, headers=HEADERS, content_type=FHIR_JSON)
