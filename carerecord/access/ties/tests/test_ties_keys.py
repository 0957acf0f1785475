"""What is compared, and that nothing empty ever is."""

from __future__ import annotations

import pytest

from carerecord.access.ties import StaffTies
from carerecord.access.ties.keys import Digests, family_names, phones_in
from carerecord.contract import Person

KEY = bytes(range(32))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dale Gibson (son) 07700 900461", {"07700900461"}),
        ("+44 7700 900461", {"07700900461"}),
        ("+44 (0)7700 900461", {"07700900461"}),
        ("0044 7700 900461", {"07700900461"}),
        ("07700 900461 01632 960101", {"07700900461", "01632960101"}),
        ("home (01632) 960101, mob 07700-900461", {"07700900461", "01632960101"}),
        ("01632 96010", {"0163296010"}),
        ("+33 1 23 45 67 89", {"0033123456789"}),
        ("0033 123456789", {"0033123456789"}),
        ("999 417 3626", set()),
        ("9994173626", set()),
        ("born 1950-01-02", set()),
        ("0", set()),
        ("", set()),
    ],
)
def test_whole_telephone_numbers_are_found(text: str, found: set[str]) -> None:
    assert phones_in(text) == found


def test_half_of_a_double_name_is_family_too():
    assert family_names("Smith-Jones") & family_names("JONES")
    assert family_names("O’Brien") == family_names("O'BRIEN")
    assert family_names("Núñez") == family_names("nunez")
    assert family_names(" - ") == frozenset()


def test_nothing_known_ties_nobody():
    digests = Digests(KEY)
    empty = StaffTies(staff_id="a", phones=("",), relatives=("",))
    assert digests.of_staff(empty) == frozenset()
    nobody = Person(id="p1", nhs_number="", family="", given="")
    assert digests.of_person(nobody) == frozenset()


def test_a_digest_needs_the_key_of_its_region():
    staff = StaffTies(staff_id="a", nhs_number="9990000018")
    assert not Digests(KEY).of_staff(staff) & Digests(bytes(32)).of_staff(staff)
    assert Digests(KEY).of("own", "9990000018") != Digests(KEY).of("relative", "9990000018")


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_a_key_of_another_length_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Digests(key)


def test_what_an_employer_said_is_not_in_its_words_for_a_log():
    said = StaffTies(
        staff_id="a", nhs_number="9990000018", family="GIBSON", address="12 High Street",
        postcode="LS1 4AB", phones=("07700 900461",), relatives=("9990000026",),
    )  # fmt: skip
    for secret in ("9990000018", "GIBSON", "High", "LS1", "07700", "9990000026"):
        assert secret not in repr(said)
