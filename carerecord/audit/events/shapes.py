"""Which kind of entry is which event: its BALP profile, its codes, and how it came out. A table, no more.

A profile is claimed only where the entry holds all that the profile asks for; otherwise the event keeps its
codes and is a plain AuditEvent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from carerecord.audit.entry import KINDS, Entry
from carerecord.audit.events.asked import query_of
from carerecord.audit.events.codes import (
    AUTHZ_SUBTYPE,
    EVENT_TYPE,
    KIND,
    RESTFUL,
    coding,
    dcm,
    words,
)
from carerecord.contract import Resource

Profile = Literal["", "PatientRead", "PatientQuery", "Query", "AuthZconsent"]
Outcome = Literal["0", "4", "8"]
"""Done; not done, and trying again may help; refused."""


@dataclass(frozen=True, slots=True)
class Shape:
    profile: Profile  # of BALP; "" = AuditEvent as FHIR has it
    type: Resource
    subtypes: tuple[Resource, ...]
    action: Literal["C", "R", "U", "D", "E"]
    outcome: Outcome = "0"
    query: str = ""  # asked in these words where the entry holds none
    source: str = "4"  # security-source-type: 4 application server, 6 security server


_REST = coding(EVENT_TYPE, "rest", "Restful Operation")
_READ = coding(RESTFUL, "read", "read")
_SEARCH = coding(RESTFUL, "search-type", "search-type")
_BY_CONSENT = coding(
    AUTHZ_SUBTYPE, "AuthZ-Consent", "Authorization Decision using Roles and Consent"
)
_BY_ROLE = coding(AUTHZ_SUBTYPE, "AuthZ-Role", "Authorization Decision using only Roles")
_ALERT, _SIGN_IN, _LOG_USED = dcm("110113"), dcm("110114"), dcm("110101")
_LOGIN, _LOGOUT = dcm("110122"), dcm("110123")
_USER, _ROLES, _SETTINGS = dcm("110137"), dcm("110136"), dcm("110129")

_DECISION = Shape("AuthZconsent", _ALERT, (_BY_CONSENT,), "E", source="6")
_IN = Shape("", _SIGN_IN, (_LOGIN,), "E", source="6")
_OUT = Shape("", _SIGN_IN, (_LOGOUT,), "E", source="6")
_ROLE = Shape("", _ALERT, (_ROLES,), "E", source="6")
_ACCOUNT = Shape("", _ALERT, (_USER,), "U", source="6")
_TOLD = Shape("", _ALERT, (), "E", source="6")

SHAPES: dict[str, Shape] = {
    "sign-in": _IN,
    "sign-in-refused": replace(_IN, outcome="4"),
    "sign-out": _OUT,
    "role-selected": _ROLE,
    "role-withdrawn": _ROLE,
    "locked": _OUT,
    "resumed": _IN,
    "signed-out-by-provider": _OUT,
    "search": Shape("Query", _REST, (_SEARCH,), "E"),
    "traced": Shape("", _REST, (_SEARCH,), "E"),
    "matched": Shape("PatientQuery", _REST, (_SEARCH,), "E"),
    "listed": Shape("PatientQuery", _REST, (_SEARCH,), "E", query="Patient?_list=people-today"),
    "decided": _DECISION,
    "open": _DECISION,
    "shown": Shape("PatientRead", _REST, (_READ,), "R"),
    "late": Shape("", _REST, (_READ,), "R"),
    "printed": Shape("", dcm("110106"), (), "R"),
    "document": Shape("", _REST, (_READ,), "R"),
    "code-shown": Shape("", _REST, (_READ,), "R"),
    "refused": replace(_DECISION, outcome="8"),
    "emergency": Shape("", _ALERT, (dcm("110127"),), "E", source="6"),
    "emergency-stopped": Shape("", _ALERT, (dcm("110138"),), "E", source="6"),
    "emergency-words": Shape("", _ALERT, (dcm("110127"),), "U", source="6"),
    "declared": Shape("", _ALERT, (dcm("110132"),), "E", source="6"),
    "launch": _IN,
    "launch-refused": replace(_IN, outcome="4"),
    "neighbour-refused": replace(_IN, outcome="4"),
    "not-shared": replace(_DECISION, profile="", outcome="8"),
    "notification": _TOLD,
    "alert": _TOLD,
    "explained": Shape("", dcm("110112"), (), "E"),
    "incident": replace(_TOLD, outcome="8"),
    "source-checked": Shape("", dcm("110112"), (), "E"),
    "export": Shape("", dcm("110106"), (), "R"),
    "token": _IN,
    "evidence": Shape("", _ALERT, (dcm("110135"),), "U", source="6"),
    "objection": Shape("", dcm("110110"), (), "U"),
    "number-doubt": Shape("", dcm("110110"), (), "U"),
    "source-link": Shape("", dcm("110110"), (), "U"),
    "staff-ties": _ACCOUNT,
    "edge-copies": Shape("", dcm("110110"), (), "U"),
    "edge-destroyed": Shape("", dcm("110110"), (), "D"),
    "changed": Shape("", _ALERT, (_SETTINGS,), "U", source="6"),
    "audit-read": Shape("", _LOG_USED, (), "R"),
    "reconciled": Shape("", _LOG_USED, (), "R"),
    "replayed": Shape("", _LOG_USED, (), "R"),
    "person-report": Shape("", _LOG_USED, (), "R"),
    "case": Shape("", _ALERT, (), "U"),
    "doubted": Shape("", dcm("110110"), (), "U"),
    "doubt-step": Shape("", dcm("110110"), (), "U"),
    "started": Shape("", dcm("110100"), (dcm("110120"),), "E"),
    "connections-changed": Shape("", _ALERT, (_SETTINGS,), "U", source="6"),
    "backup": Shape("", dcm("110106"), (), "R"),
    "log-opened": Shape("", _ALERT, (dcm("110134"),), "E", source="6"),
    "log-closed": Shape("", _ALERT, (dcm("110133"),), "E", source="6"),
    "erased": Shape("", _ALERT, (_LOG_USED,), "D", source="6"),
    "pruned": Shape("", _ALERT, (_LOG_USED,), "D", source="6"),
    "clock-was-ahead": Shape("", _ALERT, (_SETTINGS,), "U", source="6"),
    "log-gap": Shape("", _ALERT, (dcm("110133"),), "E", "8", source="6"),
    "spool-drained": Shape("", _ALERT, (_LOG_USED,), "C", source="6"),
    "account-made": replace(_ACCOUNT, action="C"),
    "account-invited": _ACCOUNT,
    "account-roles": replace(_ACCOUNT, subtypes=(_ROLES,)),
    "account-reset": _ACCOUNT,
    "account-closed": replace(_ACCOUNT, action="D"),
    "passkey-made": _ACCOUNT,
    "passkey-refused": replace(_ACCOUNT, outcome="4"),
}
"""Every kind of entry has one (a test holds it)."""

_LATER = Shape("", dcm("110100"), (), "E")
"""A kind that only a later release knows, while this one still runs beside it."""
_OUTCOMES: dict[str, Outcome] = {"permit": "0", "challenge": "4", "deny": "8"}


def shape_of(entry: Entry) -> Shape:
    """The shape of this one entry: what came of it, and the profile only where it can be kept to."""
    shape = SHAPES.get(entry.kind, _LATER)
    shape = replace(shape, outcome=_outcome(entry, shape.outcome))
    if shape.profile == "AuthZconsent":
        return shape if _decided_of_a_person(entry) else _by_role(shape)
    if not _NEEDS[shape.profile](entry, shape.query):
        shape = replace(shape, profile="")
    return replace(
        shape, subtypes=(*shape.subtypes, coding(KIND, entry.kind, KINDS.get(entry.kind, "")))
    )


def _outcome(entry: Entry, usual: Outcome) -> Outcome:
    if entry.kind in ("decided", "open"):
        return _OUTCOMES.get(str(entry.body.get("outcome", "")), usual)
    if entry.kind == "launch" and entry.body.get("found") is False:
        return "4"
    return usual


def _by_role(shape: Shape) -> Shape:
    return replace(shape, profile="", subtypes=(_BY_ROLE,))


def _decided_of_a_person(entry: Entry) -> bool:
    """The person, the viewer and their organisation, and the rules that stand for the consent (BALP 3:5.7.6)."""
    organisation = entry.viewer.organisation if entry.viewer else ""
    return bool(entry.person_id and organisation and words(entry.body.get("policy_version")))


_NEEDS: dict[str, Callable[[Entry, str], Any]] = {
    "": lambda _, __: True,
    "Query": lambda entry, usual: not entry.person_id and query_of(entry, usual),
    "PatientQuery": lambda entry, usual: entry.person_id and query_of(entry, usual),
    "PatientRead": lambda entry, _: entry.person_id and words(entry.body.get("sha256")),
}
