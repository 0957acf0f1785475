"""Entries of every kind: what the door really writes, and whatever an entry may be at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from carerecord.audit import KINDS, Entry
from carerecord.audit.events import Recorder
from carerecord.contract import Viewer

RECORDER = Recorder("region.example/audit", "Northgate Shared Record", "https://record.example")
VIEWER = Viewer(
    "a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate", session="s1"
)
AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DECISION: dict[str, Any] = {
    "face": "web",
    "outcome": "permit",
    "reasons": ["LR-3"],
    "policies": ["LR-3"],
    "policy_version": "1f0c",
    "evidence": ["e-1"],
    "obligations": [["LR-3", "banner"]],
    "purpose": "TREAT",
    "asked": {},
    "closed": [],
    "as": {"role_id": "r-7", "assurance": 3},
}
SHOWN: dict[str, Any] = {
    "sections": {"problems": ["gp/Condition/1", "acute/Condition/2/_history/3"]},
    "sources": {"gp": {"state": "answered", "seconds": 0.1, "request_ids": ["r1"]}},
    "account": [["gp", "problems", 1, 1, 0, 0, 0]],
    "sha256": "0" * 64,
    "bytes": 10,
    "content_type": "text/html",
}
BODIES = {
    "open": DECISION,
    "decided": DECISION | {"protecting": ["gp"]},
    "refused": DECISION | {"outcome": "deny"},
    "shown": SHOWN,
    "search": {"given": ["nhs_number", "birth_date"], "found": 1, "more": False},
    "matched": {"given": ["family"]},
}


def entry(kind: str, **changes: Any) -> Entry:
    given: dict[str, Any] = {
        "log": "2026-11",
        "seq": 7,
        "place": 64,
        "entry_id": "0a" * 16,
        "at": AT,
        "kind": kind,
        "viewer": VIEWER,
        "person_id": "" if kind == "search" else "p1",
        "view_id": "v1",
        "body": BODIES.get(kind, {"what": "it"}),
    }
    return Entry(**given | changes)


_names = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_ids = st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True)
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | _names,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(_ids, inside, max_size=3),
    max_leaves=5,
)
_known = ("face", "outcome", "reasons", "policy_version", "purpose", "why", "given", "query", "as")
_bodies = st.dictionaries(_ids | st.sampled_from(_known), _values, max_size=5)
_viewers = st.none() | st.builds(
    Viewer,
    id=_ids,
    name=_names,
    role=st.just("") | _ids,
    role_name=_names,
    organisation=st.just("") | _ids,
    organisation_name=_names,
    session=st.just("") | _ids,
)
any_entry = st.builds(
    entry,
    st.sampled_from([*sorted(KINDS), "of-a-later-release"]),
    viewer=_viewers,
    person_id=st.just("") | _ids,
    view_id=st.just("") | _ids,
    at=st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    body=st.one_of(_bodies, st.sampled_from([*BODIES.values()])),
)
"""As loose as the table is: bodies of other shapes, viewers without a role, no viewer at all."""
