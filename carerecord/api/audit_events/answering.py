"""`GET /AuditEvent`: a searchset, newest first, with a link to the next page."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from carerecord.api.audit_events.parameters import Refused, criteria
from carerecord.api.bearer import app_of, base_of, signed_in
from carerecord.api.outcome import FHIR_JSON, HEADERS, error
from carerecord.contract import Resource
from carerecord.viewing.auditing import EventPage
from carerecord.viewing.contract import NotForThisRole
from carerecord.viewing.cursors import NotACursor

NOT_YOURS = "The audit log is read by privacy officers, of what their own organisation's staff did."


async def find(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    pairs = request.query_params.multi_items()
    try:
        page = await app_of(request).events.find(
            viewer, criteria(pairs), app_of(request).records.now()
        )
    except Refused as refused:
        return error(400, refused.code, *refused.words)
    except NotACursor:
        return error(400, "value", "_cursor: not one that was given for this search.")
    except NotForThisRole:
        return error(403, "forbidden", NOT_YOURS)
    body = msgspec.json.encode(bundle(page, base_of(request), pairs))
    return Response(body, 200, HEADERS, FHIR_JSON)


def bundle(page: EventPage, base: str, pairs: list[tuple[str, str]]) -> Resource:
    """No total: nobody counts a log to show a page of it."""
    links = [{"relation": "self", "url": _address(base, pairs)}]
    if page.cursor:
        rest = [pair for pair in pairs if pair[0] != "_cursor"]
        links.append({"relation": "next", "url": _address(base, [*rest, ("_cursor", page.cursor)])})
    found: Resource = {"resourceType": "Bundle", "type": "searchset", "link": links}
    if page.events:
        found["entry"] = [
            {
                "fullUrl": f"{base}/AuditEvent/{event['id']}",
                "resource": event,
                "search": {"mode": "match"},
            }
            for event in page.events
        ]
    return found


def _address(base: str, pairs: list[tuple[str, str]]) -> str:
    return f"{base}/AuditEvent" + (f"?{urlencode(pairs)}" if pairs else "")
