"""Pages of sections: lists by 200, sources named, nothing recorded said."""

from __future__ import annotations

from carerecord.contract import Failure
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import WebRegion, answer, view_of


def test_a_long_list_is_paged_with_its_total_and_its_end(region: WebRegion):
    many = [gibson.problem(f"p{n}", f"Problem {n}", str(n), "2020-01-01") for n in range(450)]
    browser = region.holds(view_of(answer("riverside-gp", many))).browser()
    first = browser.get("/p/h-yregram-p/problems").words
    assert "1 to 200 of 450 shown." in first
    assert "Page 1 of 3" in first
    last = browser.get("/p/h-yregram-p/problems?page=3").words
    assert "401 to 450 of 450 shown. End of list." in last
    beyond = browser.get("/p/h-yregram-p/problems?page=99").words
    assert "Page 3 of 3" in beyond
    for nonsense in ("%C2%B2", "-1", "x"):
        assert "Page 1 of 3" in browser.get(f"/p/h-yregram-p/problems?page={nonsense}").words


def test_no_entry_of_a_long_list_is_lost_between_its_pages(region: WebRegion):
    many = [gibson.problem(f"p{n}", f"Problem {n}.", str(n), "2020-01-01") for n in range(450)]
    browser = region.holds(view_of(answer("riverside-gp", many))).browser()
    words = " ".join(browser.get(f"/p/h-yregram-p/problems?page={n}").words for n in (1, 2, 3))
    assert all(f"Problem {n}." in words for n in range(450))


def test_each_row_names_its_sources_and_leads_to_its_entries(region: WebRegion):
    stroke = gibson.problem("p", "Stroke", "230690007", "2017-07-24")
    view = view_of(answer("riverside-gp", [stroke]), answer("northgate-acute", [stroke]))
    page = region.holds(view).page("problems")
    assert "Northgate Riverside See each entry" in page.words
    assert f"/item/{view.records['problems'].entries[0].id}" in page.text


def test_what_is_in_error_is_kept_apart_and_not_counted(region: WebRegion):
    wrong = gibson.problem("p", "Stroke", "230690007", "2017-07-24")
    wrong["verificationStatus"] = {"coding": [{"code": "entered-in-error"}]}
    words = region.holds(view_of(answer("riverside-gp", [wrong]))).page("problems").words
    assert "Ruled out, or recorded in error (1): not counted above" in words
    assert "not recorded" in words


def test_a_page_names_the_missing_source_and_why(region: WebRegion):
    down = answer("lowland-mental-health", failure=Failure("refused", ""))
    words = region.holds(view_of(down)).page("problems").words
    assert "Lowland Mental Health is not available." in words
    assert "It refused the connection." in words
    assert "not recorded in the 2 sources that answered" in words


def test_entries_that_could_not_be_read_are_said(region: WebRegion):
    view = view_of(answer("riverside-gp", gibson.RIVERSIDE, unreadable=("not JSON",)))
    words = region.holds(view).page("problems").words
    assert "1 entry from Riverside Medical Practice could not be read and is not shown." in words


def test_a_source_s_own_warning_is_word_for_word(region: WebRegion):
    said = "Items excluded due to confidentiality and/or patient preferences."
    view = view_of(answer("riverside-gp", gibson.RIVERSIDE, warnings=(said,)))
    words = region.holds(view).page("problems").words
    assert f"Riverside Medical Practice says: {said}" in words
