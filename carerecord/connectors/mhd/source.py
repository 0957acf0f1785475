"""Ask one MHD document responder for one person: their documents, and the submissions and folders these came in.

The NHS number travels only in the body of a `POST …/_search`; a document is fetched only when it is opened (ITI-68).
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from urllib.parse import urlencode

from yarl import URL

from carerecord.connectors.app_token import only_secure
from carerecord.connectors.bundle import Bundle
from carerecord.connectors.contract import Page, PersonNotFound, Pointer
from carerecord.connectors.document import asked_for, place_of, why_not
from carerecord.connectors.following import to_the_end
from carerecord.connectors.http import Http
from carerecord.connectors.national import Asking, asking_of, read_options, read_page, told
from carerecord.contract import Query, Receipt, SourceSettings
from carerecord.fhir import NHS_NUMBER

LIST_TYPES = "https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes"
STATUSES = "current,superseded"


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[source.options]` of an MHD document responder."""

    url: str  # the FHIR base address
    patients: bool = True  # whether it says who the person is there (ITI-78), as pointers may need
    lists: bool = True  # whether it holds submission sets and folders (ITI-66)
    fetch_from: tuple[str, ...] = ()  # origins of documents beside its own


class MhdSource:
    def __init__(self, settings: SourceSettings, own: Settings, http: Http) -> None:
        self.settings = settings
        self._own = own
        self._base = URL(own.url.rstrip("/") + "/")
        self._places = (self._base, *(URL(one) for one in own.fetch_from))
        self._http = http

    @classmethod
    def open(cls, settings: SourceSettings, http: Http) -> MhdSource:
        own = read_options(settings, Settings)
        for one in own.fetch_from:
            only_secure(one, f"source {settings.id}: fetch_from")
        return cls(settings, own, http)

    def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        """Who this person is there, then every document, then every list. Nobody there: `PersonNotFound`."""
        asking = asking_of(self._http, None, query, receipt)
        searches = [(asking.next_id(), kind, form) for kind, form in self._searches(query).items()]
        return told(asking, self._bundles(query, asking, searches))

    def why_not(self, query: Query, pointer: Pointer) -> str:
        return why_not(self._places, query, pointer)

    def document(
        self, query: Query, pointer: Pointer, receipt: Receipt
    ) -> AsyncGenerator[Page, None]:
        """Retrieve Document (ITI-68)."""
        url = place_of(self._places, pointer)
        return asked_for(self._http, url, query, pointer, receipt, self.settings.id)

    async def close(self) -> None:
        """The connections are the pool's; nothing of our own is open."""

    def _searches(self, query: Query) -> Mapping[str, Mapping[str, str]]:
        """ITI-78, ITI-67 and ITI-66, by the type of resource they find."""
        person = f"{NHS_NUMBER}|{query.nhs_number}"
        codes = ",".join(f"{LIST_TYPES}|{one}" for one in ("submissionset", "folder"))
        every = {
            "Patient": {"identifier": person},
            "DocumentReference": {"patient.identifier": person, "status": STATUSES},
            "List": {"patient.identifier": person, "status": "current", "code": codes},
        }
        left_out = {"Patient": not self._own.patients, "List": not self._own.lists}
        return {kind: form for kind, form in every.items() if not left_out.get(kind)}

    async def _bundles(
        self, query: Query, asking: Asking, searches: list[tuple[str, str, Mapping[str, str]]]
    ) -> AsyncGenerator[Bundle, None]:
        async def ask(url: URL, form: bytes | None, request_id: str = "") -> Bundle:
            own = request_id or asking.next_id()
            sent = asking.get(url, {}, own) if form is None else asking.post(url, form, {}, own)
            return read_page(await sent, self.settings.id)

        for request_id, kind, form in searches:
            url = self._base.join(URL(f"{kind}/_search"))
            first = await ask(url, urlencode(form).encode(), request_id)
            if kind == "Patient" and not first.entries and first.says_nothing:
                raise PersonNotFound
            pages = to_the_end(first, self._base, query.nhs_number, asking.allowance, ask)
            async with aclosing(pages):
                async for bundle in pages:
                    yield bundle
