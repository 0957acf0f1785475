"""Ask the National Record Locator for every pointer to a document about one person; a document only when it is opened.

The NHS number travels only in the body of a `POST DocumentReference/_search`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import dataclass, replace

import msgspec
from yarl import URL

from carerecord.connectors.app_token import TokenSettings, only_secure
from carerecord.connectors.bundle import Bundle
from carerecord.connectors.contract import Page, Pointer
from carerecord.connectors.document import asked_for, place_of, why_not
from carerecord.connectors.http import Http
from carerecord.connectors.national import Asking, NationalSource, read, told
from carerecord.contract import Query, Receipt, Resource, SourceSettings
from carerecord.fhir import NHS_NUMBER, as_dict, as_list, display_of, first_text

SEARCH = URL("DocumentReference/_search")
MORE = "continues on a page that cannot be asked for"


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[source.options]` of the National Record Locator."""

    url: str  # the FHIR base address of its consumer side
    organisation: str  # ODS code of who asks, for a request that is nobody's
    types: tuple[str, ...] = ()  # SNOMED codes of what was agreed; none = all of it at once
    fetch_from: tuple[str, ...] = ()  # origins documents are fetched from; any other is not asked
    token: TokenSettings | None = None


class NrlSource(NationalSource[Settings]):
    OPTIONS = Settings

    def __init__(self, settings: SourceSettings, own: Settings, http: Http) -> None:
        super().__init__(settings, own, http)
        self._places = tuple(URL(one) for one in own.fetch_from)

    @classmethod
    def check(cls, settings: SourceSettings, own: Settings) -> None:
        for one in own.fetch_from:
            only_secure(one, f"source {settings.id}: fetch_from")

    def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        """Every pointer, one search for each type that was agreed. What has none is not known there, or has none."""
        asking = self._asking(query, receipt)
        searches = [(asking.next_id(), body) for body in _bodies(query, self._own.types)]
        return told(asking, self._bundles(query, asking, searches))

    def why_not(self, query: Query, pointer: Pointer) -> str:
        """With who holds it, for they are to be asked then."""
        words = why_not(self._places, query, pointer)
        return f"{words}; {_held_by(pointer.resource)}" if words else ""

    def document(
        self, query: Query, pointer: Pointer, receipt: Receipt
    ) -> AsyncGenerator[Page, None]:
        """From whoever holds it, where that is one of the places of the configuration."""
        url = place_of(self._places, pointer)
        return asked_for(self._http, url, query, pointer, receipt, self.settings.id)

    async def _bundles(
        self, query: Query, asking: Asking, searches: Iterable[tuple[str, bytes]]
    ) -> AsyncGenerator[Bundle, None]:
        for request_id, body in searches:
            reply = await asking.post(
                self._base.join(SEARCH), body, self._headers(query), request_id
            )
            bundle = read(reply, self.settings.id)
            more = MORE if bundle.next_link else ""
            less = "sent less than it says it holds" if bundle.total > bundle.entries else ""
            yield replace(bundle, incomplete=bundle.incomplete or more or less)

    def _headers(self, query: Query) -> Mapping[str, str]:
        """In the name of the organisation of whoever looks (AUT-11)."""
        viewer = query.origin.viewer if query.origin else None
        return {
            "Accept": "application/fhir+json;version=1",
            "Content-Type": "application/json",
            "NHSD-End-User-Organisation-ODS": viewer.organisation
            if viewer
            else self._own.organisation,
        }


def _bodies(query: Query, types: Iterable[str]) -> list[bytes]:
    asked = {"subject:identifier": f"{NHS_NUMBER}|{query.nhs_number}"}
    each = [asked | {"type": f"http://snomed.info/sct|{one}"} for one in types]
    return [msgspec.json.encode(one) for one in each or [asked]]


def _held_by(pointer: Resource) -> str:
    """The custodian, and a telephone number where the pointer gives one."""
    custodian = as_dict(pointer.get("custodian"))
    code = first_text(as_dict(custodian.get("identifier")).get("value"))
    name = " ".join(dict.fromkeys(filter(None, (display_of(custodian), code))))
    held = f"{name} holds it" if name else "it does not say who holds it"
    number = next(filter(None, map(_phone, as_list(pointer.get("content")))), "")
    return f"{held}, telephone {number}" if number else held


def _phone(content: object) -> str:
    url = first_text(as_dict(as_dict(content).get("attachment")).get("url"))
    return url.removeprefix("tel:") if url.startswith("tel:") else ""
