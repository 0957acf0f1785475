"""Timeline: months newest first, and a missing source's lane said (ux S12)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from carerecord.contract import Failure
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import WebRegion, answer, view_of


def test_months_stand_newest_first_and_what_is_to_come_before_them(region: WebRegion):
    coming = gibson.stay("z", "2026-12-03T10:00:00Z", "2026-12-03T11:00:00Z", "Audiology", "AMB")
    coming["status"] = "planned"
    view = view_of(answer("riverside-gp", [*gibson.RIVERSIDE, coming]))
    words = region.holds(view).page("timeline").words
    order = ["Coming up", "03-Dec-2026", "November 2026", "October 2026", "July 2017", "1973"]
    places = [words.index(one) for one in order]
    assert places == sorted(places)


def test_a_missing_source_s_lane_is_hatched_and_said(region: WebRegion):
    down = answer("lowland-mental-health", failure=Failure("timeout", ""))
    page = region.holds(view_of(answer("riverside-gp", gibson.RIVERSIDE), down)).page("timeline")
    assert "Lowland Mental Health did not answer: events not shown" in page.words
    assert "lane-missing" in page.text


@pytest.mark.parametrize("over", ["3m", "12m", "5y", "life", "x"])
def test_any_span_draws_a_page(region: WebRegion, over):
    view = view_of(answer("riverside-gp", gibson.RIVERSIDE))
    assert region.holds(view).page(f"timeline?over={over}").status == 200


def test_a_long_life_is_paged_with_its_total(region: WebRegion):
    many = [
        gibson.stay(f"e{n}", f"20{n % 25:02}-03-01", f"20{n % 25:02}-03-01", str(n), "AMB")
        for n in range(450)
    ]
    browser = region.holds(view_of(answer("riverside-gp", many))).browser()
    assert "1 to 200 of 450 events shown" in browser.get("/p/h-yregram-p/timeline").words
    last = browser.get("/p/h-yregram-p/timeline?page=3").words
    assert "401 to 450 of 450 events shown" in last
    assert "End of list." in last


def test_in_the_first_hour_of_a_summer_day_what_just_happened_is_not_to_come(region: WebRegion):
    just = gibson.stay("n", "2026-07-01T00:10:00+01:00", "2026-07-01T00:20:00+01:00", "Fall", "AMB")
    at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    page = region.holds(view_of(answer("northgate-acute", [just]), at=at)).page("timeline")
    assert "Coming up" not in page.words
    assert "July 2026" in page.words


def test_what_was_sent_in_another_zone_stands_where_it_happened(region: WebRegion):
    sent = [
        ("1", "2026-07-01T10:30:00+01:00"),
        ("2", "2026-07-01T10:10:00Z"),
        ("3", "2026-07-01T10:20:00+01:00"),
    ]
    stays = [gibson.stay(own, at, at, own, "AMB") for own, at in sent]
    words = region.holds(view_of(answer("northgate-acute", stays))).page("timeline").words
    places = [words.index(at) for at in ("11:10", "10:30", "10:20")]
    assert places == sorted(places)


def _words(*sent):
    return WebRegion().holds(view_of(answer("northgate-acute", sent))).page("timeline").words


def test_each_end_of_a_stay_has_its_own_time():
    stay = gibson.stay("s", "2026-10-30T13:20:00Z", "2026-11-08T16:05:00Z", "Fall", "IMP")
    assert "30-Oct-2026 13:20 to 08-Nov-2026 16:05" in _words(stay)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("stopped", "Medicine stopped"),
        ("on-hold", "Medicine on hold"),
        ("active", "Medicine recorded"),
    ],
)
def test_a_medicine_no_longer_taken_is_not_called_recorded(status, kind):
    medicine = gibson.medicine("m", "Ramipril", "318900001", 5, "mg", 1, status=status)
    assert f"{kind} ramipril" in _words(medicine)


def test_what_has_only_an_end_is_not_also_counted_as_undated():
    medicine = gibson.medicine("m", "Ramipril", "318900001", 5, "mg", 1, status="stopped")
    del medicine["dateAsserted"]
    words = _words(medicine | {"effectivePeriod": {"end": "2026-11-02"}})
    assert "1 event shown" in words
    assert "no date recorded" not in words


def test_a_service_that_is_hidden_is_said_to_be_and_comes_back(region: WebRegion):
    clinic = gibson.stay("o", "2026-10-03T10:00:00Z", "2026-10-03T11:00:00Z", "Eye clinic", "AMB")
    view = view_of(answer("riverside-gp", gibson.RIVERSIDE), answer("northgate-acute", [clinic]))
    browser = region.holds(view).browser()
    whole = browser.get("/p/h-yregram-p/timeline")
    assert "Nothing is hidden" in whole.words
    assert "03-Oct-2026" in whole.words
    less = browser.get("/p/h-yregram-p/timeline?over=5y&hide=acute")
    assert "Hidden: Hospital, 1 event." in less.words
    assert "03-Oct-2026" not in less.words
    assert "Nothing is hidden" not in less.words
    assert 'href="?over=5y">Show all' in less.text
    assert 'href="?over=5y&amp;hide=gp&amp;hide=acute" aria-current="true">GP' in less.text
    assert 'href="?over=3m&amp;hide=acute"' in less.text
    none = browser.get("/p/h-yregram-p/timeline?hide=acute&hide=gp&hide=x").words
    assert "Hidden: GP and Hospital" in none
    assert "Every event is hidden." in none
    assert "No dated events" not in none


def test_what_a_service_that_is_shown_said_too_stays(region: WebRegion):
    same = gibson.RIVERSIDE
    view = view_of(answer("riverside-gp", same), answer("northgate-acute", same))
    (record,) = [one for name, one in view.records.items() if name == "problems"]
    assert any(len(entry.source_ids) == 2 for entry in record.entries)
    page = region.holds(view).page("timeline?hide=gp&over=life")
    assert "Stroke" in page.words
    lanes = page.text.partition('class="lanes"')[2].partition("</svg>")[0]
    assert ">Hospital<" in lanes
    assert ">GP<" not in lanes


def test_a_service_that_did_not_answer_keeps_its_lane_though_it_is_hidden(region: WebRegion):
    down = answer("lowland-mental-health", failure=Failure("timeout", ""))
    view = view_of(answer("riverside-gp", gibson.RIVERSIDE), down)
    page = region.holds(view).page("timeline?hide=mental-health")
    assert "Lowland Mental Health did not answer: events not shown" in page.words


def test_every_page_of_a_timeline_hides_the_same(region: WebRegion):
    many = [
        gibson.stay(f"e{n}", f"20{n % 25:02}-03-01", f"20{n % 25:02}-03-01", str(n), "AMB")
        for n in range(250)
    ]
    view = view_of(answer("riverside-gp", many))
    page = region.holds(view).page("timeline?hide=acute&page=1")
    assert 'href="?over=12m&amp;hide=acute&amp;page=2">Older' in page.text
