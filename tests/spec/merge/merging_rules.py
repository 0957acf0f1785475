"""The page docs/reference/merging-rules.md, written from what the sections declare."""

from __future__ import annotations

from carerecord.merge.statement import LEFT_OUT
from carerecord.sections import SECTIONS
from carerecord.sections.compared import Compared
from carerecord.sections.contract import Section

HEAD = """# Rules of merging

Written from the sections of `carerecord/sections`; a test holds it. What several sources say of one person is put side by
side, and a row goes under another only if the row that stays says everything it says. The rules for it, by class:

- **Must be equal:** everything that is not named on this page, down to the last element, also what nobody has met before.
- **May be missing on one side:** optional detail. Of a list, a part. Two different values stay two rows.
- **May be less exact:** a date, such as 2019 under 4 March 2019, or missing on one side.
- **What it is about** is the code in the first system that was sent of dm+d, SNOMED CT, LOINC, others. Further codes
  that have a name of their own may be missing on one side. Words that are not the name of the code must be equal; a code
  sent without any words goes under the same code with its name.
- Two records of one source with different identifiers never share a row, unless they are equal in everything but `id` and
  `meta`. What could go under either of two rows goes under neither.
- Letters’ case, spaces and silent punctuation of names, spellings of one unit, and the clock an instant is given by
  make no difference. Instants are compared to the minute. Nothing is converted or rounded.

Never compared, and shown for each source: {left_out}; `text` that was made from the data; the `context` of a
medicine that is its encounter.

"""
TABLE = """| class | what it is about | may be missing on one side | may be less exact or missing | must be equal in any order | must be equal too |
|---|---|---|---|---|---|
"""
REST = """
Where a class has no row, only equal wholes share one{copies}. Of {never}, nothing ever does.

Of one record (the same identifier, type, thing and time) the later version heads the row and says when it was changed;
earlier ones stand with “See each entry”. Within a source `meta` says which is later, between sources `issued` alone;
where nothing does, both stay.

## Marks

| mark | looked for in |
|---|---|
{marks}
| `version`, `corrected`: another version of the record; `removed`: entered in error at its owner; `negation`: none known beside a positive entry of another source | every class |
"""
_MARKS = {
    "dose": "two current entries with unequal dosage",
    "reaction": "two current entries with unequal reactions",
    "status": "current in one source, ended in another",
    "doubt": "confirmed in one, doubted or refuted in another",
    "value": "one test in one minute, unequal values",
}


def rules_page() -> str:
    left_out = ", ".join(f"`{one}`" for one in sorted(LEFT_OUT))
    copies = [s.title for s in SECTIONS if s.fold == "copies"]
    never = [s.title for s in SECTIONS if s.fold == "never"]
    rows = "".join(_row(s, kind, c) for s in SECTIONS for kind, c in s.compared.items())
    said = f", and of {_several(copies)} only copies with one identifier, and documents sent with the same bytes or hash, do"
    return (
        HEAD.format(left_out=left_out)
        + TABLE
        + rows
        + REST.format(copies=said, never=_several(never), marks="\n".join(_marks()))
    )


def _row(section: Section, kind: str, compared: Compared) -> str:
    cells = (
        f"{section.title} (`{kind}`)",
        _names(compared.name),
        _names(*compared.optional),
        _names(*compared.dates),
        _names(*compared.sets),
        compared.also_words or "–",
    )
    return f"| {' | '.join(cells)} |\n"


def _names(*names: str) -> str:
    return ", ".join(f"`{name}`" for name in names if name) or "–"


def _marks() -> list[str]:
    found = []
    for kind, words in _MARKS.items():
        looked = [s.title for s in SECTIONS if kind in s.marks]
        found.append(f"| `{kind}`: {words} | {_several(looked)} |")
    alone = [s.title for s in SECTIONS if s.one_identifier_one_thing]
    found.append(f"| `code`: one identifier used for two things | {_several(alone)} |")
    return found


def _several(titles: list[str]) -> str:
    low = [title[:1].lower() + title[1:] for title in titles]
    low = ["GP" + one[2:] if one.startswith("gP") else one for one in low]
    return low[0] if len(low) == 1 else f"{', '.join(low[:-1])} and {low[-1]}"
