"""`Patient/{id}/$everything`: the whole record as one searchset, through the door, nothing merged away.

Every source item goes out unmerged as it was sent, with `meta.source`; the receiver may merge as it
likes (merging.md 7). What is missing is said by OperationOutcome entries, and by a List for each section.
"""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from carerecord.api.bearer import app_of, base_of, signed_in
from carerecord.api.completeness import References, section_lists
from carerecord.api.outcome import (
    FHIR_JSON,
    HEADERS,
    SOURCE,
    differing,
    error,
    issue,
    not_fully_answered,
    outcome,
)
from carerecord.api.patient import patient_resource
from carerecord.api.since import PARAMETERS, Changed, NotADate, changed_since
from carerecord.contract import Item
from carerecord.viewing import IdentityUnknown, View

WHOLE = outcome(
    issue(
        "information",
        "not-supported",
        "Other parameters than _since were not applied: nothing else is left out.",
    ),
    id="whole",
)
WAITS = outcome(
    issue(
        "warning",
        "informational",
        "The audit log is unavailable: this emergency view is kept to be written down in it, and will be reviewed.",
    ),
    id="waits",
)

_encoder = msgspec.json.Encoder()
_top = msgspec.json.Decoder(dict[str, msgspec.Raw])
_meta = msgspec.json.Decoder(dict[str, msgspec.Raw])


async def everything(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    app = app_of(request)
    try:
        view = await app.records.open(viewer, request.path_params["id"], face="api")
    except IdentityUnknown:
        return error(404, "not-found", "No such Patient.")
    if not view.decision.allowed:
        return error(403, "forbidden", *(reason.words for reason in view.decision.reasons))
    try:
        changed = changed_since(view, request.query_params)
    except NotADate:
        return error(400, "invalid", str(NotADate.__doc__))
    narrowed = bool(set(request.query_params) - {"_format", "_pretty", *PARAMETERS})
    body = bundle(view, base_of(request), narrowed=narrowed, changed=changed)
    sent = changed.view if changed else view
    released = await app.records.release(
        sent, body, tuple(view.records), content_type="application/fhir+json"
    )
    headers = {**HEADERS, "X-Correlation-Id": view.id}
    return Response(released.body, 200, headers, FHIR_JSON)


def bundle(
    view: View, base: str, *, narrowed: bool = False, changed: Changed | None = None
) -> bytes:
    """A searchset Bundle as bytes; each item's own bytes are kept but for `meta.source`.

    `narrowed`: the caller asked for less than the whole, and is told that it was not applied.
    `changed`: only the entries of its view go out; the lists are of the whole.
    """
    waits = [WAITS] if view.receipt.spooled else []
    about = (
        [outcome(issue("information", "informational", changed.words), id="since")]
        if changed
        else []
    )
    said = [
        *waits,
        *not_fully_answered(view),
        *differing(view),
        *about,
        *([WHOLE] if narrowed else []),
    ]
    items = _items(changed.view if changed else view, base)
    entries = [
        _entry(
            f"{base}/Patient/{view.person.id}",
            _encoder.encode(patient_resource(view.person)),
            b"match",
        ),
        *items,
        *(_entry("", _encoder.encode(one), b"outcome") for one in said),
        *(_entry("", one, b"include") for one in section_lists(view, _references(view, base))),
    ]
    head = {
        "resourceType": "Bundle",
        "id": view.id,
        "meta": {"lastUpdated": view.at.isoformat()},
        "type": "searchset",
        "total": 1,
        "link": [{"relation": "self", "url": f"{base}/Patient/{view.person.id}/$everything"}],
    }
    return b"".join((_encoder.encode(head)[:-1], b',"entry":[', b",".join(entries), b"]}"))


def _items(view: View, base: str) -> list[bytes]:
    """Every item, unmerged."""
    return [
        _item_entry(base, item)
        for record in view.records.values()
        for entry in record.every_entry
        for item in entry.items
    ]


def _references(view: View, base: str) -> References:
    """Where the head of each entry that counts stands, by section."""
    return {
        name: (
            [_reference(base, entry.head) for entry in record.entries],
            [_reference(base, entry.head) for entry in record.negatives],
        )
        for name, record in view.records.items()
    }


def _entry(full_url: str, resource: bytes, mode: bytes) -> bytes:
    where = b'"fullUrl":' + _encoder.encode(full_url) + b"," if full_url else b""
    return b"{" + where + b'"resource":' + resource + b',"search":{"mode":"' + mode + b'"}}'


def _item_entry(base: str, item: Item) -> bytes:
    return _entry(_address(base, item), with_source(item), b"include")


def _address(base: str, item: Item) -> str:
    """Relative references inside an item resolve against this address, so sources never mix."""
    kind, number = item.type, item.resource.get("id")
    return f"{base}/source/{item.source_id}/{kind}/{number}" if number else ""


def _reference(base: str, item: Item) -> bytes:
    """What came without an id can be named, and not found by it."""
    address = _address(base, item)
    return _encoder.encode({"reference": address} if address else {"display": item.type})


def with_source(item: Item) -> bytes:
    """The item's bytes with `meta.source` naming the source, and not another byte changed.

    Spliced where that is plainly safe; read and written member by member where it is not.
    """
    meta, raw = item.resource.get("meta"), item.raw
    source = b'"source":' + _encoder.encode(SOURCE + item.source_id)
    if "meta" not in item.resource and raw.startswith(b'{"'):
        return b'{"meta":{' + source + b"}," + raw[1:]
    if isinstance(meta, dict) and meta and "source" not in meta and raw.count(b'"meta"') == 1:
        before, opened, after = raw.partition(b'"meta":{')
        if opened:
            return before + opened + source + b"," + after
    return _rewritten(item)


def _rewritten(item: Item) -> bytes:
    """A source's own `meta.source` is kept behind a `#`."""
    top = _top.decode(item.raw)
    meta = _meta.decode(top["meta"]) if isinstance(item.resource.get("meta"), dict) else {}
    own = msgspec.json.decode(meta["source"]) if "source" in meta else ""
    source = f"{SOURCE}{item.source_id}" + (f"#{own}" if isinstance(own, str) and own else "")
    meta["source"] = msgspec.Raw(_encoder.encode(source))
    top["meta"] = msgspec.Raw(_encoder.encode(meta))
    return _encoder.encode(top)
