"""What is said of a section in one line, on a page and in the API alike (ux 4). Nothing else words a state."""

from __future__ import annotations

from collections.abc import Mapping

from carerecord.merge.contract import SectionRecord
from carerecord.sections.allergies.negatives import (
    only_abbreviated,
    states_none_at_all,
    words_of_none,
)
from carerecord.sections.words import several
from carerecord.viewing.contract import SectionState

HEADINGS: dict[str, str] = {
    "state.1.allergies": "Known allergies: {n}",
    "state.1": "{X}: {n}",
    "state.2.allergies": "Known allergies: at least {n}",
    "state.2": "{X}: at least {n}",
    "state.3.allergies": "No known allergies",
    "state.3": "Recorded as none",
    "state.3b.allergies": "No known allergies in the sources that answered",
    "state.3b": "Recorded as none in the sources that answered",
    "state.narrow": "“{what}”",
    "state.narrow.3b": "{what} in the sources that answered",
    "state.sources.one": "{n} source",
    "state.sources.many": "{n} sources",
    "state.4.allergies": "Allergies not recorded",
    "state.4": "{X} not recorded",
    "state.4b.allergies": "Allergies not recorded in the {n} that answered",
    "state.4b": "{X} not recorded in the {n} that answered",
    "state.5": "Records disagree",
    "state.6.allergies": "Allergies unavailable",
    "state.6": "{X} unavailable",
    "state.7.allergies": "Checking allergies…",
    "state.7": "{X}: waiting for {n}",
    "state.10": "Not shared by any source",
    "state.11": "Not shown",
}


def heading(
    state: SectionState,
    record: SectionRecord | None = None,
    words: Mapping[str, str] = HEADINGS,
    title: str = "",
) -> str:
    """The heading of the state table; for state 5 the count that stands below “Records disagree”.

    `words` and `title`: in another language.
    """
    row = state.heading
    if row == "5":
        row = "2" if state.at_least else "1"
    if row in ("3", "3b") and state.section.name == "allergies" and record is not None:
        narrower = narrower_words(record)
        if narrower:
            return narrower if row == "3" else words["state.narrow.3b"].format(what=narrower)
        if not any(states_none_at_all(entry.head.resource) for entry in record.negatives):
            return words[f"state.{row}"]
    n = f"{state.positive:,}"
    if row == "4b":
        n = _sources(len(state.answered), words)
    if row == "7":
        n = _sources(len(state.waiting), words)
    own = f"state.{row}.{state.section.name}"
    x = title or state.section.title
    return words[own if own in HEADINGS else f"state.{row}"].format(n=n, X=x)


def _sources(n: int, words: Mapping[str, str]) -> str:
    return words["state.sources.one" if n == 1 else "state.sources.many"].format(n=f"{n:,}")


def narrower_words(record: SectionRecord) -> str:
    """Words of the negatives when none of them is the general statement; else empty.

    An abbreviation is no heading: it stands after who and when.
    """
    resources = [entry.head.resource for entry in record.negatives]
    if any(map(states_none_at_all, resources)):
        return ""
    spelled = [one for one in resources if not only_abbreviated(one)]
    said = dict.fromkeys(map(words_of_none, spelled))
    return several([HEADINGS["state.narrow"].format(what=words) for words in said])
