"""Ask one FHIR R4 server for one person: who they are there, and everything it holds about them.

The NHS number travels only in the body of a POST (RFC 9110 9.3.3; FHIR R4 search.html, “POST”).
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal
from urllib.parse import quote_plus

import msgspec
from yarl import URL

from carerecord.config import SettingsError
from carerecord.connectors.addresses import address_of
from carerecord.connectors.bundle import Bundle, read_bundle
from carerecord.connectors.contract import (
    Page,
    PersonNotFound,
    PersonWithheld,
    Pointer,
    SourceError,
    SourceFault,
)
from carerecord.connectors.document import asked_for, place_of, why_not
from carerecord.connectors.following import to_the_end
from carerecord.connectors.http import Allowance, Http, refuse_bad_status
from carerecord.connectors.said import is_about_nobody, refusal_in
from carerecord.contract import Query, Receipt, SourceSettings
from carerecord.fhir import EVERY_TYPE, NHS_NUMBER, PERSON_FIELDS, SUPPORTING, WITHOUT_PARAMETER

PERSON_PARAMETER = "patient:identifier"
LINGER_SECONDS = 0.25  # for a search that turned out to be about nobody
_MUCH = 250_000  # bytes: reading more than that would hold up everybody else


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[source.options]` of a FHIR R4 source."""

    url: str  # the base address of the server, e.g. https://fhir.example/R4
    search: Literal["system", "type"] = "system"  # one search over all types, or one for each
    count: int = 500  # entries asked for in a page
    types: tuple[str, ...] = ()  # the only types it knows; none named = every type is asked for


@dataclass(slots=True)
class _Asking:
    """One asking: what goes out with every request, and what may still come in."""

    correlation_id: str
    nhs_number: str
    allowance: Allowance
    request_ids: list[str]

    def next_id(self) -> str:
        self.request_ids.append(secrets.token_hex(16))
        return self.request_ids[-1]

    def sent(self) -> tuple[str, ...]:
        """The requests no page has named yet."""
        ids = tuple(self.request_ids)
        self.request_ids.clear()
        return ids


