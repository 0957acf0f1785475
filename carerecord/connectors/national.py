"""One asking of a national API: an application's token, and an id of its own for each request."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping

from yarl import URL

from carerecord.connectors.app_token import AppToken
from carerecord.connectors.http import Http, Reply


class Asking:
    """What goes out with every request of one asking, and what may still come in.

    A token that is refused is asked for anew, once.
    """

    def __init__(self, http: Http, token: AppToken | None, correlation_id: str) -> None:
        self._http = http
        self._token = token
        self._correlation_id = correlation_id
        self._allowance = http.allowance()
        self._request_ids: list[str] = []

    def next_id(self) -> str:
        self._request_ids.append(str(uuid.uuid4()))
        return self._request_ids[-1]

    def sent(self) -> tuple[str, ...]:
        """The requests no page has named yet."""
        ids = tuple(self._request_ids)
        self._request_ids.clear()
        return ids

    async def get(self, url: URL, headers: Mapping[str, str], request_id: str) -> Reply:
        return await self._sent(
            lambda whole: self._http.get(url, whole, self._allowance), headers, request_id
        )

    async def post(
        self, url: URL, form: bytes, headers: Mapping[str, str], request_id: str
    ) -> Reply:
        return await self._sent(
            lambda whole: self._http.post(url, form, whole, self._allowance), headers, request_id
        )

    async def _sent(
        self,
        send: Callable[[Mapping[str, str]], Awaitable[Reply]],
        headers: Mapping[str, str],
        request_id: str,
    ) -> Reply:
        token = await self._token.bearer() if self._token else ""
        reply = await send(self._whole(headers, request_id, token))
        if reply.status != 401 or self._token is None:
            return reply
        self._token.refused(token)
        return await send(self._whole(headers, self.next_id(), await self._token.bearer()))

    def _whole(self, headers: Mapping[str, str], request_id: str, token: str) -> dict[str, str]:
        proof = {"Authorization": f"Bearer {token}"} if token else {}
        ids = {"X-Request-ID": request_id, "X-Correlation-ID": self._correlation_id}
        return {"Accept": "application/fhir+json", **headers, **proof, **ids}
