"""A record of GP Connect: STU3 turned into R4."""

from __future__ import annotations

from carerecord.connectors.bundle import read_bundle
from carerecord.connectors.contract import SourceError
from carerecord.connectors.gp_connect.tests.test_gp_connect_mutated import ENTRIES, PATIENT
from carerecord.connectors.gp_connect.translate import translated
from carerecord.fhir import decode_resource
from fuzz import seeds

SEEDS = (
    *(seeds.bundle(PATIENT, one) for one in ENTRIES),
    *seeds.files("gp-connect-stu3/**/*.json"),
)


def tried(sent: bytes) -> None:
    try:
        bundle = read_bundle(sent, "gp")
    except SourceError:
        return
    made = translated(bundle, "gp")
    assert len(made.items) + len(made.unreadable) >= len(bundle.items) + len(bundle.unreadable)
    for item in made.items:
        assert decode_resource(item.raw).get("resourceType") == item.type
