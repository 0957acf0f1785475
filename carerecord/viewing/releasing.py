"""Leave to send bytes, once the entry that says they are shown is durable (I1)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from carerecord.viewing import written
from carerecord.viewing.besides import Besides
from carerecord.viewing.contract import Released, View
from carerecord.viewing.fetching import Fetching
from carerecord.viewing.telling import Teller
from carerecord.viewing.writing import ViewWriting

PAGE = "text/html"


@dataclass(frozen=True, slots=True)
class Releasing:
    fetching: Fetching
    teller: Teller
    views: ViewWriting

    async def release(
        self, view: View, body: bytes, sections: Sequence[str], content_type: str, sent: int
    ) -> Released:
        """A page is kept with its entry. `sent`: as of `Records.release`."""
        digest = hashlib.sha256(body).hexdigest()
        what = written.shown(view, sections, digest, len(body), content_type, sent)
        page = body.decode() if content_type.startswith(PAGE) else None
        besides = Besides(at=view.at, told=self.teller.shown(view), page=page)
        also = await self.fetching.along(view)
        receipt = await self.views.of_view("shown", view, what, besides, also)
        return Released(body[sent:], receipt)
