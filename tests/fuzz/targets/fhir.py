"""An answer in FHIR JSON: read, checked against the person, merged, and every row of it written."""

from __future__ import annotations

from datetime import UTC, datetime

from carerecord.connectors.bundle import read_bundle
from carerecord.connectors.contract import SourceError
from carerecord.connectors.gp_connect.tests.test_gp_connect_mutated import NUMBER, PATIENT
from carerecord.contract import Answer, Query
from carerecord.federation.check import check
from fuzz import seeds
from spec.merge.merge_items import BASES
from spec.merge.merge_rows import shown

SEEDS = (
    *(seeds.bundle(PATIENT, one) for one in BASES.values()),
    *seeds.bad("fhir"),
    *seeds.files("bad-input/json/*.json"),
)
QUERY = Query(NUMBER, "1948-11-08", (), "v", datetime(2026, 11, 21, 10, tzinfo=UTC))


def tried(sent: bytes) -> None:
    try:
        bundle = read_bundle(sent, "s")
    except SourceError:
        return
    checked = check(bundle.items, QUERY, "https://fhir.example/R4")
    kept = (*checked.items, *checked.patients)
    assert len(kept) + len(checked.held_back) == len(bundle.items)
    assert bundle.entries >= len(bundle.items) + len(bundle.unreadable)
    shown(Answer("s", "answered", items=kept))
