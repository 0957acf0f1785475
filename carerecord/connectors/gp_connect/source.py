"""Ask one GP practice for one person's structured record, whole, in one request; then for the list of documents.

The NHS number travels only in the body; the token beside it names no person.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import AsyncGenerator, Collection
from dataclasses import replace
from functools import partial

from carerecord.connectors.bundle import Bundle, read_bundle
from carerecord.connectors.contract import (
    Page,
    PersonNotFound,
    PersonWithheld,
    Pointer,
    SourceFault,
    SourceRefused,
)
from carerecord.connectors.document import asked_for, place_of, why_not
from carerecord.connectors.gp_connect.request import LISTING, READING, body_of, headers_of
from carerecord.connectors.gp_connect.settings import Settings, read_settings
from carerecord.connectors.gp_connect.translate import translated
from carerecord.connectors.http import Allowance, Http, Reply, refuse_bad_status
from carerecord.connectors.said import refusal_in
from carerecord.contract import Item, Query, Receipt, SourceSettings
from carerecord.fhir import first_text, nhs_numbers

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}")


class GpConnectSource:
    def __init__(self, settings: SourceSettings, own: Settings, http: Http) -> None:
        self.settings = settings
        self._own = own
        self._http = http

    @classmethod
    def open(cls, settings: SourceSettings, http: Http) -> GpConnectSource:
        return cls(settings, read_settings(settings), http)

    async def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        """The record, then the list of documents. Consent refused, or nobody known, is a code of the Spine."""
        if not isinstance(receipt, Receipt):
            raise TypeError("a source is asked only with the receipt of an audit entry")
        allowance, request_id = self._http.allowance(), str(uuid.uuid4())
        yield Page((), request_ids=(request_id,))  # known even if nothing ever comes back
        record = await self._record(query, request_id, allowance)
        yield _page(record)
        patients = {_own_id(item, query) for item in record.items} - {""}
        if self._own.documents and len(patients) == 1:
            request_id = str(uuid.uuid4())
            yield Page((), request_ids=(request_id,))
            listed = await self._documents(patients.pop(), query, request_id, allowance)
            yield _page(_without(listed, {item.raw for item in record.items}))

    def why_not(self, query: Query, pointer: Pointer) -> str:
        return why_not(self._own.document_bases, query, pointer)

    def document(
        self, query: Query, pointer: Pointer, receipt: Receipt
    ) -> AsyncGenerator[Page, None]:
        """A Binary of its Access Document, behind the address that its list gives."""
        place = place_of(self._own.document_bases, pointer)
        return asked_for(
            self._http,
            self._own.behind_proxy(str(place)) if place else None,
            query,
            pointer,
            receipt,
            self.settings.id,
            partial(headers_of, self._own, query, interaction=READING),
        )

    async def close(self) -> None:
        """The connections are the pool's; nothing of our own is open."""

    async def _record(self, query: Query, request_id: str, allowance: Allowance) -> Bundle:
        headers = headers_of(self._own, query, request_id)
        body = body_of(self._own, query)
        bundle = self._read(await self._http.post(self._own.endpoint, body, headers, allowance))
        if not bundle.items and not bundle.unreadable:
            raise SourceFault if bundle.incomplete else PersonNotFound
        return bundle

    async def _documents(
        self, patient: str, query: Query, request_id: str, allowance: Allowance
    ) -> Bundle:
        """Refused, it is the list that is missing, not the person."""
        headers = headers_of(self._own, query, request_id, LISTING)
        url = self._own.documents_of(patient)
        try:
            return self._read(await self._http.get(url, headers, allowance))
        except (PersonNotFound, PersonWithheld):
            raise SourceRefused("did not give its list of documents") from None

    def _read(self, reply: Reply) -> Bundle:
        if reply.status >= 400 and (refusal := refusal_in(reply.body)):
            raise refusal
        refuse_bad_status(reply.status)
        bundle = read_bundle(reply.body, self.settings.id)
        return translated(replace(bundle, incomplete=_short_of(bundle)), self.settings.id)


def _page(bundle: Bundle) -> Page:
    return Page(bundle.items, bundle.unreadable, bundle.warnings, incomplete=bundle.incomplete)


def _own_id(item: Item, query: Query) -> str:
    """The practice's own id of this person, where it can stand in an address."""
    own = first_text(item.resource.get("id"))
    same = item.type == "Patient" and nhs_numbers(item.resource) == (query.nhs_number,)
    return own if same and _ID.fullmatch(own) and query.nhs_number not in own else ""


def _without(bundle: Bundle, seen: Collection[bytes]) -> Bundle:
    """What did not come before in the same words: the list of documents repeats the person and the practice."""
    return replace(bundle, items=tuple(item for item in bundle.items if item.raw not in seen))


def _short_of(bundle: Bundle) -> str:
    """A record comes whole: a next page is none of GP Connect's, and is not followed."""
    if bundle.incomplete or not bundle.next_link:
        less = "sent less than it says it holds" if bundle.total > bundle.entries else ""
        return bundle.incomplete or less
    return "continues on a page that cannot be asked for"
