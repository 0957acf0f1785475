"""The words a person reads: for a reader of nine to eleven, all of them there, none of them ours alone."""

from __future__ import annotations

import re

import pytest

from carerecord.access.declarations import REASONS
from carerecord.access.evidence import KINDS
from carerecord.config import PersonReports
from carerecord.insight.report.contract import Matters
from carerecord.insight.report.letter import VERSIONS, as_html
from carerecord.insight.report.lines import report
from carerecord.insight.report.looks import looks_of, others_of
from carerecord.insight.report.tests.reading_age import (
    reading_age,
    sentences_of,
    syllables,
    words_of,
)
from carerecord.insight.report.tests.report_people import (
    AT,
    CLERK,
    DOCTOR,
    GP,
    MARGERY,
    SECTION_NAMES,
    entry,
)
from carerecord.insight.report.words import catalogue

OLDEST = 11
LONGEST = 20  # words in a sentence
JARGON = re.compile(
    r"\b(audit|entry|log|session|query|system access|disclos\w+|controller|data|legitimate|purpose|clinical|"
    r"practitioner|organisation|ODS|LR-\d+|PAT-\d+|BTG|break-glass|evidence|decision)\b",
    re.IGNORECASE,
)


def sentences() -> list[str]:
    return [
        re.sub(r"\{\w+\}", "12", words)
        for block in ("say", "easy", "why", "said", "decision", "asked")
        for words in catalogue()[block].values()
    ]


@pytest.mark.parametrize(
    ("word", "spoken"),
    [("looked", 1), ("record", 2), ("caring", 2), ("medicines", 3), ("hospital", 3), ("emergency", 4),
     ("named", 1), ("needed", 2), ("table", 2), ("screen", 1), ("answered", 2), ("department", 3)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word: str, spoken: int):
    assert syllables(word) == spoken


def test_the_formula_tells_easy_words_from_hard_ones():
    assert reading_age("The cat sat on the mat. The dog ran to me.") < 6
    hard = (
        "The controller has determined that disclosure of information concerning the identity of "
        "individual practitioners would be disproportionate in the circumstances."
    )
    assert reading_age(hard) > 20


def test_the_fixed_words_are_for_a_reader_of_nine_to_eleven():
    """Whole sentences alone: a label of one word would make anything look easy."""
    whole = [s for one in sentences() for s in sentences_of(one) if len(words_of(s)) >= 6]
    assert len(whole) > 40
    assert reading_age(". ".join(whole)) <= OLDEST
    assert [s for s in whole if reading_age(s) > OLDEST + 3] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_a_whole_letter_is_too(version: str):
    """Without the names of places and jobs, which are what they are."""
    html = as_html(made(), version, PersonReports(), "")
    body = html.split("<body")[1].split(">", 1)[1]
    text = re.sub(r"</(p|h\d|th|td|li|tr)>", ". ", body)
    text = re.sub(r"<[^>]+>", " ", text).replace("&#39;", "'")
    for name in ("Northgate University Hospital", "Riverside Medical Practice"):
        text = text.replace(name, "Northgate")
    assert reading_age(re.sub(r"(\. *)+", ". ", text)) <= OLDEST


def test_no_sentence_is_long():
    long = [s for one in sentences() for s in sentences_of(one) if len(words_of(s)) > LONGEST]
    assert long == []


def test_no_word_is_one_that_only_we_use():
    assert [one for one in sentences() if JARGON.search(one)] == []


def test_every_section_every_rule_and_every_reason_has_its_words():
    words = catalogue()
    assert set(words["section"]) == set(SECTION_NAMES)
    assert set(KINDS) <= set(words["why"])
    declared = {f"{kind} {one.code}" for kind in ("LR-14", "LR-16") for one in REASONS[kind]}
    assert set(words["said"]) == declared


def made():
    """Everything a letter can say."""
    entries, place = [], 0
    for viewer, rules in ((DOCTOR, ["LR-3"]), (GP, ["LR-1", "LR-20"]), (CLERK, ["LR-16"])):
        for kind, body in (
            ("open", {"reasons": rules, "evidence": [f"of-{viewer.id}"]}),
            ("shown", {"sections": {name: [] for name in SECTION_NAMES[place : place + 6]}}),
            ("matched", {}),
            ("refused", {}),
            ("audit-read", {}),
            ("replayed", {}),
        ):
            place += 1
            entries.append(entry(kind, viewer, place, AT, **body))
    entries.append(entry("audit-read", None, place + 1, AT))
    matters = Matters(unproved=frozenset({"of-k.brandt"}))
    return report(MARGERY, looks_of(entries), others_of(entries), matters, lambda _: True, AT)
