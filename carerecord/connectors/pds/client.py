"""Ask PDS who a number leads to, or whom details fit. Every question needs the receipt of an audit entry.

PDS takes its questions in the address alone: decision 0010 says why that is allowed, and how it is kept in.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from yarl import URL

from carerecord.config import Settings
from carerecord.connectors.app_token import AppToken, TokenSettings, only_secure
from carerecord.connectors.contract import SourceTimeout
from carerecord.connectors.http import Http, Reply
from carerecord.connectors.national import Asking
from carerecord.connectors.pds.pace import IndexBusy, Pace, seconds_in
from carerecord.connectors.pds.reading import Traced, retrieved, searched
from carerecord.contract import Receipt

SILENT_REST_SECONDS = 10.0  # one that did not answer is not waited for again so soon


class NationalIndex(Protocol):
    """Whoever knows everybody. Each question raises a `SourceError` where there is no answer."""

    async def by_number(self, number: str, receipt: Receipt) -> Traced: ...

    async def by_details(
        self, family: str, given: str, birth_date: str, gender: str, postcode: str, receipt: Receipt
    ) -> Traced: ...


def _now() -> datetime:
    return datetime.now(UTC)


class Pds:
    def __init__(
        self,
        url: str,
        organisation: str,
        http: Http,
        token: AppToken | None,
        pace: Pace,
        within_seconds: float,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._url = URL(f"{url.rstrip('/')}/Patient")
        self._organisation = organisation
        self._http = http
        self._token = token
        self._pace = pace
        self._within = within_seconds
        self._now = now

    @classmethod
    def of(cls, settings: Settings, http: Http) -> Pds | None:
        """None where the region has none. Raises `SettingsError`."""
        own = settings.pds
        if not own.url:
            return None
        only_secure(own.url, "pds.url")
        token = None
        if own.token_url:
            file = str(settings.beside(own.key_file))
            known_as = TokenSettings(own.token_url, own.client_id, file, own.key_id)
            token = AppToken.of(known_as, http, "pds")
        pace = Pace(own.per_second / settings.server.workers)
        return cls(own.url, own.organisation, http, token, pace, own.within_seconds)

    async def by_number(self, number: str, receipt: Receipt) -> Traced:
        """The person the number leads to now; whose number may be another, that took its place."""
        return retrieved(await self._asked(self._url / number, receipt), self._today())

    async def by_details(
        self, family: str, given: str, birth_date: str, gender: str, postcode: str, receipt: Receipt
    ) -> Traced:
        """One unique match, or nobody of use. The birth date is a whole one.

        Nobody restricted is found by where they live: PDS leaves them out when a postcode is given (SFL-1).
        """
        given_details = {
            "family": family,
            "given": given,
            "birthdate": f"eq{birth_date}",
            "gender": gender,
            "address-postalcode": postcode,
        }
        asked = {name: value for name, value in given_details.items() if value}
        return searched(await self._asked(self._url.with_query(asked), receipt), self._today())

    async def _asked(self, url: URL, receipt: Receipt) -> Reply:
        if not isinstance(receipt, Receipt):
            raise TypeError("the national index is asked only with the receipt of an audit entry")
        asking = Asking(self._http, self._token, str(uuid.uuid4()))
        headers = {"NHSD-End-User-Organisation-ODS": self._organisation}
        try:
            async with asyncio.timeout(self._within):
                await self._pace.turn()
                reply = await asking.get(url, headers, asking.next_id())
        except TimeoutError:
            self._pace.rest(SILENT_REST_SECONDS)
            raise SourceTimeout from None
        if reply.status in (429, 503):
            self._pace.rest(seconds_in(reply.retry_after))
            raise IndexBusy
        return reply

    def _today(self) -> str:
        return self._now().date().isoformat()
