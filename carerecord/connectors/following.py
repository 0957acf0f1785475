"""A FHIR search to its last page: by the source's own `next` links, at its own address alone, and never a page twice."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace

from yarl import URL

from carerecord.connectors.addresses import within_origin
from carerecord.connectors.bundle import Bundle
from carerecord.connectors.contract import SourceUnreadable
from carerecord.connectors.http import Allowance

Ask = Callable[[URL, bytes | None], Awaitable[Bundle]]
"""One page: by GET, or by POST with this form."""


async def to_the_end(
    first: Bundle, base: URL, nhs_number: str, allowance: Allowance, ask: Ask
) -> AsyncGenerator[Bundle, None]:
    """Each page as it comes, so that a later failure loses nothing."""
    seen: set[str] = set()
    bundle, entries, total = first, first.entries, first.total
    while bundle.next_link:
        yield bundle
        url = _next(bundle.next_link, base, seen)
        allowance.page()
        bundle = await (_posted(url, ask) if nhs_number in str(url) else ask(url, None))
        entries += bundle.entries
        total = max(total, bundle.total)
    short = "sent less than it says it holds" if total > entries else ""
    yield replace(bundle, incomplete=bundle.incomplete or short)


def _next(link: str, base: URL, seen: set[str]) -> URL:
    url = within_origin(base, link)
    if url is None:
        raise SourceUnreadable("continues at an address that is not its own")
    if link in seen or (url.path.endswith("/_search") and not url.raw_query_string):
        raise SourceUnreadable("repeats its pages without end")
    seen.add(link)
    return url


async def _posted(url: URL, ask: Ask) -> Bundle:
    """A link that repeats the search instead of naming a page: its words go into the body again."""
    path = url.path.rstrip("/").removesuffix("/_search") + "/_search"
    return await ask(url.with_path(path), url.raw_query_string.encode())
