"""Each section in each row of the table of states: its heading, and no other row's (ux 4, acceptance test 1)."""

from __future__ import annotations

import pytest

from carerecord.config import Settings
from carerecord.sections import SECTIONS
from carerecord.viewing.contract import View
from carerecord.web.formats import counted
from carerecord.web.listing import names
from carerecord.web.pages.design.page import frame_of
from carerecord.web.pages.design.states import STATES, view_of
from carerecord.web.states import notices

# For “{X}” elsewhere and for allergies, written out here a second time from the specification.
HEADINGS = {
    "1": ("{X}: {n}", "Known allergies: {n}"),
    "2": ("{X}: at least {n}", "Known allergies: at least {n}"),
    "3": ("Recorded as none", "No known allergies"),
    "3b": (
        "Recorded as none in the sources that answered",
        "No known allergies in the sources that answered",
    ),
    "4": ("{X} not recorded", "Allergies not recorded"),
    "4b": (
        "{X} not recorded in the {answered} that answered",
        "Allergies not recorded in the {answered} that answered",
    ),
    "6": ("{X} unavailable", "Allergies unavailable"),
    "10": ("Not shared by any source", "Not shared by any source"),
    "11": ("Not shown", "Not shown"),
}
MARKS = {
    "at least": {"2"},
    "No known allergies": {"3", "3b", "5"},
    "not recorded": {"4", "4b"},
    "unavailable": {"6"},
    "Not shared by": {"10"},
    "Not shown": {"11"},
    "Records disagree": {"5"},
}
"""Words that stand in some rows alone."""
ALWAYS_SHARED = ("demographics", "gp_practice")  # of whoever is configured
CAN_HOLD = 14
"""Of how many sections the gallery has an entry."""


@pytest.fixture(scope="module")
def views() -> dict[str, View]:
    return {key: view_of(key) for key in STATES}


def test_every_section_says_the_state_it_is_in(views: dict[str, View]):
    wrong, positive = [], set()
    for key, view in views.items():
        for section in SECTIONS:
            state = view.states[section.name]
            found = notices(state, view.records.get(section.name), view.person, names(view))
            if state.heading in ("1", "2"):
                positive.add(section.name)
            if state.heading != "5":
                own = HEADINGS[state.heading][section.name == "allergies"]
                wanted = own.format(
                    X=section.title,
                    n=state.positive,
                    answered=counted(len(state.answered), ("source", "sources")),
                )
                if found[0].heading != wanted:
                    wrong.append((key, section.name, found[0].heading, wanted))
            said = " ".join(one.heading for one in found)
            wrong += [
                (key, section.name, said, words)
                for words, rows in MARKS.items()
                if words in said and state.heading not in rows
            ]
    assert wrong == []
    assert len(positive) >= CAN_HOLD


@pytest.mark.parametrize("key", ["1", "2", "3", "3b", "4", "4b", "5", "6", "10", "11"])
def test_the_gallery_shows_allergies_in_the_row_it_names(views: dict[str, View], key: str):
    assert views[key].states["allergies"].heading == key


@pytest.mark.parametrize("key", ["4", "4b", "6", "10", "11"])
def test_a_row_without_entries_is_every_sections_row(views: dict[str, View], key: str):
    rows = {n: s.heading for n, s in views[key].states.items() if n not in ALWAYS_SHARED}
    assert set(rows.values()) == {key}


@pytest.mark.parametrize(
    ("key", "words"), [("7", "Waiting for"), ("8", "has answered"), ("9", "old")]
)
def test_what_waits_arrived_late_or_is_old_is_said_and_is_no_state_of_a_section(views, key, words):
    drawn = frame_of(key, views[key], "", Settings())
    assert sum(words in one.heading for one in drawn.said) == 1
    assert [one.live for one in drawn.said if words in one.heading] == [key != "9"]
