"""What says more of something that another message begins, ends or calls off, as ADT A08 does: whether it stands is not its to say. Pure.

So it brings nothing back that was called off, opens nothing again that is over, and what only comes later, having been said
earlier, still counts. When it was said is kept beside what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, decode_resource, first_text

AMENDED = "urn:carerecord:amended"
"""An extension of `meta`: when more was said of it."""
NOT_BEGUN = "urn:carerecord:not-begun"
"""Another: nothing that begins or ends it was heard so far."""
OVER = frozenset(
    {"finished", "cancelled", "noshow", "entered-in-error", "revoked", "completed", "fulfilled"}
)
"""Every status that something does not come back from by what says more of it."""
_STANDING = ("status", "period")


def read(raw: bytes) -> Resource:
    """What cannot be opened counts as nothing: what is said now stands alone."""
    try:
        return decode_resource(raw) if raw else {}
    except (ValueError, RecursionError):
        return {}


def is_over(raw: bytes) -> bool:
    return read(raw).get("status") in OVER


def has_begun(raw: bytes) -> bool:
    return NOT_BEGUN.encode() not in raw or NOT_BEGUN not in _marks(read(raw))


def merged(kept: Resource, said: Resource) -> Resource:
    """What is not said stays; None is known no longer."""
    whole = _without_none({**kept, **said})
    if "deceasedDateTime" in whole:  # that it is so is said with when
        whole.pop("deceasedBoolean", None)
    if "period" in whole:
        whole["period"] = _without_none({**as_dict(kept.get("period")), **whole["period"]})
    if whole.get("resourceType") == "Appointment" and len(whole.get("participant", ())) < 2:
        whole["participant"] = kept.get("participant") or whole["participant"]
    return {key: value for key, value in whole.items() if value != {}}


def begun(kept: Resource, said: Resource, at: datetime) -> Resource:
    """`said` begins, ends or calls it off; of all else what was said later counts."""
    more = _marks(kept).get(AMENDED, "")
    if not more or datetime.fromisoformat(first_text(more)) <= at:
        return _marked(merged(kept, said), {})
    later = {key: value for key, value in kept.items() if key not in _STANDING}
    standing = {key: said[key] for key in _STANDING if key in said}
    return _marked(merged(merged(kept, said), {**later, **standing}), {AMENDED: more})


def amended(raw: bytes, said: Resource, at: datetime) -> Resource | None:
    """None: nothing is to be changed, more having been said since."""
    kept = read(raw)
    if not kept:
        return _marked(merged({}, said), {AMENDED: at.isoformat(), NOT_BEGUN: True})
    marks = _marks(kept)
    if AMENDED in marks and datetime.fromisoformat(first_text(marks[AMENDED])) > at:
        return None
    if kept.get("status") in OVER or said.get("status") == "unknown":
        said = {key: value for key, value in said.items() if key not in _STANDING}
    whole = merged(kept, said)
    if whole.get("status") == "finished":
        whole["location"] = [{**one, "status": "completed"} for one in whole.get("location", ())]
    return _marked(whole, {**marks, AMENDED: at.isoformat()})


def _without_none(found: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if value is not None}


def _marks(resource: Resource) -> dict[str, Any]:
    held = map(as_dict, as_list(as_dict(resource.get("meta")).get("extension")))
    return {one.get("url", ""): one.get("valueInstant", one.get("valueBoolean")) for one in held}


def _marked(resource: Resource, marks: Mapping[str, Any]) -> Resource:
    plain = {key: value for key, value in resource.items() if key != "meta"}
    held = [
        {"url": url, "valueBoolean" if url == NOT_BEGUN else "valueInstant": value}
        for url, value in marks.items()
    ]
    return {**plain, "meta": {"extension": held}} if held else plain
