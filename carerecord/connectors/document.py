"""A document behind an address, fetched when somebody opens it: one FHIR Binary, whatever protocol points at it.

Only an address at an origin that the configuration names is asked, and none that has the NHS number in it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import uuid
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from urllib.parse import unquote

from yarl import URL

from carerecord.connectors.addresses import within_origin
from carerecord.connectors.contract import (
    DocumentNotFound,
    Page,
    PersonWithheld,
    Pointer,
    SourceFault,
    SourceUnreadable,
)
from carerecord.connectors.http import Http, Reply, refuse_bad_status
from carerecord.contract import Item, Query, Receipt, Resource
from carerecord.fhir import as_dict, as_list, decode_resource, encode_resource, fetched_id

ELSEWHERE = "points to it at an address that is not asked from here"
NAMES_THE_PERSON = "points to it at an address that holds the NHS number, which is not asked"
FHIR = ("application/fhir+json", "application/json")
ANY = ("", "application/octet-stream")
ANOTHER = "sent something else than the document it points to"
_BETWEEN_DIGITS = re.compile(r"[\s+.-]")


def place_of(bases: Iterable[URL], pointer: Pointer) -> URL | None:
    """Where the document is, at the origin of one of these; what is relative is relative to the first."""
    return next((url for base in bases if (url := within_origin(base, pointer.url))), None)


def why_not(bases: Iterable[URL], query: Query, pointer: Pointer) -> str:
    """As `HoldsDocuments.why_not`."""
    url = place_of(bases, pointer)
    if url is None:
        return ELSEWHERE
    said = _BETWEEN_DIGITS.sub("", unquote(str(url)))
    return NAMES_THE_PERSON if query.nhs_number in said else ""


async def asked_for(
    http: Http,
    url: URL | None,
    query: Query,
    pointer: Pointer,
    receipt: Receipt,
    source_id: str,
    headers_of: Callable[[str], Mapping[str, str]] | None = None,
) -> AsyncGenerator[Page, None]:
    """As `HoldsDocuments.document`, by one GET. `headers_of` makes what a protocol sends with a request of that id."""
    if not isinstance(receipt, Receipt):
        raise TypeError("a source is asked only with the receipt of an audit entry")
    if url is None:
        raise SourceUnreadable(ELSEWHERE)
    request_id = str(uuid.uuid4())
    yield Page((), request_ids=(request_id,))  # known even if nothing ever comes back
    headers = {"X-Request-ID": request_id, "X-Correlation-ID": query.view_id}
    if headers_of is not None:
        headers |= headers_of(request_id)
    yield Page((await _fetched(http, url, pointer, headers, source_id),))


async def _fetched(
    http: Http, url: URL, pointer: Pointer, headers: Mapping[str, str], source_id: str
) -> Item:
    """The type asked for is the one the pointer names; a Binary in JSON will do as well."""
    named = f"{_kind(pointer.content_type)}, " if pointer.content_type else ""
    accept = {"Accept": f"{named}application/fhir+json;q=0.5, */*;q=0.1"}
    reply = await http.get(url, {**accept, **headers}, http.allowance())
    if reply.status in (404, 410):
        raise DocumentNotFound
    if reply.status == 403:
        raise PersonWithheld("does not give us this document")
    refuse_bad_status(reply.status)
    return _item(source_id, pointer, reply)


def binary(
    source_id: str, pointer: Pointer, content_type: str, body: bytes, **more: object
) -> Item:
    """The document as a Binary. Raises `SourceUnreadable` when it is not the one that was pointed to."""
    if not _is_the_one(pointer, body):
        raise SourceUnreadable(ANOTHER)
    resource: Resource = {
        "resourceType": "Binary",
        "id": fetched_id(pointer.url),
        **more,
        "contentType": content_type or pointer.content_type,
        "data": base64.b64encode(body).decode(),
    }
    return Item(source_id, resource, encode_resource(resource))


def _item(source_id: str, pointer: Pointer, reply: Reply) -> Item:
    kind = _kind(reply.content_type)
    if kind not in (*FHIR, *ANY, _kind(pointer.content_type)) and pointer.content_type:
        raise SourceUnreadable(ANOTHER)  # a page that asks to sign in, for one
    if kind not in FHIR:
        return binary(source_id, pointer, "" if kind in ANY else reply.content_type, reply.body)
    try:
        resource = decode_resource(reply.body)
    except (ValueError, RecursionError):
        raise SourceUnreadable from None
    if resource.get("resourceType") == "OperationOutcome":
        raise SourceFault
    if resource.get("resourceType") != "Binary":
        return binary(source_id, pointer, reply.content_type, reply.body)
    whose = {key: resource[key] for key in ("securityContext", "meta") if key in resource}
    return binary(
        source_id, pointer, str(resource.get("contentType") or ""), _data(resource), **whose
    )


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _data(resource: Resource) -> bytes:
    try:
        return base64.b64decode("".join(str(resource.get("data") or "").split()), validate=True)
    except (binascii.Error, ValueError):
        raise SourceUnreadable from None


def _is_the_one(pointer: Pointer, body: bytes) -> bool:
    """By the SHA-1 of the attachment, which is written in base64 (R4), or in hex as XDS has it."""
    said = [
        attachment["hash"]
        for one in as_list(pointer.resource.get("content"))
        if (attachment := as_dict(as_dict(one).get("attachment"))).get("url") == pointer.url
        and isinstance(attachment.get("hash"), str)
    ]
    digest = hashlib.sha1(body, usedforsecurity=False)
    hexed = digest.hexdigest().encode()
    same = {base64.b64encode(digest.digest()), base64.b64encode(hexed), hexed}
    return not said or said[0].strip().encode() in same or said[0].strip().lower().encode() in same
