"""Which two ways of writing an address are one home, and which are not."""

from __future__ import annotations

import pytest

from carerecord.access.ties.addresses import fold, home_keys, postcode_of

LS = "LS1 4AB"


def same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return bool(home_keys(*one) & home_keys(*other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("12 High Street, Leeds", "12 HIGH ST, LEEDS, West Yorkshire", id="case"),
        pytest.param("12 High Street", "  12,High   Street", id="spacing"),
        pytest.param("12a High Street", "12 A High Street", id="letter-apart"),
        pytest.param("Flat A, 12 High Street", "12A High Street", id="flat-letter"),
        pytest.param("Flat 3, 12 High Street", "12 High Street, Flat 3", id="flat-after"),
        pytest.param("Flat 3, 12 High Street", "Apartment 3 12 High Street", id="flat-no-comma"),
        pytest.param("12-14 High Street", "12 - 14 High Street", id="range"),
        pytest.param("Rose Cottage, Main Street", "The Rose Cottage Main St", id="named-house"),
        pytest.param("Windyridge, Main Street", "Windyridge, Otley", id="one-word-house"),
        pytest.param("Rose Cottage, 12 Main Street", "12 Main Street", id="name-and-number"),
        pytest.param("Flat 3, Bell House, Leeds", "Flat 3 Bell House", id="flat-of-a-named-house"),
        pytest.param("O'Brien's, Main Street", "O’Briens, Leeds", id="apostrophes"),
        pytest.param("No 12 High Street", "12 High Street", id="number-spelt"),
        pytest.param("12 High Street\nLeeds", "12 High Street, Leeds", id="lines"),
        pytest.param("12 High Street, Leeds LS1 4AB", "12 High Street", id="postcode-in-it"),
    ],
)
def test_two_ways_of_writing_one_home(one: str, other: str) -> None:
    assert same((one, LS), (other, "ls14ab"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("12 High Street", "13 High Street", id="next-door"),
        pytest.param("1 High Street", "12 High Street", id="no-prefixes"),
        pytest.param("Flat 3, 12 High Street", "Flat 4, 12 High Street", id="another-flat"),
        pytest.param("Flat 3, 12 High Street", "12 High Street", id="flat-and-house"),
        pytest.param("12a High Street", "12b High Street", id="another-letter"),
        pytest.param("Rose Cottage, Main Street", "Ivy Cottage, Main Street", id="another-name"),
        pytest.param("Flat 3, Bell House", "Flat 3, Tower House", id="another-building"),
        pytest.param("Flat 3, Bell House", "3 High Street", id="a-flat-is-no-house-number"),
    ],
)
def test_neighbours_are_not_one_home(one: str, other: str) -> None:
    assert home_keys(one, LS)
    assert home_keys(other, LS)
    assert not same((one, LS), (other, LS))


def test_the_same_house_under_another_postcode_is_another_home():
    assert not same(("12 High Street", LS), ("12 High Street", "LS1 4AD"))


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("", LS, id="only-a-postcode"),
        pytest.param(" , ; \n", LS, id="only-punctuation"),
        pytest.param("12 High Street, Leeds", "", id="no-postcode"),
        pytest.param("12 High Street, Leeds", "LS1", id="half-a-postcode"),
        pytest.param("12 High Street, Leeds", "unknown", id="a-word"),
        pytest.param("No fixed abode", "ZZ99 3VZ", id="no-fixed-abode"),
        pytest.param("12 High Street", "ZZ99 3WZ", id="pseudo-postcode"),
        pytest.param("No fixed abode", LS, id="no-home-with-a-postcode"),
        pytest.param("NOT KNOWN", LS, id="not-known"),
        pytest.param("Flat 3", LS, id="a-flat-of-nothing"),
        pytest.param("LS1 4AB", LS, id="the-postcode-again"),
    ],
)
def test_too_little_is_no_home(address: str, postcode: str) -> None:
    assert home_keys(address, postcode) == frozenset()


def test_a_postcode_is_found_in_the_address_when_its_field_is_empty():
    assert same(("12 High Street, Leeds, LS1 4AB", ""), ("12 High St", LS))
    assert postcode_of("", "12 High Street LS14AB") == "LS14AB"
    assert postcode_of("gir0aa", "") == "GIR0AA"


def test_folding_a_plain_text_is_folding_it_letter_by_letter() -> None:
    """A letter beyond ASCII sends the whole text the longer way; what is before it comes out alike."""
    for one in map(chr, range(128)):
        for text in (one, f"Ab{one}3", f" {one}{one} d", f"O{one}Neil'l"):
            assert f"{fold(text)} ж".split() == fold(f"{text} ж").split(), text
