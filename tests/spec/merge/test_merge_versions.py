"""Versions of one record: the later heads one entry, the earlier are its history, and other events stay apart."""

from __future__ import annotations

from typing import Any

from merge_items import BASES, answer

from carerecord.contract import Answer, Resource
from carerecord.merge.account import account, must_add_up
from carerecord.merge.contract import Entry
from carerecord.merge.marks import marks_of
from carerecord.merge.merge import merge

RECORD: Resource = BASES["results"] | {"identifier": [{"system": "urn:lab", "value": "A1"}]}


def version(number: str, day: str, **changes: Any) -> Resource:
    meta = {"versionId": number, "lastUpdated": f"2026-06-{day}T12:00:00Z"}
    return {**RECORD, "id": f"v{number}", "meta": meta, **changes}


def entries_of(*answers: Answer) -> tuple[Entry, ...]:
    merged = merge(answers)
    must_add_up(account(answers, {}, merged))
    return merged.records["results"].every_entry


def other(value: float) -> dict[str, Any]:
    return {"valueQuantity": {"value": value, "unit": "mmol/L"}}


def test_the_later_version_of_one_source_heads_and_the_earlier_is_its_history() -> None:
    first, second = version("1", "03"), version("2", "04", **other(5.4))
    for order in ([first, second], [second, first]):
        (entry,) = entries_of(answer("lab", *order))
        assert entry.head.resource["id"] == "v2"
        assert [item.resource["id"] for item in entry.earlier] == ["v1"]


def test_copies_of_the_earlier_version_go_with_it() -> None:
    first, second = version("1", "03"), version("2", "04", **other(5.4))
    (entry,) = entries_of(answer("lab", first, second), answer("gp", first))
    assert {item.source_id for item in entry.earlier} == {"lab", "gp"}


def test_between_two_sources_the_later_issue_heads_and_is_marked_corrected() -> None:
    old = RECORD | {"issued": "2026-06-03T12:00:00Z"}
    new = {**RECORD, **other(5.4), "status": "corrected", "issued": "2026-06-04T12:00:00Z"}
    record = merge([answer("gp", old), answer("lab", new)]).records["results"]
    (entry,) = record.entries
    (mark,) = marks_of(record)[entry]
    assert entry.head.source_id == "lab"
    assert (mark.kind, mark.others, mark.when) == ("corrected", ("gp",), "2026-06-04T12:00:00Z")


def test_when_a_relay_stored_its_copy_does_not_make_it_the_later_version() -> None:
    made = entries_of(
        answer("lab", version("1", "03")), answer("gp", version("7", "20", **other(4)))
    )
    assert [entry.earlier for entry in made] == [(), ()]


def test_one_accession_at_two_sample_times_is_two_results() -> None:
    later = version("2", "04", effectiveDateTime="2026-06-03T12:11:00+01:00")
    assert len(entries_of(answer("lab", version("1", "03"), later))) == 2


def test_what_one_source_retracts_it_does_not_retract_for_another() -> None:
    gone = version("2", "04", status="entered-in-error", issued="2026-06-04T12:00:00Z")
    copy = RECORD | {"issued": "2026-06-03T12:00:00Z"}
    record = merge([answer("lab", gone), answer("gp", copy)]).records["results"]
    (standing,), (removed,) = record.entries, record.removed
    assert (standing.source_ids, removed.source_ids) == (("gp",), ("lab",))
    assert [mark.kind for mark in marks_of(record)[standing]] == ["removed"]


def test_what_a_source_retracts_of_its_own_is_gone_from_the_entries() -> None:
    gone = version("2", "04", status="entered-in-error")
    record = merge([answer("lab", version("1", "03"), gone)]).records["results"]
    assert record.entries == ()
    assert [item.resource["id"] for item in record.removed[0].earlier] == ["v1"]


def test_more_versions_than_anybody_makes_stay_as_they_are() -> None:
    many = [version(str(n), "03", **other(n)) for n in range(150)]
    assert len(entries_of(answer("lab", *many))) == 150
