"""Ask one service, through the national proxy, for one person's referrals and appointments.

BaRS takes the NHS number in the address alone: decision 0010 says why that is allowed, and how it is kept in.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace

from yarl import URL

from carerecord.connectors.bars.request import Settings, headers_of
from carerecord.connectors.bars.translate import mended
from carerecord.connectors.bundle import Bundle
from carerecord.connectors.contract import Page, PersonNotFound, SourceError
from carerecord.connectors.national import (
    Asking,
    NationalSource,
    read,
    told,
)
from carerecord.contract import Query, Receipt
from carerecord.fhir import NHS_NUMBER

KINDS = ("ServiceRequest", "Appointment")


class BarsSource(NationalSource[Settings]):
    OPTIONS = Settings

    def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        """Referrals, then appointments. Where one fails, the other is still read."""
        asking = self._asking(query, receipt)
        asked = {kind: asking.next_id() for kind in KINDS}
        return told(asking, self._bundles(query, asking, asked))

    async def _bundles(
        self, query: Query, asking: Asking, asked: Mapping[str, str]
    ) -> AsyncGenerator[Bundle, None]:
        failure: SourceError | None = None
        headers = headers_of(self._own, query)
        person = {"patient:identifier": f"{NHS_NUMBER}|{query.nhs_number}"}
        for kind, request_id in asked.items():
            url = self._base.join(URL(kind)).with_query(person)
            try:
                reply = await asking.get(url, headers, request_id)
                yield read(replace(reply, body=mended(reply.body)), self.settings.id)
            except PersonNotFound:
                continue
            except SourceError as error:
                failure = error
        if failure is not None:
            raise failure
