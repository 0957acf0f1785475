"""The words of the PDFs of a view, read before it is searched: by a process that can do nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carerecord.drawing import PDF, Drawing
from carerecord.texts import kind_of
from carerecord.viewing.attached import decoded, resolved
from carerecord.viewing.contract import View
from carerecord.web.rows import row_of

Pdfs = Mapping[str, str]
"""The words of each, by its bytes as they were sent (base64)."""


async def words_of_pdfs(drawing: Drawing, view: View) -> Pdfs:
    """Nothing where a rule would have to read them first (SFL-2, SEN-5)."""
    found = dict.fromkeys(_data(view)) if view.pictures else {}
    bodies = {data: body for data in found if (body := decoded(data))}
    if not bodies:
        return {}
    words = await drawing.words(list(bodies.values()))
    return {data: said for data, said in zip(bodies, words, strict=True) if said}


def _data(view: View) -> Iterator[str]:
    for record in view.records.values():
        for entry in record.every_entry:
            row = row_of(record, entry)
            for one in row.attachments if row else ():
                whole = resolved(record, entry, one)
                if kind_of(whole.content_type)[0] == PDF and whole.data:
                    yield whole.data
