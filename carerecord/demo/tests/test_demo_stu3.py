"""A practice of the demo sends STU3, and every entry that was told in R4 comes out of it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.contents import invented_contents
from carerecord.demo.folder import Made
from carerecord.demo.histories import record_of
from carerecord.demo.sources import SOURCES
from carerecord.demo.stu3 import stu3_of
from carerecord.fhir import decode_resource, encode_resource
from carerecord.fhir.stu3 import to_r4

TODAY = date(2026, 11, 21)
MADE = Made(seed=1, today=TODAY.isoformat(), people=12)
KEPT = "http://hl7.org/fhir/3.0/"  # what is kept of STU3 beside the element it became
MOVED = ("assertedDate", "context", "indexed", "notGiven", "practitioner", "taken", "recipient")


def told() -> Iterator[Resource]:
    practices = {one.id for one in SOURCES if one.protocol == "gp_connect"}
    for person in invented_contents(MADE).invented:
        for source_id, resources in record_of(person, MADE.seed, TODAY).items():
            if source_id in practices:
                yield from (decode_resource(encode_resource(one)) for one in resources)


def without_marks(resource: Resource) -> Resource:
    """But for what says of the whole that it is R4 or was STU3."""
    meta = {k: v for k, v in resource["meta"].items() if k not in ("profile", "tag")}
    extensions = [one for one in resource.get("extension", ()) if not one["url"].startswith(KEPT)]
    bare: dict[str, Any] = {k: v for k, v in resource.items() if k not in ("meta", "extension")}
    return {**bare, "meta": meta} | ({"extension": extensions} if extensions else {})


def test_every_entry_survives_to_the_last_element() -> None:
    kinds = set()
    for sent in told():
        read = to_r4(decode_resource(stu3_of(encode_resource(sent))))
        assert without_marks(read) == without_marks(sent)
        kinds.add(sent["resourceType"])
    assert len(kinds) > 15


def test_what_is_sent_is_stu3() -> None:
    sent = [decode_resource(stu3_of(encode_resource(one))) for one in told()]
    named = {name for one in sent for name in one}
    assert named >= set(MOVED)
    for one in sent:
        assert not isinstance(one.get("clinicalStatus"), dict)
        assert one["resourceType"] != "ServiceRequest"
        assert not any(each.get("doseAndRate") for each in one.get("dosageInstruction", ()))
        assert "profile" not in one["meta"]
