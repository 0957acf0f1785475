"""Every row of every section, as pages write them of a merged record, and how two of them stand to each other."""

from __future__ import annotations

from carerecord.contract import Answer, Resource
from carerecord.merge.account import account, must_add_up
from carerecord.merge.headings import grouped
from carerecord.merge.merge import merge
from spec.merge.merge_items import answer


def shown(*answers: Answer) -> int:
    """Builds every row of every section; how many there were."""
    merged = merge(answers)
    must_add_up(account(answers, {}, merged))
    count = 0
    for record in merged.records.values():
        grouped(record)
        for entry in record.every_entry:
            resource = entry.head.resource
            row = record.section.row(resource, record.linked[entry.head.source_id])
            assert len(row.cells) == len(record.section.columns)
            assert all(isinstance(cell, str) and cell for cell in row.cells)
            assert all(part.text for part in row.what)
            assert all(isinstance(text, str) and text for text in row.notes)
            assert all(isinstance(t, str) for t in (row.when, row.until, row.status, row.by))
            record.section.summary(resource)
            record.section.current(resource)
            count += 1
    return count


def verdict_of(one: Resource, other: Resource) -> str:
    """One row, or two beside each other under a heading, or two apart."""
    records = merge([answer("gp", one), answer("acute", other)]).records.values()
    rows = [entry for record in records for entry in record.every_entry]
    if len(rows) == 1:
        return "same"
    headings = [entries for record in records for _, entries in grouped(record)]
    return "beside" if any(len(entries) == 2 for entries in headings) else "apart"
