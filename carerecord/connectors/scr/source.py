"""Ask for one person's Summary Care Record: whether there is one and may be seen, then the record itself.

It takes the NHS number in the address alone: decision 0010 says why that is allowed, and how it is kept in. The address that
the first answer gives for the second question is not followed; the second is made here.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from yarl import URL

from carerecord.config import SettingsError
from carerecord.connectors.app_token import TokenSettings
from carerecord.connectors.bundle import Bundle
from carerecord.connectors.contract import Page, PersonNotFound, PersonWithheld, SourceUnreadable
from carerecord.connectors.national import (
    Asking,
    NationalSource,
    read,
    told,
)
from carerecord.connectors.scr.translate import about_its_person, permission_of
from carerecord.contract import Query, Receipt, SourceSettings
from carerecord.fhir import NHS_NUMBER, as_dict, first_text

SUMMARY = "http://snomed.info/sct|196981000000101"
_PLAIN = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[source.options]` of the Summary Care Record."""

    url: str  # the FHIR base address
    role_profile: str  # the role profile id of whoever has none of their own
    token: TokenSettings | None = None


class ScrSource(NationalSource[Settings]):
    OPTIONS = Settings

    @classmethod
    def check(cls, settings: SourceSettings, own: Settings) -> None:
        """It is asked when a viewer chose it, having the person's permission (OPT-7), or the start is refused."""
        if not settings.notifies:
            words = "needs notifies: it is asked only when chosen, with the person's permission"
            raise SettingsError(f"source {settings.id}: {words}")

    def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        asking = self._asking(query, receipt)
        return told(asking, self._bundles(query, asking, asking.next_id()))

    async def _bundles(
        self, query: Query, asking: Asking, request_id: str
    ) -> AsyncGenerator[Bundle, None]:
        viewer = query.origin.viewer if query.origin else None
        headers = {
            "NHSD-Session-URID": (viewer.role_id if viewer else "") or self._own.role_profile
        }
        person = f"{NHS_NUMBER}|{query.nhs_number}"
        newest = {"patient": person, "type": SUMMARY, "_sort": "date", "_count": "1"}
        url = self._base.join(URL("DocumentReference")).with_query(newest)
        own = _named_in(read(await asking.get(url, headers, request_id), self.settings.id))
        request_id = asking.next_id()
        yield Bundle(())  # names the request before anything of it comes back
        asked = {"composition.identifier": own, "composition.subject:Patient.identifier": person}
        url = self._base.join(URL("Bundle")).with_query(asked)
        yield about_its_person(read(await asking.get(url, headers, request_id), self.settings.id))


def _named_in(found: Bundle) -> str:
    """The record's own id. Raises `PersonNotFound`, `PersonWithheld` for somebody who opted out, or `SourceUnreadable`."""
    listed = [item.resource for item in found.items if item.type == "DocumentReference"]
    if not listed:
        raise PersonNotFound if found.says_nothing else SourceUnreadable
    if permission_of(listed[0]) == "No":
        raise PersonWithheld("the person has asked not to have a summary shared")
    own = first_text(as_dict(listed[0].get("masterIdentifier")).get("value"))
    if not _PLAIN.fullmatch(own):
        raise SourceUnreadable
    return own
