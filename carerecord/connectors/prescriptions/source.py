"""Ask the prescription tracker for one person's prescriptions, then for where each one is.

The tracker takes the NHS number in the address alone: decision 0010 says why that is allowed, and how it is kept in.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace

from yarl import URL

from carerecord.connectors.app_token import TokenSettings
from carerecord.connectors.bundle import Bundle
from carerecord.connectors.contract import Page, SourceError
from carerecord.connectors.national import (
    Asking,
    NationalSource,
    read,
    told,
)
from carerecord.connectors.prescriptions.translate import (
    Issue,
    beside,
    issues_of,
    only,
    tells_of,
    tracked,
    without,
)
from carerecord.contract import Query, Receipt

LIST = URL("RequestGroup")
MOST_FOLLOWED = 20  # issues asked about one by one, the newest; of others no more than their state


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[source.options]` of the prescription tracker."""

    url: str  # the base address
    organisation: str  # ODS code of who asks, where nobody in particular looks
    role_profile: str  # the role profile id of whoever has none of their own
    job_role: str  # the national job role we ask in
    token: TokenSettings | None = None


class PrescriptionsSource(NationalSource[Settings]):
    OPTIONS = Settings

    def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        """Every prescription, and of the newest where it is, since when, and its medicines."""
        asking = self._asking(query, receipt)
        return told(asking, self._bundles(query, asking, asking.next_id()))

    async def _bundles(
        self, query: Query, asking: Asking, request_id: str
    ) -> AsyncGenerator[Bundle, None]:
        headers = self._headers(query)
        url = self._base.join(LIST).with_query(nhsNumber=query.nhs_number)
        listed = read(await asking.get(url, headers, request_id), self.settings.id)
        followed = [one for one in issues_of(listed) if query.nhs_number not in one.number]
        followed = followed[:MOST_FOLLOWED]
        ids = [asking.next_id() for _ in followed]
        yield Bundle(())  # names the requests before anything of theirs comes back
        asked = [  # all at once: they are as late as one, and the pool lets no more through than it may
            asyncio.ensure_future(self._followed(issue, asking, headers, own_id))
            for issue, own_id in zip(followed, ids, strict=True)
        ]
        untold: list[Issue] = []
        try:
            yield (first := tracked(without(listed, followed), self.settings.id))
            said = {item.raw for item in first.items}
            for issue, one in zip(followed, asked, strict=True):  # each is handed on when it came
                if answer := await one:
                    yield beside(said, tracked(answer, self.settings.id))
                else:
                    untold.append(issue)
        finally:
            for one in asked:
                one.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
        if untold:
            yield replace(
                tracked(only(listed, untold), self.settings.id), incomplete=_short_of(len(untold))
            )

    async def _followed(
        self, issue: Issue, asking: Asking, headers: dict[str, str], request_id: str
    ) -> Bundle | None:
        """None where this one cannot be told; it still stands in the list."""
        url = self._base.join(LIST) / issue.number
        if issue.issue:
            url = url.with_query(issueNumber=issue.issue)
        try:
            bundle = read(await asking.get(url, headers, request_id), self.settings.id)
        except SourceError:
            return None
        return bundle if tells_of(bundle, issue) else None

    def _headers(self, query: Query) -> dict[str, str]:
        """Whoever looks, and in which role; where they have no national one, that of the region."""
        viewer = query.origin.viewer if query.origin else None
        return {
            "nhsd-session-urid": (viewer.role_id if viewer else "") or self._own.role_profile,
            "nhsd-session-jobrole": self._own.job_role,
            "nhsd-organization-uuid": viewer.organisation if viewer else self._own.organisation,
        }


def _short_of(untold: int) -> str:
    which = "1 prescription" if untold == 1 else f"{untold} prescriptions"
    return f"did not say which medicines are on {which}"
