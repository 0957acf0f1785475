"""What differs between sources is said in words on the rows and on the page of the entry."""

from __future__ import annotations

from carerecord.web.tests import gibson
from carerecord.web.tests.harness import WebRegion, answer, view_of

STROKE = gibson.problem("p", "Stroke", "230690007", "2017-07-24")
OVER = gibson.problem("q", "Stroke", "230690007", "2017-07-24", status="resolved")


def test_each_of_two_rows_that_differ_names_the_other_source(region: WebRegion):
    view = view_of(answer("riverside-gp", [STROKE]), answer("northgate-acute", [OVER]))
    site = region.holds(view)
    for words in (site.page("problems").words, site.page("").words):
        assert "Status differs: Northgate" in words
    assert "Status differs: Riverside" in site.page("problems").words


def test_an_entry_says_what_it_was_before_it_was_changed(region: WebRegion):
    record = {"identifier": [{"system": "urn:s", "value": "1"}]}
    old = {**STROKE, **record, "meta": {"lastUpdated": "2017-07-25T10:00:00Z"}}
    new = {**OVER, **record, "meta": {"lastUpdated": "2019-01-05T10:00:00Z"}}
    view = view_of(answer("riverside-gp", [old, new]))
    (entry,) = view.records["problems"].entries
    words = region.holds(view).page(f"item/{entry.id}").words
    assert "Changed 05-Jan-2019" in words
    assert "Earlier version" in words
    assert "or said it before it was changed" in words
