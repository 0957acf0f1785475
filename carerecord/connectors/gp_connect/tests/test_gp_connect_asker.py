"""A practice hears who looks and where they work, and never of somebody in general (AUT-10, AUT-11)."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from carerecord.connectors.gp_connect.fake import ASKER
from carerecord.connectors.gp_connect.request import headers_of
from carerecord.connectors.gp_connect.settings import Settings
from carerecord.contract import Origin, Query, Viewer

SETTINGS = Settings(url="http://127.0.0.1", **ASKER)
AT = datetime(2026, 1, 2, 9, tzinfo=UTC)


def claims_of(viewer: Viewer | None) -> dict[str, Any]:
    origin = Origin(viewer, "TREAT", ()) if viewer else None
    query = Query("9990000042", "1948-11-08", (), "view-7", AT, origin)
    headers = headers_of(SETTINGS, query, "r1")
    _, claims, _ = headers["Authorization"].split(".")
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(claims + "=="))
    return found


@pytest.mark.parametrize(
    ("own", "role_id", "said"),
    [("cis2/555000000123", "555000000456", ["555000000123", "555000000456"]), ("a.okafor", "", ["UNK", "UNK"])],
)  # fmt: skip
def test_the_token_names_the_member_of_staff_and_where_they_work(own, role_id, said):
    viewer = Viewer(own, "Dr A Okafor", "doctor", "Doctor", "RNG01", "Northgate", role_id=role_id)
    claims = claims_of(viewer)
    who = claims["requesting_practitioner"]
    assert claims["sub"] == who["id"] == own.replace("/", "-")
    assert [one["value"] for one in who["identifier"]] == [*said, own]
    assert who["name"] == [{"text": "Dr A Okafor", "family": "Okafor"}]
    where = claims["requesting_organization"]
    assert (where["identifier"][0]["value"], where["name"]) == ("RNG01", "Northgate")


def test_a_request_that_is_nobodys_names_itself_alone():
    claims = claims_of(None)
    assert claims["sub"] == claims["requesting_practitioner"]["id"] == "view-7"
    assert claims["requesting_organization"]["name"] == ASKER["organisation_name"]
