"""What each row of a council's file comes to, and what is said of one that is wrong."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from carerecord.connectors.contract import Pushed
from carerecord.connectors.csv_drop.rows import rows
from carerecord.connectors.folder_feed import Part
from carerecord.contract import SourceSettings
from carerecord.sections import SECTIONS

SOURCE = SourceSettings(id="council", name="Northgate Council", short="Council", kind="council", protocol="csv_drop", organisation="CNG01", options={"folder": "drop"})  # fmt: skip
HEAD = "nhs_number,birth_date,id,kind,title,status,said,text,starts,ends,worker,phone"
ROW = "9990000018,1938-02-11,C-1,package,Home care twice a day,active,2026-11-21T09:12:00+00:00,,2026-11-01,,A. Mills,0113 496 0000"


def file(*lines: str) -> bytes:
    return "\r\n".join([HEAD, *lines, ""]).encode()


def read(raw: bytes) -> list[Part]:
    return list(rows(raw, SOURCE, ZoneInfo("Europe/London")))


def said(line: str) -> Pushed:
    (part,) = read(file(line))
    assert part.said, part.wrong
    return part.said


@pytest.mark.parametrize(
    ("kind", "section"),
    [("plan", "social_care"), ("package", "social_care"), ("request", "social_care"), ("equipment", "social_care"), ("contact", "contacts")],
)  # fmt: skip
def test_each_kind_stands_where_a_clinician_looks_for_it(kind: str, section: str):
    resource = said(ROW.replace("package", kind)).resources[1]
    owner = next(one for one in SECTIONS if resource["resourceType"] in one.resource_types and one.claims(resource))  # fmt: skip
    assert owner.name == section
    assert resource["status"] == "active"


def test_a_row_says_who_what_and_when():
    found = said(ROW)
    assert (found.numbers, found.birth_date) == (("9990000018",), "1938-02-11")
    assert found.said.isoformat() == "2026-11-21T09:12:00+00:00"
    plan = found.resources[1]
    assert (plan["title"], plan["period"]) == ("Home care twice a day", {"start": "2026-11-01"})
    assert plan["author"] == {"display": "A. Mills"}


def test_what_was_removed_goes():
    found = said(ROW.replace("active", "removed"))
    assert found.removed == (("CarePlan", said(ROW).resources[1]["id"]),)
    assert len(found.resources) == 1


def test_a_row_can_be_read_again_alone():
    quoted = ROW.replace("Home care twice a day", '"Home care, ""daily"""')
    (part,) = read(file(quoted))
    assert part.said
    assert part.said.resources[1]["title"] == 'Home care, "daily"'
    assert read(part.raw) == [part]


@pytest.mark.parametrize(
    ("sent", "meant", "words"),
    [
        ("9990000018", "999", "row 3, column nhs_number: it is not ten digits"),
        ("1938-02-11", "11/02/1938", "row 3, column birth_date: it is no day, as 2026-11-21"),
        ("1938-02-11", "1938-02-30", "row 3, column birth_date: it is no day, as 2026-11-21"),
        ("package", "thing", "row 3, column kind: it must be one of plan, package, request, equipment, contact"),
        ("active", "", "row 3, column status: it is empty"),
        ("2026-11-21T09", "yesterday", "row 3, column said: it is no time, as 2026-11-21T09:12:00+00:00"),
        (",,2026", ",2026", "row 3: it has 11 cells; there are 12 columns"),
        (",,2026", ",,x2026", "row 3, column starts: it is no day, as 2026-11-21"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_stops_no_good_one(sent: str, meant: str, words: str):
    good, bad, other = read(file(ROW, ROW.replace(sent, meant), ROW.replace("C-1", "C-9")))
    assert (bad.said, bad.wrong) == (None, words)
    assert good.said
    assert other.said


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "row 1: the column nhs_number is missing"),
        (HEAD.replace("said", "when").encode(), "row 1: the column said is missing"),
        (f"{HEAD},secret".encode(), "row 1: column 13 has a name nobody here knows"),
        (f"{HEAD},text".encode(), "row 1: a column stands there twice"),
        (file(ROW).replace(b"Mills", b"M\xff"), "is not UTF-8"),
        (file('"never closed'), "it is no CSV"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused_as_one(raw: bytes, words: str):
    (part,) = read(raw)
    assert part.said is None
    assert words in part.wrong
