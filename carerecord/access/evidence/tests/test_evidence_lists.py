"""A list of people is read whole or refused whole, saying where and what would be right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carerecord.access.evidence.importing import Changes, ListSource, changes
from carerecord.access.evidence.kinds import package_kinds
from carerecord.access.evidence.lists import MOST_ROWS, Listed, ListKind, read_list
from carerecord.access.evidence.signals import Signal
from carerecord.access.evidence.windows import worked_out

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
HEAD = "nhs_number,birth_date,starts,team,staff,ends,source_id"
ROW = "9990000018,1948-11-08,2026-11-01,Team B,,,ref-1"
HOME = ListSource("LR-7", "VNW01", "Willow Court")
CASELOAD = ListSource("LR-6", "RYX01", "Eastfield Community")


def read_number(text: str) -> str:
    if not (len(text) == 10 and text.isdigit()):
        raise ValueError("An NHS number has 10 digits.")
    return text


def read(data: bytes | str, kind: ListKind = "LR-6") -> tuple[list[Listed], list[tuple[int, str]]]:
    raw = data.encode() if isinstance(data, str) else data
    listed, problems = read_list(raw, kind, read_number)
    return listed, [(one.row, one.column) for one in problems]


def test_a_row_is_read() -> None:
    listed, problems = read(f"{HEAD}\n{ROW}\n")
    assert problems == []
    assert listed == [
        Listed(
            2,
            "9990000018",
            "1948-11-08",
            datetime(2026, 11, 1, tzinfo=UTC),
            team="Team B",
            source_id="ref-1",
        )
    ]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf" + f"{HEAD}\n{ROW}\n".encode(), id="byte-order-mark"),
        pytest.param(f"{HEAD}\r\n{ROW}\r\n".encode(), id="windows-lines"),
        pytest.param(f"{HEAD}\n\n{ROW}\n,,,,,,\n".encode(), id="empty-rows"),
        pytest.param(f"{HEAD.upper()}\n{ROW}".encode(), id="headings-in-capitals"),
        pytest.param(
            f'{HEAD}\n"9990000018"," 1948-11-08 ",2026-11-01,"Team B",,,ref-1'.encode(), id="quotes"
        ),
    ],
)
def test_what_spreadsheets_write_is_read(data: bytes) -> None:
    listed, problems = read(data)
    assert problems == []
    assert [one.team for one in listed] == ["Team B"]


@pytest.mark.parametrize(
    ("data", "where"),
    [
        pytest.param("", (1, ""), id="empty"),
        pytest.param("nhs_number,birth_date\n", (1, ""), id="column-missing"),
        pytest.param(f"{HEAD},shoe_size\n", (1, ""), id="column-unknown"),
        pytest.param(f"{HEAD},team\n", (1, ""), id="column-twice"),
        pytest.param(HEAD.replace(",", ";"), (1, ""), id="semicolons"),
        pytest.param(HEAD.replace(",", "\t"), (1, ""), id="tabs"),
        pytest.param(f"{HEAD}\n{ROW}".encode("utf-16"), (1, ""), id="utf-16"),
        pytest.param(f"{HEAD}\n{ROW}é".encode("latin-1"), (1, ""), id="latin-1"),
        pytest.param(f"{HEAD}\n{ROW}\0", (1, ""), id="nul"),
        pytest.param(f"{HEAD}\n{ROW},more", (2, ""), id="ragged-long"),
        pytest.param(f"{HEAD}\n9990000018,1948-11-08", (2, ""), id="ragged-short"),
        pytest.param(f'{HEAD}\n{ROW}\n"9990000018,1948', (3, ""), id="quote-left-open"),
        pytest.param(f'{HEAD}\n"999"0000018,1948-11-08,,,,,', (2, ""), id="quote-inside"),
        pytest.param(f"{HEAD}\n{ROW.replace('9990000018', '999')}", (2, "nhs_number"), id="number"),
        pytest.param(f"{HEAD}\n{ROW.replace('1948-11-08', '')}", (2, "birth_date"), id="no-birth"),
        pytest.param(f"{HEAD}\n{ROW.replace('1948-11-08', '08/11/1948')}", (2, "birth_date"), id="uk"),
        pytest.param(f"{HEAD}\n{ROW.replace('1948-11-08', '1948-02-30')}", (2, "birth_date"), id="day"),
        pytest.param(f"{HEAD}\n{ROW.replace('2026-11-01', 'soon')}", (2, "starts"), id="starts"),
        pytest.param(
            f"{HEAD}\n{ROW.replace('2026-11-01', '2026-11-01T09:12')}", (2, "starts"), id="no-zone"
        ),
        pytest.param(
            f"{HEAD}\n9990000018,1948-11-08,2026-11-01,,,2026-10-01,", (2, "ends"), id="backwards"
        ),
        pytest.param(
            f"{HEAD}\n9990000018,1948-11-08,2026-11-01,B,l.fontaine,,", (2, "staff"), id="two-holders"
        ),
        pytest.param(f"{HEAD}\n{ROW.replace('Team B', 'x' * 101)}", (2, "team"), id="long"),
        pytest.param(f"{HEAD}\n9990000018,1948-11-08,2026-11-01,a\x07b,,,", (2, "team"), id="bell"),
        pytest.param(f"{HEAD}\n{ROW}\n{ROW}", (3, "nhs_number"), id="twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_row_and_column(
    data: bytes | str, where: tuple[int, str]
) -> None:
    assert read(data)[1] == [where]


def test_every_problem_is_named_and_none_repeats_what_was_written() -> None:
    rows = "\n".join(f"99912{n:02},8 Nov 1948,2026-11-01,B,,," for n in range(30))
    _, problems = read_list(f"{HEAD}\n{rows}".encode(), "LR-6", read_number)
    assert len(problems) == 60
    assert not [one for one in problems if "99912" in one.words or "1948" in one.words]


def test_a_home_names_no_team() -> None:
    assert read(f"{HEAD}\n{ROW}", "LR-7")[1] == [(1, "")]
    assert read("nhs_number,birth_date,starts\n9990000018,1948-11-08,2026-11-01", "LR-7")[1] == []


def test_the_most_rows_are_read_and_not_one_more() -> None:
    def rows(number: int) -> str:
        return "\n".join(f"{n:010},1948-11-08,2026-11-01,B,,," for n in range(number))

    assert read(f"{HEAD}\n{rows(MOST_ROWS)}")[1] == []
    assert read(f"{HEAD}\n{rows(MOST_ROWS + 1)}")[1] == [(MOST_ROWS + 2, "")]


@given(st.binary(max_size=400))
def test_no_file_is_a_fault(data: bytes) -> None:
    read(data)
    read(HEAD.encode() + b"\n" + data)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-07-01", datetime(2026, 6, 30, 23, tzinfo=UTC)),
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-07-01T09:12:00+01:00", datetime(2026, 7, 1, 8, 12, tzinfo=UTC)),
    ],
)
def test_a_day_begins_in_london(said: str, moment: datetime) -> None:
    (one,), _ = read(f"nhs_number,birth_date,starts\n9990000018,1948-11-08,{said}", "LR-7")
    assert one.starts == moment


def test_the_last_day_is_included() -> None:
    (one,), _ = read(
        "nhs_number,birth_date,starts,ends\n9990000018,1948-11-08,2026-11-01,2026-11-30", "LR-7"
    )
    assert one.ends == datetime(2026, 12, 1, tzinfo=UTC)


def person(number: int, **values: str) -> tuple[Listed, str]:
    return Listed(2, "", "", NOW - timedelta(days=9), **values), f"p{number}"


def counts(found: Changes) -> tuple[int, int, int, int]:
    return found.added, found.changed, found.same, found.gone


def test_the_same_list_twice_changes_nothing_but_the_day_it_was_said() -> None:
    first = changes([person(1), person(2)], HOME, [], NOW)
    assert counts(first) == (2, 0, 0, 0)
    later = NOW + timedelta(days=20)
    again = changes([person(1), person(2)], HOME, first.signals, later)
    assert counts(again) == (0, 0, 2, 0)
    assert {one.event for one in again.signals} == {"attested"}
    caseload = changes([person(1)], CASELOAD, [], NOW)
    assert changes([person(1)], CASELOAD, caseload.signals, later).signals == ()


def test_who_is_not_on_a_whole_list_has_gone() -> None:
    first = changes([person(1), person(2)], HOME, [], NOW)
    later = NOW + timedelta(days=1)
    part = changes([person(2)], HOME, first.signals, later)
    assert counts(part) == (0, 0, 1, 0)
    whole = changes([person(2)], ListSource("LR-7", "VNW01", "W", True), first.signals, later)
    assert counts(whole)[3] == 1
    (gone,) = [one for one in whole.signals if one.event == "ended"]
    of_gone = [one for one in first.signals if one.person_id == "p1"]
    (worked,) = worked_out([*of_gone, gone], package_kinds())
    assert worked.evidence.ends == later
    third = changes([], ListSource("LR-7", "VNW01", "W", True), [*first.signals, *whole.signals], later)  # fmt: skip
    assert counts(third) == (0, 0, 0, 1)


def test_who_comes_back_is_new_again() -> None:
    first = changes([person(1)], HOME, [], NOW)
    whole = ListSource("LR-7", "VNW01", "Willow Court", True)
    gone = changes([], whole, first.signals, NOW + timedelta(days=1))
    back = changes([person(1)], whole, [*first.signals, *gone.signals], NOW + timedelta(days=2))
    assert counts(back) == (1, 0, 0, 0)
    everything: list[Signal] = [*first.signals, *gone.signals, *back.signals]
    (worked,) = worked_out(everything, package_kinds())
    assert worked.evidence.ends == NOW + timedelta(days=47)


@pytest.mark.parametrize(
    ("values", "holder", "words"),
    [
        ({}, ("organisation", "RYX01"), "on the caseload of Eastfield Community"),
        ({"team": "Team B"}, ("team", "RYX01/Team B"), "on the caseload of Team B, Eastfield Community"),
        ({"staff": "l.fontaine"}, ("user", "l.fontaine"), "on your caseload at Eastfield Community"),
    ],
)  # fmt: skip
def test_a_caseload_is_held_by_the_team_the_member_or_the_organisation(
    values: dict[str, str], holder: tuple[str, str], words: str
) -> None:
    (signal,) = changes([person(1, **values)], CASELOAD, [], NOW).signals
    assert signal.holding == holder
    assert signal.words == words


def test_a_changed_day_is_a_change() -> None:
    first = changes([person(1)], CASELOAD, [], NOW)
    moved = (Listed(2, "", "", NOW - timedelta(days=3)), "p1")
    assert counts(changes([moved], CASELOAD, first.signals, NOW + timedelta(1))) == (0, 1, 0, 0)
