"""One FHIR Bundle from its bytes. One bad resource never hides the rest, and nothing sent goes uncounted. Pure.

A page of compact JSON is read at one go, any other entry by entry, and what is broken is cut at its brackets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from carerecord.connectors.bundle_compact import read_compact
from carerecord.connectors.bundle_repeated import without_repeated
from carerecord.connectors.bundle_rescue import Entry, cut_apart
from carerecord.connectors.contract import SourceFault, SourceUnreadable
from carerecord.connectors.said import is_short, words_in
from carerecord.contract import Item
from carerecord.fhir import as_dict, first_text, resource_decoder

NOT_READABLE = "could not be read"
AMBIGUOUS = "says the same thing twice"
NO_RESOURCE = "has no resource"
NOT_COMPLETE = "says its answer is not complete"
NOWHERE = "does not say clearly whether or where its answer goes on"


@dataclass(frozen=True, slots=True)
class Bundle:
    items: tuple[Item, ...]
    unreadable: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    incomplete: str = ""
    next_link: str = ""
    total: int = 0
    entries: int = 0

    @property
    def says_nothing(self) -> bool:
        """Nothing came, and no word that there is anything: only then is nobody there."""
        came = self.items or self.unreadable or self.incomplete or self.next_link
        return not came and self.total <= self.entries


class _Envelope(msgspec.Struct):
    resourceType: str  # noqa: N815 (as FHIR spells it)
    entry: list[Entry] = []
    link: object = None
    total: object = None
    issue: object = None


_decoder = msgspec.json.Decoder(_Envelope)


def read_bundle(body: bytes, source_id: str) -> Bundle:
    """Raises `SourceUnreadable` when it is no Bundle, `SourceFault` when it is the source's own error."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    if compact := read_compact(body, source_id):
        page, items = compact
        return _with_envelope(_bundle(items, []), body, page.get("link"), page.get("total"))
    try:
        envelope = _decoder.decode(body)
    except (ValueError, RecursionError):
        return _rescued(body, source_id)
    _refuse_other(envelope.resourceType)
    raws = [entry.resource for entry in envelope.entry]
    if _members_overwritten(body, raws):
        return _rescued(body, source_id)
    return _with_envelope(_read(raws, source_id), body, envelope.link, envelope.total)


def _rescued(body: bytes, source_id: str) -> Bundle:
    """The way back when the envelope does not decode as a whole. What it says of its total is not believed."""
    envelope, raws = cut_apart(body)
    _refuse_other(first_text(envelope.get("resourceType")))
    entries = envelope.get("entry", [])
    if not isinstance(entries, list):
        raise SourceUnreadable
    bundle = _read(raws, source_id)
    strange = (NOT_READABLE,) * (len(entries) - len(raws))
    return _with_envelope(
        replace(bundle, unreadable=bundle.unreadable + strange), body, envelope.get("link"), None
    )


def _refuse_other(kind: str) -> None:
    if kind == "OperationOutcome":
        raise SourceFault
    if kind != "Bundle":
        raise SourceUnreadable


def _read(raws: Sequence[bytes | msgspec.Raw], source_id: str) -> Bundle:
    items: list[Item] = []
    unreadable: list[str] = []
    decode = resource_decoder()
    for raw in raws:
        try:
            resource = decode(raw)
            kind = resource["resourceType"]
        except (ValueError, KeyError, RecursionError):
            unreadable.append(NOT_READABLE if bytes(raw) else NO_RESOURCE)
            continue
        if isinstance(kind, str) and kind:
            items.append(Item(source_id, resource, bytes(raw)))
        else:
            unreadable.append(NOT_READABLE)
    kept = without_repeated(items)
    unreadable += [AMBIGUOUS] * (len(items) - len(kept))
    return _bundle(kept, unreadable)


def _bundle(items: Sequence[Item], unreadable: Sequence[str]) -> Bundle:
    outcomes = [item.resource for item in items if item.type == "OperationOutcome"]
    return Bundle(
        tuple(item for item in items if item.type != "OperationOutcome")
        if outcomes
        else tuple(items),
        tuple(unreadable),
        tuple(words for outcome in outcomes for words in words_in(outcome)),
        incomplete=NOT_COMPLETE if any(map(is_short, outcomes)) else "",
        entries=len(items) + len(unreadable),
    )


def _with_envelope(bundle: Bundle, body: bytes, links: object, total: object) -> Bundle:
    """A resource marked SUBSETTED lacks elements its source has (search.html, summary)."""
    subset = "sent only a summary of some items" if b'"SUBSETTED"' in body else ""
    next_link, nowhere = _next_link(links)
    return replace(
        bundle,
        incomplete=bundle.incomplete or subset or nowhere,
        next_link=next_link,
        total=total if isinstance(total, int) and not isinstance(total, bool) else 0,
    )


def _next_link(links: object) -> tuple[str, str]:
    """Where it goes on, and why that is not clear: what is no link, or leads nowhere or to two places, ends no answer."""
    if links is None:
        return "", ""
    found = [as_dict(one) for one in (links if isinstance(links, list) else [links])]
    relations = [first_text(one.get("relation")).lower() for one in found]
    following = zip(relations, found, strict=True)
    urls = [first_text(one.get("url")) for relation, one in following if relation == "next"]
    is_clear = all(relations) and all(urls) and len(set(urls)) < 2
    return next(filter(None, urls), ""), "" if is_clear else NOWHERE


def _members_overwritten(body: bytes, raws: Sequence[msgspec.Raw]) -> bool:
    """An entry with two resources, or a Bundle with two lists of entries: decoding would lose one unseen."""
    entries, resources = body.count(b'"entry"'), body.count(b'"resource"')
    if entries <= 1 and resources <= len(raws):
        return False
    inside = [bytes(raw) for raw in raws]
    return entries > 1 + sum(raw.count(b'"entry"') for raw in inside) or resources > len(
        raws
    ) + sum(raw.count(b'"resource"') for raw in inside)
