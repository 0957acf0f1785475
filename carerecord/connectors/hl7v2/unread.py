"""Z segments, which every hospital has of its own: nobody here reads them, and they are kept beside what was read. Pure."""

from __future__ import annotations

import base64

from carerecord.connectors.hl7v2.told import Arrived
from carerecord.connectors.pushed import own_id
from carerecord.contract import Resource

CONTENT_TYPE = "x-application/hl7-v2+er7"


def z_segments(arrived: Arrived) -> tuple[Resource, ...]:
    """As one Binary, which no page shows and an export holds; of each kind of message the last that was sent."""
    message = arrived.message
    found = [one for one in message.segments if one.name.startswith("Z")]
    if not found:
        return ()
    mark = message.header.delimiters.field
    lines = [mark.join((one.name, *one.fields)) for one in found]
    return (
        {
            "resourceType": "Binary",
            "id": own_id("unread", message.type, message.event, *sorted({o.name for o in found})),
            "contentType": CONTENT_TYPE,
            "securityContext": arrived.subject,
            "data": base64.b64encode("\r".join(lines).encode()).decode(),
        },
    )
