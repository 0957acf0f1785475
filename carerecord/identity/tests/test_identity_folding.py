"""Names that are the same to a receptionist are the same here."""

from __future__ import annotations

import pytest

from carerecord.identity.folding import family_key, family_keys, fold, fold_postcode, outward


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O'Brien", "OBRIEN"),
        ("O’Brien", "o`brien"),
        ("Smith-Jones", "smith jones"),
        ("Smith-Jones", "SmithJones"),
        ("Núñez", "Nunez"),
        ("Nu\u0301n\u0303ez", "Núñez"),
        ("Søren", "Soren"),
        ("Łukasz", "Lukasz"),
        ("Þóra", "Thora"),
        ("Weiß", "WEISS"),
        ("ﬁnch", "Finch"),
        ("İpek", "ipek"),
        ("Van  der Berg ", "van der berg"),
        ("St. John", "St John"),
    ],
)
def test_the_same_family_name(one, other):
    assert family_key(one) == family_key(other)


@pytest.mark.parametrize("text", ["", " ", "\0", "'", "-", "\ud800", "…"])
def test_what_is_no_name_folds_to_nothing(text):
    assert fold(text) == ""


def test_a_name_of_parts_is_found_by_each_and_by_the_whole():
    assert family_keys("Smith-Jones") == {"smith": False, "jones": False, "smithjones": True}
    assert family_keys("Smith") == {"smith": True}
    assert family_keys("李") == {"李": True}


@pytest.mark.parametrize(
    ("typed", "folded", "first_half"),
    [
        ("ls1 4ab", "LS14AB", "LS1"),
        ("EC1A1BB", "EC1A1BB", "EC1A"),
        ("LS1", "LS1", ""),
        ("", "", ""),
        ("ZZ99 3VZ", "ZZ993VZ", "ZZ99"),
    ],
)
def test_postcodes(typed, folded, first_half):
    assert fold_postcode(typed) == folded
    assert outward(folded) == first_half
