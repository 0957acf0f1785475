"""Names, dates, ages, numbers as staff read them (ux 5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from carerecord.contract import Person
from carerecord.web import formats

TODAY = date(2026, 11, 21)
YEAR = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@pytest.mark.parametrize(
    ("family", "given", "title", "words"),
    [
        ("Gibson", "Margery", "Mrs", "GIBSON, Margery (Mrs)"),
        ("Gibson", "Margaret Ann", "", "GIBSON, Margaret Ann"),
        ("O’Sullivan", "Gráinne", "Dr", "O’SULLIVAN, Gráinne (Dr)"),
        ("Nguyễn", "", "", "NGUYỄN"),
        ("", "Cher", "", "Cher"),
        ("", "", "", "Name not recorded"),
        ("de la Cruz", "Ana", "Ms", "DE LA CRUZ, Ana (Ms)"),
    ],
)
def test_a_name_is_family_first_in_capitals(family, given, title, words):
    assert formats.name(Person("p", "", family, given, title)) == words


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        *((f"2026-{number + 1:02}-06", f"06-{name}-2026") for number, name in enumerate(YEAR)),
        *((f"1987-{number + 1:02}", f"{name}-1987") for number, name in enumerate(YEAR)),
        ("1987", "1987"),
        ("2024-02-29", "29-Feb-2024"),
        ("2026-11-06T15:20:00+00:00", "06-Nov-2026"),
        ("2026-11-06T15:20:00Z", "06-Nov-2026"),
        ("2026-07-01T23:30:00Z", "02-Jul-2026"),  # already the next day in London
        ("2026-01-01T00:10:00+05:00", "31-Dec-2025"),
        ("2026-11-06T15:20:00", "06-Nov-2026"),  # no zone sent: the day as written
        ("", "Not recorded"),
        ("about 1950", "about 1950"),  # not a date: as sent
        ("2026-13-01", "2026-13-01"),
    ],
)
def test_a_date_is_as_precise_as_it_was_sent(sent, words):
    assert formats.day(sent) == words


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ("2026-11-06T02:14:00+00:00", "02:14"),
        ("2026-07-06T02:14:00Z", "03:14"),
        ("2026-10-25T00:30:00Z", "01:30 BST"),
        ("2026-10-25T01:30:00Z", "01:30 GMT"),
        ("2026-10-25T02:30:00Z", "02:30"),
        ("2026-03-29T01:30:00Z", "02:30"),
        ("2026-11-06T02:14:00.123Z", "02:14"),
        ("2026-11-06T02:14", "02:14"),
        ("2026-11-06", ""),
        ("", ""),
    ],
)
def test_a_time_is_londons_with_the_zone_only_in_the_repeated_hour(sent, words):
    assert formats.clock(sent) == words


@pytest.mark.parametrize(
    ("born", "words"),
    [
        *(((TODAY - timedelta(days=n)).isoformat(), f"{n}d") for n in (0, 1, 7, 27)),
        *(((TODAY - timedelta(days=n)).isoformat(), f"{n // 7}w") for n in (28, 49, 200)),
        ("2025-11-22", "52w"),
        ("2025-11-21", "12m"),
        ("2025-10-21", "13m"),
        ("2024-11-22", "23m"),
        ("2024-11-21", "2y"),
        ("2024-10-21", "2y 1m"),
        ("2010-01-31", "16y 9m"),
        ("2008-11-22", "17y 11m"),
        ("2008-11-21", "18y"),
        ("1948-11-08", "78y"),
        ("1948-11-22", "77y"),
        ("2024-02-29", "2y 8m"),
        ("1987", ""),
        ("1987-03", ""),
        ("2027-01-01", ""),
        ("", ""),
        ("2026-02-30", ""),
    ],
)
def test_an_age_is_given_only_when_the_day_of_birth_is_known(born, words):
    assert formats.age(born, TODAY) == words


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("9994173626", "999 417 3626"),
        ("999", "999"),
        ("", "Not recorded"),
        ("99941736AB", "99941736AB"),
    ],
)
def test_an_nhs_number_stands_in_three_groups(digits, words):
    assert formats.nhs_number(digits) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("02079460143", "020 7946 0143"),
        ("+442079460143", "020 7946 0143"),
        ("07700900461", "07700 900461"),
        ("01632960001", "01632 960001"),
        ("01214960000", "0121 496 0000"),
        ("08081570000", "0808 157 0000"),
        ("020 7946 0143", "020 7946 0143"),
        ("ext 4471", "ext 4471"),
        ("", ""),
    ],
)
def test_a_phone_number_already_grouped_stays_as_recorded(number, words):
    assert formats.phone(number) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-10-28", "2026-11-06", "28-Oct-2026 to 06-Nov-2026"),
        ("2026-10-28T01:00:00Z", "2026-10-28T09:00:00Z", "28-Oct-2026"),
        ("2026-10-28", "", "28-Oct-2026"),
        ("", "2026-11-06", "until 06-Nov-2026"),
        ("", "", "Not recorded"),
    ],
)
def test_a_span_is_one_date_when_it_is_one_day(start, end, words):
    assert formats.span_mark(start, end).striptags() == words


@pytest.mark.parametrize("sent", ['2026"><script>', "<b>2026</b>", "2020-01-01T<i>"])
def test_what_is_not_a_date_is_shown_as_words_never_as_markup(sent):
    assert "<script>" not in formats.day_mark(sent)
    assert "<b>" not in formats.day_mark(sent)
    assert "<i>" not in formats.moment_mark(sent)


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
)
def test_several_names_read_as_one_phrase(names, words):
    assert formats.several(names) == words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (
            "Decided 16-May-2026 <with>",
            'Decided <span class="unbroken">16-May-2026</span> &lt;with&gt;',
        ),
        ("Begins: 28-Nov-2026 10:20", 'Begins: <span class="unbroken">28-Nov-2026</span> 10:20'),
        ("since Nov-1987", 'since <span class="unbroken">Nov-1987</span>'),
        ("999 417 3626", '<span class="unbroken">999 417 3626</span>'),
        ("2026-11-06 & 1-2-3", "2026-11-06 &amp; 1-2-3"),
        ("", ""),
    ],
)
def test_a_date_in_words_is_never_broken_over_lines(words, shown):
    assert formats.unbroken(words) == shown
    assert formats.unbroken(formats.unbroken(words)) == shown
