"""Ask a registry, or another community's gateway, what documents there are of one person; each document when it is opened.

The NHS number travels in the body of SOAP alone.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from yarl import URL

from carerecord.connectors.contract import Page, Pointer, SourceError, SourceFault, SourceUnreadable
from carerecord.connectors.document import binary
from carerecord.connectors.http import Http
from carerecord.connectors.national import Asking, asking_of
from carerecord.connectors.xds import registry
from carerecord.connectors.xds.mtom import Parts, content_of
from carerecord.connectors.xds.patients import DISCOVER, discovered_in, question
from carerecord.connectors.xds.settings import Settings, settings_of
from carerecord.connectors.xds.soap import answer_in, envelope, headers_of
from carerecord.connectors.xds.translate import document_url, kept_value, translated
from carerecord.contract import Query, Receipt, SourceSettings
from carerecord.fhir.xml import Element

ELSEWHERE = "holds it in a repository that is not asked from here"
UNNAMED = "does not say by what name it is to be asked for"
NOT_SAID = "did not say whose documents these would be"


@dataclass(slots=True)
class _Gathered:
    """All that came so far of the objects of one person."""

    documents: list[Element] = field(default_factory=list)
    associations: list[Element] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    incomplete: str = ""

    def take(self, found: registry.Found) -> None:
        self.documents += found.documents
        self.associations += found.associations
        self.references += found.references
        self.incomplete = self.incomplete or found.incomplete

    @property
    def missing(self) -> list[str]:
        """What was named and did not come."""
        have = {one.get("id") for one in self.documents}
        return [one for one in dict.fromkeys(self.references) if one not in have]


class XdsSource:
    def __init__(self, settings: SourceSettings, own: Settings, http: Http) -> None:
        self.settings = settings
        self._own = own
        self._http = http
        self._home = f"urn:oid:{own.home}" if own.home else ""

    @classmethod
    def open(cls, settings: SourceSettings, http: Http) -> XdsSource:
        return cls(settings, settings_of(settings), http)

    async def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        """Who this person is there, where that is asked; then every document with what it does to others."""
        asking = asking_of(self._http, None, query, receipt)
        try:
            async with aclosing(self._answers(query, asking)) as answers:
                async for page in answers:
                    yield replace(page, request_ids=asking.sent())
        except SourceError:
            yield Page((), request_ids=asking.sent())
            raise

    def why_not(self, query: Query, pointer: Pointer) -> str:
        if not kept_value(pointer.resource, "uniqueId"):
            return UNNAMED
        return "" if self._place_of(pointer) else ELSEWHERE

    async def document(
        self, query: Query, pointer: Pointer, receipt: Receipt
    ) -> AsyncGenerator[Page, None]:
        """Retrieve Document Set, of one document (ITI-43, ITI-39)."""
        asking = asking_of(self._http, None, query, receipt)
        place = self._place_of(pointer)
        if place is None:
            raise SourceUnreadable(ELSEWHERE)
        request_id = asking.next_id()
        yield Page((), request_ids=asking.sent())  # known even if nothing ever comes back
        names = ("homeCommunityId", "repositoryUniqueId", "uniqueId")
        home, repository, unique = (kept_value(pointer.resource, name) for name in names)
        body = registry.retrieve_document(home, repository, unique)
        action = registry.CROSS_RETRIEVE if self._own.gateway else registry.RETRIEVE
        answer, parts = await self._asked(asking, request_id, action, place, body)
        found = registry.document_in(answer, repository, unique)
        content = content_of(found.first("Document"), parts)
        kind = found.first("mimeType").words
        yield Page((binary(self.settings.id, pointer, kind, content),))

    async def close(self) -> None:
        """The connections are the pool's; nothing of our own is open."""

    async def _answers(self, query: Query, asking: Asking) -> AsyncGenerator[Page, None]:
        patient = f"{query.nhs_number}^^^&{self._own.number_root}&ISO"
        if self._own.patient_discovery:
            request_id = asking.next_id()
            yield Page(())  # its request is known even if nothing ever comes back
            body = question(query, self._own.sender, self._own.home, request_id)
            place = URL(self._own.patient_discovery)
            answer, _ = await self._asked(asking, request_id, DISCOVER, place, body)
            known = discovered_in(answer, query, self.settings.id)
            yield Page((known.item,), incomplete="" if known.own else NOT_SAID)
            if not known.own:
                return
            patient = known.own
        gathered, failure = _Gathered(), None
        try:
            async with aclosing(self._gather(patient, asking, gathered)) as steps:
                async for step in steps:
                    yield step
        except SourceError as error:
            failure = error
        items = translated(gathered.documents, gathered.associations, self.settings.id)
        missing = tuple("named and not sent" for _ in gathered.missing)
        yield Page(tuple(items), missing if failure is None else (), incomplete=gathered.incomplete)
        if failure is not None:
            raise failure

    async def _gather(
        self, patient: str, asking: Asking, gathered: _Gathered
    ) -> AsyncGenerator[Page, None]:
        """A page before each question, so that its request is known; what comes is put into `gathered`."""
        for returns in ("LeafClass", "ObjectRef"):
            request_id = asking.next_id()
            yield Page(())
            found = await self._found(asking, request_id, registry.find_documents(patient, returns))
            gathered.take(found)
            if not found.too_many:
                break
        else:
            raise SourceFault("holds more documents than it lists")
        for batch in _batches(gathered.missing):
            request_id = asking.next_id()
            yield Page(())
            body = registry.get_documents(batch, self._home)
            gathered.take(await self._found(asking, request_id, body))
        for batch in _batches([one.get("id") for one in gathered.documents]):
            request_id = asking.next_id()
            yield Page(())
            body = registry.get_associations(batch, self._home)
            gathered.associations += (await self._found(asking, request_id, body)).associations

    async def _found(self, asking: Asking, request_id: str, body: str) -> registry.Found:
        action = registry.CROSS_QUERY if self._own.gateway else registry.STORED_QUERY
        answer, _ = await self._asked(asking, request_id, action, URL(self._own.url), body)
        return registry.found_in(answer)

    async def _asked(
        self, asking: Asking, request_id: str, action: str, place: URL, body: str
    ) -> tuple[Element, Parts]:
        whole = envelope(action, str(place), request_id, body)
        return answer_in(await asking.post(place, whole, headers_of(action), request_id))

    def _place_of(self, pointer: Pointer) -> URL | None:
        """Where its bytes are asked for; a repository that the configuration does not name is not asked."""
        if pointer.url != document_url(kept_value(pointer.resource, "uniqueId")):
            return None
        if self._own.gateway:
            return URL(self._own.retrieve or self._own.url)
        address = self._own.repositories.get(kept_value(pointer.resource, "repositoryUniqueId"))
        return URL(address) if address else None


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), registry.MOST_AT_ONCE):
        yield ids[at : at + registry.MOST_AT_ONCE]
