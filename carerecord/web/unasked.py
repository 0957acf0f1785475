"""An entry that nobody who was asked holds: not there, or with a source that is asked only when chosen (SEN-12)."""

from __future__ import annotations

from starlette.responses import Response

from carerecord.viewing.contract import IdentityUnknown
from carerecord.web.asking import Opened, send_record


async def without_entry(record: Opened, title: str) -> Response:
    """The page that offers to ask; it says nothing of whether the entry is there. Raises `IdentityUnknown`."""
    if not (record.view.unasked or record.view.unknown):
        raise IdentityUnknown
    return await send_record(record, "unasked.html", record.frame("item", title), [])
