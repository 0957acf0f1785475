"""Words of finding inside one record (ux S17)."""

from __future__ import annotations

WITHIN: dict[str, str] = {
    "within.hint": (
        "Whole words, or how a word begins. Words in “quotation marks” are found as they stand "
        "together. Numbers and codes are found whole."
    ),
    "within.found": "{n} found for “{words}” in what was searched",
    "within.none": "No entries found for “{words}” in what was searched",
    "within.none.words": (
        "That is not the same as none: other words may have been used, and what is listed below "
        "was not searched."
    ),
    "within.also": "Also searched for: {names}",
    "within.cut": "{n} of {total} shown. Add a word to find fewer.",
    "within.role": (
        "not shown in your role. This message is the same whether or not there is any information."
    ),
    "within.unread": "{n} documents have no searchable text.",
    "within.unread.one": "1 document has no searchable text.",
    "within.part": "{n} documents have a part that has no searchable text.",
    "within.part.one": "1 document has a part that has no searchable text.",
    "within.all": "Every source that was asked answered in full, and every section was searched.",
}
