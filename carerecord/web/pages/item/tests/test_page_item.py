"""See each entry: every item behind a row, every element of it, as sent."""

from __future__ import annotations

from carerecord.web.tests import gibson
from carerecord.web.tests.harness import WebRegion, answer, view_of


def test_every_source_behind_a_row_is_shown(region: WebRegion):
    one = gibson.problem("p", "Stroke", "230690007", "2017-07-24")
    view = view_of(answer("riverside-gp", [one]), answer("northgate-acute", [{**one, "id": "q"}]))
    (entry,) = view.records["problems"].entries
    words = region.holds(view).page(f"item/{entry.id}").words
    assert "2 entries say this." in words
    for said in ("Riverside Medical Practice", "Northgate University Hospital", "Fetched 21-Nov"):
        assert said in words


def test_every_element_is_shown_and_data_is_not_poured_out(region: WebRegion):
    odd = gibson.problem("p", "Stroke", "230690007", "2017-07-24")
    odd["extension"] = [{"url": "urn:x", "valueString": "<b>kept</b>"}]
    odd["photo"] = {"data": "QUJD" * 500}
    odd["onsetAge"] = {"value": 72.5}
    view = view_of(answer("riverside-gp", [odd]))
    page = region.holds(view).page(f"item/{view.records['problems'].entries[0].id}")
    assert "&lt;b&gt;kept&lt;/b&gt;" in page.text
    assert "Onset age Value 72.5" in page.words
    assert "1 KB of data, not readable as words" in page.words


def test_an_entry_that_is_not_there_is_not_found(region: WebRegion):
    assert region.holds(view_of()).page("item/nothing").status == 404