class FhirR4Source:
    def __init__(self, settings: SourceSettings, own: Settings, http: Http) -> None:
        self.settings = settings
        self._own = own
        self._base = address_of(settings, "url", own.url.rstrip("/") + "/")
        self._patient_url = self._base.join(URL("Patient/_search"))
        self._search_url = self._base.join(URL("_search"))
        self._http = http

    @classmethod
    def open(cls, settings: SourceSettings, http: Http) -> FhirR4Source:
        try:
            own = msgspec.convert(settings.options, Settings)
        except ValueError as error:
            raise SettingsError(f"source {settings.id}: {error}") from None
        if own.count < 1:
            raise SettingsError(f"source {settings.id}: count must be at least 1")
        return cls(settings, own, http)

    async def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        """Who this person is there, then each page as it comes. No Patient there: `PersonNotFound`."""
        if not isinstance(receipt, Receipt):
            raise TypeError("a source is asked only with the receipt of an audit entry")
        person = quote_plus(f"{NHS_NUMBER}|{query.nhs_number}")
        asking = _Asking(query.view_id, query.nhs_number, self._http.allowance(), [])
        firsts = [
            asyncio.ensure_future(self._bundle(url, form, asking, asking.next_id()))
            for url, form in self._searches(query.resource_types, person)
        ]
        try:
            request_id = asking.next_id()
            yield Page((), request_ids=asking.sent())  # known even if nothing ever comes back
            patients = await self._bundle(
                self._patient_url, b"identifier=" + person.encode(), asking, request_id
            )
            yield _page(_found(patients), asking)
            async for page in self._all(firsts, asking):
                yield page
        except (PersonNotFound, PersonWithheld):
            _end_soon(firsts)
            firsts = []
            raise
        except SourceError:
            yield Page((), request_ids=asking.sent())
            raise
        finally:
            for first in firsts:
                first.cancel()
            await asyncio.gather(*firsts, return_exceptions=True)

    def why_not(self, query: Query, pointer: Pointer) -> str:
        return why_not([self._base], query, pointer)

    def document(
        self, query: Query, pointer: Pointer, receipt: Receipt
    ) -> AsyncGenerator[Page, None]:
        """Behind an address of its own server."""
        url = place_of([self._base], pointer)
        return asked_for(self._http, url, query, pointer, receipt, self.settings.id)

    async def close(self) -> None:
        """The connections are the pool's; nothing of our own is open."""

    def _searches(self, types: tuple[str, ...], person: str) -> Iterable[tuple[URL, bytes]]:
        for url, before in self._every_search(self._own.types or types or EVERY_TYPE):
            yield url, f"{before}={person}&_count={self._own.count}".encode()

    def _every_search(self, types: tuple[str, ...]) -> Iterable[tuple[URL, str]]:
        if self._own.search == "system":
            return [(self._search_url, _system_form(types))]
        return [
            (self._base.join(URL(f"{kind}/_search")), quote_plus(_parameter(kind)))
            for kind in types
            if kind in PERSON_FIELDS and kind not in WITHOUT_PARAMETER
        ]

    async def _all(
        self, firsts: Sequence[asyncio.Future[Bundle]], asking: _Asking
    ) -> AsyncGenerator[Page, None]:
        """Every search to its last page. Where one of many fails the others are still read."""
        failure: SourceError | None = None
        for first in asyncio.as_completed(firsts) if len(firsts) > 1 else firsts:
            try:
                async for page in self._chain(await first, asking):
                    yield page
            except SourceError as error:
                failure = error
        if failure is not None:
            raise failure

    async def _chain(self, first: Bundle, asking: _Asking) -> AsyncGenerator[Page, None]:
        async def ask(url: URL, form: bytes | None) -> Bundle:
            return await self._bundle(url, form, asking, asking.next_id())

        pages = to_the_end(first, self._base, asking.nhs_number, asking.allowance, ask)
        async with aclosing(pages):
            async for bundle in pages:
                yield _page(bundle, asking)

    async def _bundle(
        self, url: URL, form: bytes | None, asking: _Asking, request_id: str
    ) -> Bundle:
        headers = {
            "Accept": "application/fhir+json",
            "X-Request-ID": request_id,
            "X-Correlation-ID": asking.correlation_id,
        }
        if form is None:
            reply = await self._http.get(url, headers, asking.allowance)
        else:
            reply = await self._http.post(url, form, headers, asking.allowance)
        if reply.status in (403, 404) and (refusal := refusal_in(reply.body)):
            raise refusal
        if (
            reply.status == 404
            and url.path.endswith("/Patient/_search")
            and is_about_nobody(reply.body)
        ):
            raise PersonNotFound
        refuse_bad_status(reply.status)
        read = (reply.body, self.settings.id)
        much = len(reply.body) > _MUCH
        return await asyncio.to_thread(read_bundle, *read) if much else read_bundle(*read)


def _end_soon(searches: Iterable[asyncio.Future[Bundle]]) -> None:
    """Nobody waits for these any more; but an answer on its way, cut off, would cost its connection."""
    later = asyncio.get_running_loop().call_later
    for search in searches:
        search.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        later(LINGER_SECONDS, search.cancel)


@cache
def _system_form(types: tuple[str, ...]) -> str:
    """The form of a search over these types and all that may stand beside them, up to the person."""
    every = dict.fromkeys([*(kind for kind in types if kind != "Patient"), *SUPPORTING])
    return f"_type={quote_plus(','.join(every))}&{quote_plus(PERSON_PARAMETER)}"


def _parameter(kind: str) -> str:
    """The search parameter of a type that leads to the person (R4 search parameter registry)."""
    return _OTHER_PARAMETERS.get(kind, PERSON_PARAMETER)


_OTHER_PARAMETERS = {
    "Account": "subject:identifier",
    "AppointmentResponse": "actor:identifier",
    "ChargeItem": "subject:identifier",
    "Coverage": "beneficiary:identifier",
    "EnrollmentRequest": "subject:identifier",
    "GuidanceResponse": "subject:identifier",
    "Invoice": "subject:identifier",
    "MeasureReport": "subject:identifier",
    "RequestGroup": "subject:identifier",
    "SupplyRequest": "subject:identifier",
}


def _found(patients: Bundle) -> Bundle:
    """What a search for the person gave, when it names somebody."""
    if patients.next_link and not patients.incomplete:
        patients = replace(patients, incomplete="knows more people by this number than it sent")
    if patients.says_nothing:
        raise PersonNotFound
    if not patients.items and not patients.unreadable:
        raise SourceFault
    return patients


def _page(bundle: Bundle, asking: _Asking) -> Page:
    return Page(bundle.items, bundle.unreadable, bundle.warnings, asking.sent(), bundle.incomplete)
