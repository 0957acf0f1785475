"""The fixed words of the letter: for a reader of nine to eleven."""

from __future__ import annotations

import re

import pytest

from carerecord.insight.breaches.letter import words
from carerecord.insight.report.tests.reading_age import reading_age, sentences_of, words_of

OLDEST, LONGEST = 11, 20


def test_the_fixed_words_of_the_letter_are_for_a_reader_of_nine_to_eleven():
    said = [re.sub(r"\{\w+\}", "12", one) for one in words().values()]
    assert (
        reading_age(" ".join(one if one.endswith((".", "?")) else f"{one}." for one in said))
        <= OLDEST
    )


@pytest.mark.parametrize("name", list(words()))
def test_no_sentence_of_the_letter_is_long(name: str):
    for sentence in sentences_of(words()[name]):
        assert len(words_of(sentence)) <= LONGEST
