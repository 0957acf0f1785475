"""What stands behind a reference, since the same name means different things in two sources."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from hashlib import blake2b

import msgspec

from carerecord.contract import Resource
from carerecord.merge.linking import Links, identifiers
from carerecord.merge.naming import name_of
from carerecord.merge.statement import encoded
from carerecord.sections.results.row import COMPARED as RESULT

# A quote inside a string is always escaped, so this cannot match there.
_REFERENCE = re.compile(rb'"reference":"([^"\\]*+(?:\\.[^"\\]*+)*+)"')
_DEEPEST = 3


def has_references(body: bytes) -> bool:
    return b'"reference":"' in body


def in_parts(resource: Resource, links: Links) -> tuple[Hashable, Sequence[bytes]]:
    """What an item says around its references, and the names in them: these are dearer to compare."""
    body = _body(resource, links)
    if body is None:
        return object(), ()  # what cannot be written is equal to nothing
    if not has_references(body):
        return body, ()
    split = _REFERENCE.split(body)
    return tuple(split[::2]), split[1::2]


def behind(name: bytes, holder: Resource, links: Links) -> Hashable:
    """What stands behind one of those names; what cannot be followed is equal to nothing."""
    try:
        return _followed(name, holder, links, 0)
    except Exception:  # one badly made item must not cost the record
        return object()


def followed(body: bytes, holder: Resource, links: Links) -> bytes:
    """With each reference replaced by what stands behind it; a result that a report holds, by what it states."""
    if not has_references(body):
        return body
    return _REFERENCE.sub(
        lambda match: b'"reference":"' + _followed(match[1], holder, links, 0, stated=True) + b'"',
        body,
    )


def pointed_at(reference: object, holder: Resource, links: Links) -> Resource | None:
    name = reference.get("reference") if isinstance(reference, dict) else None
    return _target(name, holder, links) if isinstance(name, str) else None


def _body(resource: Resource, links: Links) -> bytes | None:
    sent = links.written(resource)
    return None if sent is None else links.forms.body(sent)


def _followed_through(
    body: bytes | None, holder: Resource, links: Links, depth: int, stated: bool
) -> bytes | None:
    if body is None or not has_references(body):
        return body
    return _REFERENCE.sub(
        lambda match: b'"reference":"' + _followed(match[1], holder, links, depth, stated) + b'"',
        body,
    )


def _followed(
    name: bytes, holder: Resource, links: Links, depth: int, stated: bool = False
) -> bytes:
    if name.startswith(b"#"):
        return _stands_for(name, holder, links, depth, stated)
    key = (name, depth, stated)
    if key not in links.stands_for:
        links.stands_for[key] = _stands_for(name, holder, links, depth, stated)
    return links.stands_for[key]


def _stands_for(name: bytes, holder: Resource, links: Links, depth: int, stated: bool) -> bytes:
    text = _decoded(name)
    content = _content(text, holder, links, depth + 1, stated) if depth < _DEEPEST else b""
    if content:
        return b"~" + content
    everywhere = "://" in text or text.startswith("urn:") or "?" in text
    return name if everywhere else links.source_id.encode() + b" " + name


def _decoded(name: bytes) -> str:
    return msgspec.json.decode(b'"' + name + b'"', type=str)


def _content(text: str, holder: Resource, links: Links, depth: int, stated: bool) -> bytes:
    """A digest of the resource a reference leads to; empty when it leads nowhere."""
    found = _target(text, holder, links)
    if not found:
        return b""
    return _digest(found, holder if text.startswith("#") else found, links, depth, stated)


def _target(text: str, holder: Resource, links: Links) -> Resource | None:
    return _contained(text[1:], holder) if text.startswith("#") else links.named(text)


def _digest(resource: Resource, holder: Resource, links: Links, depth: int, stated: bool) -> bytes:
    """With its identifiers: an organisation that is pointed to is told apart by its code."""
    by_statement = stated and resource.get("resourceType") == "Observation"
    sent = _stated(resource, links) if by_statement else _body(resource, links)
    body = _followed_through(sent, holder, links, depth, stated)
    if body is None:
        return b""
    names = "" if by_statement else repr(sorted(identifiers(resource)))
    return (
        blake2b(body + names.encode(errors="backslashreplace"), digest_size=16).hexdigest().encode()
    )


def _stated(result: Resource, links: Links) -> bytes:
    """What two results must agree on to be one (`results.COMPARED`): neither detail nor identifiers."""
    required = links.trimmed(result).copy()
    name = name_of(required.pop(RESULT.name, None))
    body = links.forms.all_but(required, RESULT.may_differ)
    return body + encoded({RESULT.name: repr((name.concept, name.coded))})


def _contained(name: str, holder: Resource) -> Resource | None:
    contained = holder.get("contained")
    for one in contained if isinstance(contained, list) else ():
        if isinstance(one, dict) and one.get("id") == name:
            return one
    return None
