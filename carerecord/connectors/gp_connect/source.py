"""Ask one GP practice for one person's structured record, whole, in one request.

The NHS number travels only in the body; the token beside it names no person.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator
from dataclasses import replace

from carerecord.connectors.bundle import Bundle, read_bundle
from carerecord.connectors.contract import Page, PersonNotFound, SourceFault
from carerecord.connectors.gp_connect.request import body_of, headers_of
from carerecord.connectors.gp_connect.settings import Settings, read_settings
from carerecord.connectors.gp_connect.translate import translated
from carerecord.connectors.http import Http, refuse_bad_status
from carerecord.connectors.said import refusal_in
from carerecord.contract import Query, Receipt, SourceSettings


class GpConnectSource:
    def __init__(self, settings: SourceSettings, own: Settings, http: Http) -> None:
        self.settings = settings
        self._own = own
        self._http = http

    @classmethod
    def open(cls, settings: SourceSettings, http: Http) -> GpConnectSource:
        return cls(settings, read_settings(settings), http)

    async def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        """One page. The practice names consent, or that it knows nobody, by a code of the Spine."""
        if not isinstance(receipt, Receipt):
            raise TypeError("a source is asked only with the receipt of an audit entry")
        request_id = str(uuid.uuid4())
        yield Page((), request_ids=(request_id,))  # known even if nothing ever comes back
        bundle = await self._ask(query, request_id)
        yield Page(bundle.items, bundle.unreadable, bundle.warnings, incomplete=bundle.incomplete)

    async def close(self) -> None:
        """The connections are the pool's; nothing of our own is open."""

    async def _ask(self, query: Query, request_id: str) -> Bundle:
        reply = await self._http.post(
            self._own.endpoint,
            body_of(self._own, query),
            headers_of(self._own, query, request_id),
            self._http.allowance(),
        )
        if reply.status >= 400 and (refusal := refusal_in(reply.body)):
            raise refusal
        refuse_bad_status(reply.status)
        bundle = read_bundle(reply.body, self.settings.id)
        if not bundle.items and not bundle.unreadable:
            raise SourceFault if bundle.incomplete else PersonNotFound
        return translated(replace(bundle, incomplete=_short_of(bundle)), self.settings.id)


def _short_of(bundle: Bundle) -> str:
    """A record comes whole: a next page is none of GP Connect's, and is not followed."""
    if bundle.incomplete or not bundle.next_link:
        less = "sent less than it says it holds" if bundle.total > bundle.entries else ""
        return bundle.incomplete or less
    return "continues on a page that cannot be asked for"
