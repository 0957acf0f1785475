"""What a section and its state are called on a page, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carerecord.merge.contract import SectionRecord
from carerecord.sections.contract import Section
from carerecord.viewing.contract import SectionState
from carerecord.viewing.headings import HEADINGS
from carerecord.viewing.headings import heading as worded
from carerecord.web.language import foreign, in_this_language


class _Spoken(Mapping[str, str]):
    """The headings in the language of the page."""

    def __getitem__(self, identifier: str) -> str:
        return in_this_language(identifier) or HEADINGS[identifier]

    def __iter__(self) -> Iterator[str]:
        return iter(HEADINGS)

    def __len__(self) -> int:
        return len(HEADINGS)


_SPOKEN = _Spoken()


def heading(state: SectionState, record: SectionRecord | None = None) -> str:
    return (
        worded(state, record, _SPOKEN, title(state.section)) if foreign() else worded(state, record)
    )


def title(section: Section) -> str:
    return in_this_language(f"section.{section.name}") or section.title


def noun(section: Section) -> str:
    """For one: “allergy”."""
    return in_this_language(f"section.{section.name}.one") or section.noun[0]


def nouns(section: Section) -> str:
    """For many: “allergies”."""
    return in_this_language(f"section.{section.name}.many") or section.noun[1]


def column(words: str) -> str:
    return in_this_language(f"column.{words}") or words


def page(slug: str, words: str) -> str:
    """The title of a page of the record."""
    return in_this_language(f"page.{slug or 'summary'}") or words
