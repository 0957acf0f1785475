"""Public data sets: how their records are told to our matcher, and how pairs are counted. The published ones are not installed here."""

from __future__ import annotations

import pytest

from carerecord.identity.folding import is_full_postcode
from quality.public import ours
from quality.public.records import Dataset, Record, fake_1000, febrl_record, pair, pairs_of
from quality.public.run import SHARED
from quality.public.scoring import Score, above, best, score

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="no shared data beside the project")
ANNE = Record("a", "anne", "thackray", "1951-03-04", "69", postcode="4011")
DATA = Dataset(
    "three",
    [
        ANNE,
        Record("b", "ane", "thackray", "1951-03-04", "69", postcode="4011"),
        Record("c", "joan", "thackray", "1951-03-04", "69", postcode="4011"),
    ],
    frozenset({("a", "b")}),
)


def test_a_home_of_febrl_is_shaped_as_a_postcode_and_a_slip_stays_one():
    assert ours.home("4011", "69") == "EA110GJ"
    assert is_full_postcode(ours.home("4011", "69"))
    differ = zip(ours.home("4011", "69"), ours.home("4017", "69"), strict=True)
    assert sum(one != other for one, other in differ) == 1
    assert ours.home("4011", "") == ours.home("", "69") == ""


def test_the_number_that_would_give_the_answer_is_not_read():
    row = {
        "given_name": "anne", "surname": "thackray", "street_number": "69", "address_1": "", "suburb": "", "postcode": "4011",
        "state": "qld", "date_of_birth": "19510304", "soc_sec_id": "6988048",
    }  # fmt: skip
    found = febrl_record("rec-1-org", row)
    assert found.born == "1951-03-04"
    assert "6988048" not in str(found)


def test_one_slip_is_one_person_and_a_twin_is_not():
    weighed = ours.weighed(DATA)
    assert weighed[("a", "b")][1]
    assert not weighed[("a", "c")][1]
    assert weighed[("a", "b")][0] > weighed[("a", "c")][0]


def test_of_two_files_only_one_of_each_is_a_pair():
    apart = Dataset("two files", DATA.records, DATA.truth, frozenset({"b", "c"}))
    assert ("b", "c") not in ours.weighed(apart)
    assert ("a", "b") in ours.weighed(apart)


def test_pairs_are_counted_once_and_at_the_best_cut_off():
    scored = {("a", "b"): 9.0, ("a", "c"): 4.0, ("b", "c"): 4.0}
    assert score(DATA, above(scored, 4.0)) == Score(3, 1, 1)
    assert best(DATA, scored) == Score(1, 1, 1)
    assert score(DATA, frozenset()).f1 == 0.0
    assert pairs_of([("b", "a", "c")]) == {("a", "b"), ("a", "c"), ("b", "c")}
    assert pair("b", "a") == ("a", "b")


@needs_shared
def test_fake_1000_is_read_whole():
    data = fake_1000(SHARED)
    assert (len(data.records), len(data.truth)) == (1000, 2031)


@pytest.mark.slow
@needs_shared
def test_the_published_ones_run_beside_ours():
    pytest.importorskip("splink", reason="only `make quality` installs it")
    from quality.public import published

    data = fake_1000(SHARED)
    for matcher in (published.by_recordlinkage, published.by_splink):
        assert best(data, matcher(data, published.FIELDS_OF_OURS)).f1 > 0.5
