"""What stands behind a reference, since the same name means different things in two sources."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from hashlib import blake2b

import msgspec

from carerecord.contract import Resource
from carerecord.merge.linking import Links, identifiers
from carerecord.merge.statement import in_one_form

# A quote inside a string is always escaped, so this cannot match there.
_REFERENCE = re.compile(rb'"reference":"([^"\\]*+(?:\\.[^"\\]*+)*+)"')
_DEEPEST = 3


def has_references(body: bytes) -> bool:
    return b'"reference":"' in body


def readings(resource: Resource, links: Links) -> Iterator[Hashable]:
    """What an item says, part by part, the cheap parts first: items whose parts are all equal say the same.

    Only the parts that it takes to tell two items apart are ever made.
    """
    body = _body(resource, links)
    if body is None:
        yield object()  # what cannot be written is equal to nothing
        return
    if not has_references(body):
        yield body
        return
    split = _REFERENCE.split(body)  # by turns what is between references, and the names in them
    yield tuple(split[::2])
    for name in split[1::2]:
        yield _followed(name, resource, links, 0)


def _body(resource: Resource, links: Links) -> bytes | None:
    body = links.written(resource)
    return None if body is None else in_one_form(body, links.instants)


def _followed_through(
    resource: Resource, holder: Resource, links: Links, depth: int
) -> bytes | None:
    body = _body(resource, links)
    if body is None or not has_references(body):
        return body
    return _REFERENCE.sub(
        lambda match: b'"reference":"' + _followed(match[1], holder, links, depth) + b'"', body
    )


def _followed(name: bytes, holder: Resource, links: Links, depth: int) -> bytes:
    if name.startswith(b"#"):
        return _stands_for(name, holder, links, depth)
    key = (name, depth)
    if key not in links.stands_for:
        links.stands_for[key] = _stands_for(name, holder, links, depth)
    return links.stands_for[key]


def _stands_for(name: bytes, holder: Resource, links: Links, depth: int) -> bytes:
    text = _decoded(name)
    content = _content(text, holder, links, depth + 1) if depth < _DEEPEST else b""
    if content:
        return b"~" + content
    everywhere = "://" in text or text.startswith("urn:") or "?" in text
    return name if everywhere else links.source_id.encode() + b" " + name


def _decoded(name: bytes) -> str:
    return msgspec.json.decode(b'"' + name + b'"', type=str)


def _content(text: str, holder: Resource, links: Links, depth: int) -> bytes:
    """A digest of the resource a reference leads to; empty when it leads nowhere."""
    found = _target(text, holder, links)
    if not found:
        return b""
    return _digest(found, holder if text.startswith("#") else found, links, depth)


def _target(text: str, holder: Resource, links: Links) -> Resource | None:
    return _contained(text[1:], holder) if text.startswith("#") else links.named(text)


def _digest(resource: Resource, holder: Resource, links: Links, depth: int) -> bytes:
    """With its identifiers: an organisation that is pointed to is told apart by its code."""
    body = _followed_through(resource, holder, links, depth)
    if body is None:
        return b""
    names = repr(sorted(identifiers(resource))).encode(errors="backslashreplace")
    return blake2b(body + names, digest_size=16).hexdigest().encode()


def _contained(name: str, holder: Resource) -> Resource | None:
    contained = holder.get("contained")
    for one in contained if isinstance(contained, list) else ():
        if isinstance(one, dict) and one.get("id") == name:
            return one
    return None
