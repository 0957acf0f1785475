"""`Patient/{id}/$document`: the content of one document, fetched through the door where its source only points at it."""

from __future__ import annotations

from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from carerecord.api.bearer import app_of, signed_in
from carerecord.api.outcome import FHIR_JSON, HEADERS, SOURCE, error
from carerecord.contract import Resource
from carerecord.fhir import fetched_id
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.contract import Attachment
from carerecord.viewing import IdentityUnknown, View
from carerecord.viewing.attached import resolved
from carerecord.viewing.contract import Wanted
from carerecord.viewing.reading import item_named

CLOSED = (
    "The documents of this person stay closed until it is said, on the pages, why they are needed."
)
NOTHING = "No such document in this record."
NOT_SENT = "What its source holds of it was not sent."


async def document(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    form = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
    wanted, app = Wanted(item=form.get("item", "")), app_of(request)
    try:
        view = await app.records.open(viewer, request.path_params["id"], face="api", reading=wanted)
    except IdentityUnknown:
        return error(404, "not-found", "No such Patient.")
    if not view.decision.allowed:
        return error(403, "forbidden", *(reason.words for reason in view.decision.reasons))
    if not view.terms.documents:
        return error(403, "forbidden", CLOSED)
    made = _made(view, wanted.item, form.get("attachment", "0"))
    if isinstance(made, str):
        return error(404, "not-found", made)
    body, section = made
    released = await app.records.release(
        view, body, (section,), content_type="application/fhir+json"
    )
    return Response(released.body, 200, {**HEADERS, "X-Correlation-Id": view.id}, FHIR_JSON)


def _made(view: View, item: str, place: str) -> tuple[bytes, str] | str:
    """The Binary and the section it is of; or why there is none."""
    found = item_named(view, item)
    attachment = _attachment(*found, place) if found else None
    if found is None or attachment is None:
        return NOTHING
    section, entry = found
    content = resolved(section, entry, attachment)
    if not content.data:
        return _why(view, entry, attachment)
    return msgspec.json.encode(_binary(entry, attachment, content)), section.section.name


def _attachment(section: SectionRecord, entry: Entry, place: str) -> Attachment | None:
    linked = section.linked.get(entry.head.source_id)
    if linked is None or not place.isdecimal():
        return None
    attachments = section.section.row(entry.head.resource, linked).attachments
    return next((one for n, one in enumerate(attachments) if str(n) == place), None)


def _why(view: View, entry: Entry, attachment: Attachment) -> str:
    why = view.unread.get(attachment.url)
    name = next((one.name for one in view.sources if one.id == entry.head.source_id), "")
    return f"{name}: {why}." if why else NOT_SENT


def _binary(entry: Entry, attachment: Attachment, content: Attachment) -> Resource:
    return {
        "resourceType": "Binary",
        "id": fetched_id(attachment.url or content.data),
        "meta": {"source": SOURCE + entry.head.source_id},
        "contentType": content.content_type or "application/octet-stream",
        "data": "".join(content.data.split()),
    }
