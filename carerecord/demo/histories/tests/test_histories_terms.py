import importlib

import pytest

from carerecord.demo.histories.terms import SNOMED, Term
from carerecord.demo.histories.terms.check import is_identifier, with_check_digit
from carerecord.demo.histories.terms.medicines import MEDICINES
from carerecord.demo.histories.terms.tests import PANELS, TESTS

TABLES = ("problems", "substances", "vaccines", "papers", "medicines", "tests")


def terms():
    for name in TABLES:
        module = importlib.import_module(f"carerecord.demo.histories.terms.{name}")
        for table in vars(module).values():
            if isinstance(table, dict):
                yield from (one for one in table.values() if isinstance(one, Term))
    yield from (one.product for one in MEDICINES.values())
    yield from (one.term for one in TESTS.values())
    yield from (term for term, _ in PANELS.values())


@pytest.mark.parametrize(
    ("code", "true"),
    [("44054006", True), ("44054007", False), ("44045006", False), ("", False), ("x", False)],
)
def test_the_check_digit_finds_a_slip(code, true):
    assert is_identifier(code) is true


def test_a_made_identifier_has_a_true_check_digit():
    assert is_identifier(with_check_digit("99900001100000110"))


def test_every_coded_concept_has_a_true_check_digit():
    wrong = [
        (one.code, one.words)
        for one in terms()
        if "-" not in one.code and not is_identifier(one.code)
    ]
    assert not wrong


def test_one_code_has_one_set_of_words():
    words: dict[tuple[str, str], set[str]] = {}
    for one in terms():
        words.setdefault((one.system, one.code), set()).add(one.words)
    assert not {code: said for code, said in words.items() if len(said) > 1}
    assert any(system == SNOMED for system, _ in words)
