"""One entry of the log, and the kinds of thing that are written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from carerecord.contract import Viewer
from carerecord.store import Row

KINDS = {
    "sign-in": "signed in",
    "sign-in-refused": "was not signed in",
    "sign-out": "signed out",
    "role-selected": "selected one of their roles",
    "role-withdrawn": "no longer held the role they had selected, where they sign in",
    "locked": "left a session unused until it locked, or locked it",
    "resumed": "signed in again to a locked session",
    "signed-out-by-provider": "was signed out where they had signed in",
    "search": "searched for a person",
    "traced": "asked the national index who somebody is",
    "matched": "was shown that this person exists",
    "listed": "was shown this person on the list of their own people",
    "decided": "was told whether this record may be seen",
    "open": "opened this record",
    "shown": "was shown this content",
    "late": "opened this record, and sources answered after the page was drawn",
    "printed": "had a page of this record made ready to print",
    "document": "had a document of this record fetched from where it is held",
    "code-shown": "was shown a code that opens this person’s door",
    "refused": "was refused this record",
    "emergency": "declared an emergency",
    "emergency-stopped": "ended their emergency access to this record",
    "emergency-words": "said why they had declared an emergency",
    "declared": "said why they need this record",
    "launch": "came from their own record system with this person",
    "launch-refused": "was not let in from their own record system",
    "neighbour-refused": "was not let in from a neighbouring region",
    "not-shared": "was not shown what a neighbouring region holds, because it did not share it",
    "notification": "did something unusual that the privacy officer is told of",
    "alert": "did something exceptional that the privacy officer is alerted to",
    "explained": "asked who would see what of this record, and why",
    "incident": "an answer held somebody else's data",
    "source-checked": "tried a source with an invented person",
    "export": "took content out",
    "token": "was given a token",
    "evidence": "changed or looked at why staff may see people",
    "objection": "recorded what this person wants of sharing, or what was decided",
    "number-doubt": "put in doubt or settled whose an NHS number is, or listed those in doubt",
    "source-link": "linked a source's own number to this person, took that back, or listed the steps",
    "staff-ties": "changed whom staff are known to know",
    "edge-copies": "counted or took out copies held for a source",
    "edge-destroyed": "destroyed the copies held for a source",
    "changed": "changed who may take part, or what is agreed",
    "audit-read": "read the audit log",
    "reconciled": "compared the log with what a source says it served",
    "replayed": "looked again at what somebody was shown",
    "person-report": "made, for this person, the report of who had looked, or recorded what they asked",
    "case": "took a step in a review of who looked",
    "doubted": "said that an entry of this record looks wrong",
    "doubt-step": "answered, or read, what somebody said looks wrong",
    "started": "started the server",
    "connections-changed": "started the server with other sources, or other ways to sign in, than before",
    "backup": "took a backup of the database",
    "log-opened": "opened a log, which goes on from another",
    "log-closed": "closed a log, which another goes on from",
    "erased": "erased the content of one entry, by order of a court",
    "pruned": "removed a log whose time is over",
    "clock-was-ahead": "said that the clock had been ahead, and is right now",
    "log-gap": "said that entries are missing, after a backup was restored",
    "spool-drained": "added what had waited in the emergency spool",
    "account-made": "made a local account for a member of staff",
    "account-invited": "invited a member of staff to make a passkey",
    "account-roles": "changed the roles of a local account",
    "account-reset": "revoked every passkey of a local account, with a second person",
    "account-closed": "closed a local account",
    "passkey-made": "made a passkey",
    "passkey-refused": "was not allowed to make a passkey",
}
"""Each kind, completing “{viewer} …”."""
OWN = frozenset({"log-opened", "log-closed", "log-gap"})
"""What a log says of itself: no viewer, no person."""


@dataclass(frozen=True, slots=True)
class Entry:
    log: str  # of which month and node
    seq: int  # in its log, from 1
    place: int  # among the entries of all logs, in the order of time
    entry_id: str
    at: datetime
    kind: str
    viewer: Viewer | None  # as they were then; teams are not kept
    person_id: str
    view_id: str
    body: dict[str, Any]


def from_row(row: Row) -> Entry:
    return Entry(
        log=row["log"],
        seq=row["seq"],
        place=row["place"],
        entry_id=row["entry_id"],
        at=datetime.fromisoformat(row["at"]),
        kind=row["kind"],
        viewer=viewer_in(row),
        person_id=row["person_id"],
        view_id=row["view_id"],
        body=json.loads(row["body"] or "{}"),
    )


def viewer_columns(viewer: Viewer | None) -> dict[str, str]:
    return {
        "viewer_id": viewer.id if viewer else "",
        "viewer_name": viewer.name if viewer else "",
        "viewer_role": viewer.role if viewer else "",
        "viewer_role_name": viewer.role_name if viewer else "",
        "viewer_organisation": viewer.organisation if viewer else "",
        "viewer_organisation_name": viewer.organisation_name if viewer else "",
        "viewer_session": viewer.session if viewer else "",
    }


def viewer_in(row: Mapping[str, Any]) -> Viewer | None:
    """Whoever did it, by the columns of an entry."""
    if not row["viewer_id"]:
        return None
    return Viewer(
        id=row["viewer_id"],
        name=row["viewer_name"],
        role=row["viewer_role"],
        role_name=row["viewer_role_name"],
        organisation=row["viewer_organisation"],
        organisation_name=row["viewer_organisation_name"],
        session=row["viewer_session"],
    )
