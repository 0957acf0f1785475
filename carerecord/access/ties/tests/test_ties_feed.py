"""An employer's file: all of it or none, and a refusal that repeats nothing."""

from __future__ import annotations

import pytest

from carerecord.access.ties import FeedUnusable, StaffTies, read_feed

GOOD = "9990000018"


def number(written: str) -> str:
    digits = written.replace(" ", "")
    if not digits.startswith("999") or len(digits) != 10:
        raise ValueError(f"{written} is wrong")
    return digits


def test_a_whole_row():
    text = (
        "\ufeffStaff,nhs_number,family,address,postcode,phones,relatives,left\r\n"
        'a.okafor,999 000 0018,Okafor,"Flat 3, 12 High Street",E99 1AB,'
        "07700 900461; 01632 960101,9990000026;9990000034,no\r\n\r\n"
        "s.amin,,,,,,,yes\r\n"
    )
    assert read_feed(text.encode(), number) == [
        StaffTies(
            staff_id="a.okafor", nhs_number=GOOD, family="Okafor",
            address="Flat 3, 12 High Street", postcode="E99 1AB",
            phones=("07700 900461", "01632 960101"), relatives=("9990000026", "9990000034"),
        ),
        StaffTies(staff_id="s.amin", left=True),
    ]  # fmt: skip


def test_only_the_columns_an_employer_has():
    assert read_feed(b"staff,nhs_number\na,9990000018\n", number) == [
        StaffTies(staff_id="a", nhs_number=GOOD)
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "row 1: there is no column “staff”", id="empty"),
        pytest.param("name\nx\n", "row 1: there is no column “staff”", id="no-staff"),
        pytest.param("staff,9990000018\nx,y\n", "row 1: column 2 is none of", id="no-titles"),
        pytest.param("staff,staff\nx,y\n", "row 1: two columns", id="twice"),
        pytest.param("staff,family\nx\n", "row 2: 1 cells, not 2", id="short-row"),
        pytest.param("staff\n\nx,9990000018\n", "row 3: 2 cells, not 1", id="long-row"),
        pytest.param("staff,nhs_number\n,9990000018\n", "row 2, column staff: empty", id="nobody"),
        pytest.param(
            "staff,nhs_number\na,9990000018\nb,1234567890\n",
            "row 3, column nhs_number: not an NHS number", id="wrong-number",
        ),
        pytest.param(
            "staff,relatives\na,9990000018;12\n", "row 2, column relatives: not an NHS number",
            id="wrong-relative",
        ),
        pytest.param("staff\na\na\n", "row 3, column staff: named twice", id="named-twice"),
        pytest.param("staff,left\na,maybe\n", "row 2, column left: neither", id="left"),
        pytest.param("staff,family\na,x\0y\n", "row 2, column family: holds", id="control"),
        pytest.param(f"staff,family\na,{'x' * 501}\n", "row 2, column family: longer", id="long"),
        pytest.param('staff,family\na,"x\n', "not CSV", id="open-quote"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_row_and_column_and_not_repeated(text: str, said: str) -> None:
    with pytest.raises(FeedUnusable) as refused:
        read_feed(text.encode(), number)
    assert said in str(refused.value)
    for secret in ("9990000018", "1234567890", "maybe", "xxx"):
        assert secret not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_another_encoding_is_refused():
    with pytest.raises(FeedUnusable, match="UTF-8"):
        read_feed("staff,family\na,Núñez\n".encode("latin-1"), number)
