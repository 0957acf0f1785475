"""Ask one neighbouring region for what its own sources hold of one person, in the name of one viewer.

The NHS number travels in the body alone, which the assertion is signed for; no page follows another.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

import msgspec
from yarl import URL

from carerecord.config import SettingsError
from carerecord.connectors.addresses import address_of
from carerecord.connectors.contract import (
    Page,
    PersonNotFound,
    PersonWithheld,
    SourceError,
    SourceRefused,
)
from carerecord.connectors.http import Http, Reply, refuse_bad_status
from carerecord.connectors.neighbour.translate import page_of, why_not
from carerecord.contract import Query, Receipt, SourceSettings
from carerecord.fhir import NHS_NUMBER

Sign = Callable[[Query, bytes], str]
"""The assertion that goes with one question."""
FHIR_JSON = "application/fhir+json"
PATH = "neighbour/fhir/R4/Patient/$everything"


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[source.options]` of a neighbouring region."""

    url: str  # where it is asked, "https://record.west.example:8443"
    neighbour: str  # the id of its `[[neighbour]]` block


def settings_of(source: SourceSettings) -> Settings:
    """Raises `SettingsError`."""
    try:
        own = msgspec.convert(source.options, Settings)
    except ValueError as error:
        raise SettingsError(f"source {source.id}: {error}") from None
    if address_of(source, "url", own.url).scheme != "https":
        raise SettingsError(f"source {source.id}: url must be a whole https address")
    return own


class NeighbourSource:
    def __init__(self, settings: SourceSettings, http: Http, sign: Sign) -> None:
        """`http` shows our certificate; it is this source's own, and is closed with it."""
        self.settings = settings
        self._url = URL(settings_of(settings).url.rstrip("/") + "/").join(URL(PATH))
        self._http = http
        self._sign = sign

    async def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        if not isinstance(receipt, Receipt):
            raise TypeError("a source is asked only with the receipt of an audit entry")
        body, request_id = question(query), secrets.token_hex(16)
        headers = {
            "Accept": FHIR_JSON,
            "Content-Type": FHIR_JSON,
            "Authorization": f"Bearer {self._sign(query, body)}",
            "X-Request-ID": request_id,
            "X-Correlation-ID": query.view_id,
        }
        yield Page((), request_ids=(request_id,))  # known even if nothing ever comes back
        reply = await self._http.post(self._url, body, headers, self._http.allowance())
        if refused := _refusal(reply):
            raise refused
        refuse_bad_status(reply.status)
        yield page_of(reply.body, self.settings.id)

    async def close(self) -> None:
        await self._http.close()


def question(query: Query) -> bytes:
    """The body that names the person; the assertion is signed for these bytes."""
    return msgspec.json.encode(
        {
            "resourceType": "Parameters",
            "parameter": [
                {
                    "name": "identifier",
                    "valueIdentifier": {"system": NHS_NUMBER, "value": query.nhs_number},
                },
                {"name": "birthDate", "valueDate": query.birth_date},
            ],
        }
    )


def _refusal(reply: Reply) -> SourceError | None:
    """What it decided of this viewer and person is no fault of its: nothing is shared, and why (AUD-13)."""
    if reply.status == 403:
        return PersonWithheld(f"did not share: {why_not(reply.body)}")
    if reply.status == 404:
        return PersonNotFound()
    return SourceRefused("did not accept our request") if reply.status == 401 else None
