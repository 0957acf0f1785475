"""One line for each notification and alert: when, who, whose record, and why it was picked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from carerecord.access.evidence.emergencies import Emergency
from carerecord.contract import Viewer
from carerecord.viewing.contract import MOST_TOLD, Told
from carerecord.web import formats
from carerecord.web.asking import send_page
from carerecord.web.messages import say

TO_THE_SECOND = "%H:%M:%S"  # ALR-2


@dataclass(frozen=True, slots=True)
class Line:
    when: str
    level: str
    tone: str
    who: str
    role: str
    username: str  # by which “Who may see what” knows them
    whose: str
    number: str
    why: str
    since: str  # of an emergency declared without words: what was said later, or that nothing was
    rule: str
    reference: str


def end_of(told: Sequence[Told]) -> str:
    """Never “the end” where older ones are left out."""
    return "End of list." if len(told) < MOST_TOLD else say("review.older", n=len(told))


def lines(told: Iterable[Told]) -> list[Line]:
    return [_line(one) for one in told]


def _line(one: Told) -> Line:
    alert, person = one.alert, one.person
    return Line(
        when=f"{formats.local_day(alert.at)} {formats.time_of(alert.at, TO_THE_SECOND)}",
        level=say(f"review.{alert.kind}"),
        tone="red" if alert.kind == "alert" else "",
        who=alert.viewer.name,
        username=alert.viewer.id,
        role=f"{alert.viewer.role_name}, {alert.viewer.organisation_name}",
        whose=formats.name(person) if person else say("review.nobody"),
        number=formats.number_mark(person.nhs_number) if person else "",
        why=alert.words,
        since=_since(one.emergency, alert.words),
        rule=alert.rule,
        reference=alert.reference,
    )


def _since(emergency: Emergency | None, told: str) -> str:
    if emergency is None:
        return ""
    if emergency.owed:
        return say("review.owed")
    return "" if emergency.words in told else say("review.said", words=emergency.words)


def not_for_this_role(request: Request, viewer: Viewer) -> Response:
    """The page of somebody whose role does not include this."""
    return send_page(
        request, "review/refused.html", viewer, status=403, words=say("review.not-for-this-role")
    )
