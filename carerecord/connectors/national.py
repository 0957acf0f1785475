"""One asking of a national API: an application's token, an id of its own for each request, and what comes back."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import replace
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

import msgspec
from yarl import URL

from carerecord.config import SettingsError
from carerecord.connectors.app_token import AppToken, TokenSettings, only_secure
from carerecord.connectors.bundle import Bundle, read_bundle
from carerecord.connectors.bundle_named import with_names
from carerecord.connectors.contract import Page, PersonNotFound, SourceError
from carerecord.connectors.http import Http, Reply, refuse_bad_status
from carerecord.connectors.said import refusal_in
from carerecord.contract import Query, Receipt, SourceSettings


class Options(Protocol):
    """What the `[source.options]` of every national API have."""

    @property
    def url(self) -> str: ...
    @property
    def token(self) -> TokenSettings | None: ...


_Own = TypeVar("_Own")
_Options = TypeVar("_Options", bound=Options)


def read_options(source: SourceSettings, kind: type[_Own]) -> _Own:
    """The options of a national source; the NHS number may stand in its addresses, so `url` is https. Raises `SettingsError`."""
    try:
        own = msgspec.convert(source.options, kind)
    except ValueError as error:
        raise SettingsError(f"source {source.id}: {error}") from None
    only_secure(str(source.options["url"]), f"source {source.id}: url")
    return own


class Asking:
    """What goes out with every request of one asking, and what may still come in.

    A token that is refused is asked for anew, once.
    """

    def __init__(self, http: Http, token: AppToken | None, correlation_id: str) -> None:
        self._http = http
        self._token = token
        self._correlation_id = correlation_id
        self.allowance = http.allowance()
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
            lambda whole: self._http.get(url, whole, self.allowance), headers, request_id
        )

    async def post(
        self, url: URL, form: bytes, headers: Mapping[str, str], request_id: str
    ) -> Reply:
        return await self._sent(
            lambda whole: self._http.post(url, form, whole, self.allowance), headers, request_id
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


def asking_of(http: Http, token: AppToken | None, query: Query, receipt: Receipt) -> Asking:
    """A view's question of one source."""
    if not isinstance(receipt, Receipt):
        raise TypeError("a source is asked only with the receipt of an audit entry")
    return Asking(http, token, query.view_id)


class NationalSource(Generic[_Options]):
    """One national API as a source: each says its options, and in `pages` what it asks."""

    OPTIONS: ClassVar[type[Any]]

    def __init__(self, settings: SourceSettings, own: _Options, http: Http) -> None:
        self.settings = settings
        self._own = own
        self._base = URL(own.url.rstrip("/") + "/")
        self._http = http
        self._token = AppToken.of(own.token, http, f"source {settings.id}") if own.token else None

    @classmethod
    def open(cls, settings: SourceSettings, http: Http) -> Self:
        """Raises `SettingsError`."""
        own = read_options(settings, cls.OPTIONS)
        cls.check(settings, own)
        return cls(settings, own, http)

    @classmethod
    def check(cls, settings: SourceSettings, own: _Options) -> None:
        """Raises `SettingsError` for options that are no use together."""

    async def close(self) -> None:
        """The connections are the pool's; nothing of our own is open."""

    def _asking(self, query: Query, receipt: Receipt) -> Asking:
        return asking_of(self._http, self._token, query, receipt)


def read(reply: Reply, source_id: str) -> Bundle:
    """The whole answer; a next page is not asked for, as its address would carry the NHS number.

    Raises a `SourceError`.
    """
    bundle = read_page(reply, source_id)
    more = "continues on a page that cannot be asked for" if bundle.next_link else ""
    less = "sent less than it says it holds" if bundle.total > bundle.entries else ""
    return replace(bundle, incomplete=bundle.incomplete or more or less)


def read_page(reply: Reply, source_id: str) -> Bundle:
    """One of perhaps several, for whoever asks for the next. Raises a `SourceError`."""
    if reply.status >= 400 and (refusal := refusal_in(reply.body)):
        raise refusal
    refuse_bad_status(reply.status)
    return with_names(read_bundle(reply.body, source_id), reply.body)


async def told(asking: Asking, bundles: AsyncGenerator[Bundle, None]) -> AsyncGenerator[Page, None]:
    """A page for each Bundle. A national API that holds nothing does not say whether it knows the person."""
    yield Page((), request_ids=asking.sent())  # known even if nothing ever comes back
    anything = False
    try:
        async with aclosing(bundles):
            async for bundle in bundles:
                anything = anything or bool(bundle.entries) or not bundle.says_nothing
                yield Page(
                    bundle.items,
                    bundle.unreadable,
                    bundle.warnings,
                    asking.sent(),
                    bundle.incomplete,
                )
    except SourceError:
        yield Page((), request_ids=asking.sent())
        raise
    if not anything:
        raise PersonNotFound
