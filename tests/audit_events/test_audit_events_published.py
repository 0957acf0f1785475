"""Beside the examples that IHE publishes of BALP: our table refuses none of them, and our events say as much."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from balp import BALP, PROFILES, faults
from every_entry import RECORDER, entry

from carerecord.audit.events import audit_event

OURS = {"PatientRead": "shown", "AuthZconsent": "decided"}


def examples(shared: Path) -> list[tuple[str, dict[str, Any]]]:
    read = [
        json.loads(one.read_bytes()) for one in sorted((shared / "ihe/balp").glob("AuditEvent-*"))
    ]
    claimed = [(one["meta"]["profile"][0].removeprefix(PROFILES), one) for one in read]
    return [(profile, one) for profile, one in claimed if profile in BALP]


def codes(concept: dict[str, Any]) -> set[str]:
    return {one["code"] for one in concept.get("coding", [])}


def says(event: dict[str, Any]) -> set[str]:
    """What kind of event it is, who took part in which part, and of what it was about, without the values."""
    found = {f"type {event['type']['code']}", f"action {event['action']}"}
    found |= {f"subtype {one['code']}" for one in event["subtype"]}
    for agent in event["agent"]:
        kind = " ".join(sorted(codes(agent["type"]) - {"UserOauthAgent"}))
        found |= {
            f"agent {kind}: {name}" for name in agent if name in ("who", "requestor", "network")
        }
    for about in event["entity"]:
        role = about.get("role", {}).get("code", "")
        found |= {f"entity {about['type']['code']} {role}: what"} if "what" in about else set()
    return found


@pytest.mark.parametrize("profile", sorted(OURS))
def test_a_published_example_is_accepted_and_ours_says_as_much(shared_data: Path, profile: str):
    of_profile = [one for name, one in examples(shared_data) if name == profile]
    assert of_profile
    ours = says(audit_event(entry(OURS[profile]), RECORDER))
    for one in of_profile:
        assert faults(one) == []
        assert says(one) - ours == set()
