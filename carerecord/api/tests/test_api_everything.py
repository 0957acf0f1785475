"""What goes out is what came in, with the source named and no other byte changed."""

from __future__ import annotations

import json

import pytest

from carerecord.api.everything import with_source
from carerecord.contract import Item

NAMED = "urn:carerecord:source:gp"


@pytest.mark.parametrize(
    ("raw", "source"),
    [
        pytest.param('{"resourceType":"Flag","id":"1"}', NAMED, id="no-meta"),
        pytest.param('{ "resourceType" : "Flag" }', NAMED, id="spaces"),
        pytest.param('{"meta":{"versionId":"3"},"id":"1"}', NAMED, id="meta"),
        pytest.param('{"id":"1","meta": {"versionId":"3"}}', NAMED, id="meta-after-space"),
        pytest.param('{"meta":{},"id":"1"}', NAMED, id="empty-meta"),
        pytest.param('{"meta":null,"id":"1"}', NAMED, id="null-meta"),
        pytest.param('{"meta":{"source":"urn:x"},"id":"1"}', f"{NAMED}#urn:x", id="its-own-source"),
        pytest.param(
            '{"contained":[{"meta":{"versionId":"9"}}],"meta":{"versionId":"3"}}',
            NAMED,
            id="meta-of-something-contained",
        ),
        pytest.param('{"contained":[{"meta":{"versionId":"9"}}]}', NAMED, id="contained-alone"),
        pytest.param('{"note":"says \\"meta\\":{ here","id":"1"}', NAMED, id="meta-in-words"),
        pytest.param('{"note":"\\"meta\\":{","meta":{"a":1}}', NAMED, id="words-before-meta"),
    ],
)
def test_the_source_is_named_and_nothing_else_changes(raw: str, source: str):
    sent = json.loads(with_source(Item("gp", json.loads(raw), raw.encode())))
    assert sent["meta"].pop("source") == source
    before = json.loads(raw)
    (before.get("meta") or {}).pop("source", None)
    assert {**sent, "meta": sent["meta"]} == {**before, "meta": before.get("meta") or {}}


def test_numbers_go_out_as_they_were_sent():
    raw = b'{"resourceType":"Observation","valueQuantity":{"value":72.50},"meta":{"source":"x"}}'
    assert b"72.50" in with_source(Item("gp", json.loads(raw), raw))
