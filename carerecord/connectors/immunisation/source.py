"""Ask the national immunisation record for one person's vaccinations against the diseases agreed.

The NHS number travels only in the body of a `POST …/_search`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from urllib.parse import urlencode

from yarl import URL

from carerecord.config import SettingsError
from carerecord.connectors.app_token import TokenSettings
from carerecord.connectors.bundle import Bundle
from carerecord.connectors.contract import Page
from carerecord.connectors.national import (
    Asking,
    NationalSource,
    read,
    told,
)
from carerecord.contract import Query, Receipt, SourceSettings
from carerecord.fhir import NHS_NUMBER

SEARCH = URL("Immunization/_search")


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[source.options]` of the national immunisation record."""

    url: str  # the FHIR base address
    targets: tuple[str, ...]  # what is vaccinated against, as the API names it; those agreed
    token: TokenSettings | None = None


class ImmunisationSource(NationalSource[Settings]):
    OPTIONS = Settings

    @classmethod
    def check(cls, settings: SourceSettings, own: Settings) -> None:
        if not own.targets:
            raise SettingsError(f"source {settings.id}: targets must name at least one")

    def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        """One search over all targets: the vaccinations, and the Patient they are about."""
        asking = self._asking(query, receipt)
        return told(asking, self._bundles(query, asking, asking.next_id()))

    async def _bundles(
        self, query: Query, asking: Asking, request_id: str
    ) -> AsyncGenerator[Bundle, None]:
        form = {
            "patient.identifier": f"{NHS_NUMBER}|{query.nhs_number}",
            "-immunization.target": ",".join(self._own.targets),
        }
        reply = await asking.post(self._base.join(SEARCH), urlencode(form).encode(), {}, request_id)
        yield read(reply, self.settings.id)
