"""`Patient/{id}/$everything`: the whole record as one searchset, through the door, nothing merged away.

Every source item goes out unmerged as it was sent, with `meta.source`; the receiver may merge as it
likes (merging.md 7). What is missing is said by OperationOutcome entries and by Lists with an emptyReason.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from carerecord.api.bearer import app_of, base_of, signed_in
from carerecord.api.outcome import (
    FHIR_JSON,
    HEADERS,
    SOURCE,
    error,
    issue,
    not_fully_answered,
    outcome,
)
from carerecord.api.patient import patient_resource
from carerecord.contract import Item, Resource
from carerecord.sections.allergies.negatives import states_none_at_all
from carerecord.viewing import IdentityUnknown, SectionState, View

EMPTY_REASON = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
_EMPTY = {
    "3": ("nilknown", "Recorded as none by a source; every source that shares it answered."),
    "3b": ("unavailable", "Recorded as none by a source that answered; another did not answer."),
    "4": ("notstarted", "Not recorded. This does not mean there are none."),
    "4b": ("unavailable", "Not recorded in the sources that answered; another did not answer."),
    "6": ("unavailable", "No source that shares this answered. Do not assume there are none."),
    "10": ("notasked", "Not shared by any connected source."),
    "11": ("withheld", "Not shown. This is the same whether or not there is any information."),
}

WHOLE = outcome(
    issue("information", "not-supported", "Parameters were not applied: this is the whole record."),
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
    narrowed = bool(set(request.query_params) - {"_format", "_pretty"})
    body = bundle(view, base_of(request), narrowed=narrowed)
    released = await app.records.release(
        view, body, tuple(view.records), content_type="application/fhir+json"
    )
    headers = {**HEADERS, "X-Correlation-Id": view.id}
    return Response(released.body, 200, headers, FHIR_JSON)


def bundle(view: View, base: str, *, narrowed: bool = False) -> bytes:
    """A searchset Bundle as bytes; each item's own bytes are kept but for `meta.source`.

    `narrowed`: the caller asked for less than the whole, and is told that it got the whole.
    """
    waits = [WAITS] if view.receipt.spooled else []
    said = [*waits, *not_fully_answered(view), *([WHOLE] if narrowed else [])]
    entries = [
        _entry(
            f"{base}/Patient/{view.person.id}",
            _encoder.encode(patient_resource(view.person)),
            b"match",
        ),
        *(_item_entry(base, item) for item in _items(view)),
        *(_entry("", _encoder.encode(one), b"outcome") for one in said),
        *(
            _entry("", _encoder.encode(_empty_list(view, state)), b"include")
            for state in view.states.values()
            if state.heading in _EMPTY and not _narrower(view, state)
        ),
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


def _items(view: View) -> Iterator[Item]:
    for record in view.records.values():
        for entry in record.every_entry:
            yield entry.head
            yield from entry.folded


def _entry(full_url: str, resource: bytes, mode: bytes) -> bytes:
    where = b'"fullUrl":' + _encoder.encode(full_url) + b"," if full_url else b""
    return b"{" + where + b'"resource":' + resource + b',"search":{"mode":"' + mode + b'"}}'


def _item_entry(base: str, item: Item) -> bytes:
    """Relative references inside an item resolve against this address, so sources never mix."""
    kind, number = item.type, item.resource.get("id")
    address = f"{base}/source/{item.source_id}/{kind}/{number}" if number else ""
    return _entry(address, with_source(item), b"include")


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


def _narrower(view: View, state: SectionState) -> bool:
    """“No known drug allergy” goes out as the item it is, never widened to a list of none (ux 4)."""
    if state.section.name != "allergies" or state.heading not in ("3", "3b"):
        return False
    negatives = view.records["allergies"].negatives
    return not any(states_none_at_all(entry.head.resource) for entry in negatives)


def _empty_list(view: View, state: SectionState) -> Resource:
    code, words = _EMPTY[state.heading]
    return {
        "resourceType": "List",
        "id": f"section-{state.section.name.replace('_', '-')}",
        "status": "current",
        "mode": "snapshot",
        "title": state.section.title,
        "subject": {"reference": f"Patient/{view.person.id}"},
        "date": view.at.isoformat(),
        "note": [{"text": words}],
        "emptyReason": {"coding": [{"system": EMPTY_REASON, "code": code}], "text": words},
    }
