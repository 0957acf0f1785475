"""Ambulance view: the order that matters, one small response, and when it closes."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from carerecord.config import AmbulanceView
from carerecord.contract import Failure, Viewer
from carerecord.viewing.contract import View
from carerecord.web.pages.ambulance.page import AmbulancePage, closes
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import AT, DOCTOR, WebRegion, answer, permit, view_of

CREW = replace(
    DOCTOR, id="r.boyd", name="R Boyd", role="paramedic", role_name="Paramedic", session="s3"
)
GONE = answer("lowland-mental-health", failure=Failure("timeout", "no answer in 8 seconds"))


def gibsons(*more: object) -> View:
    return view_of(
        answer("riverside-gp", [*gibson.RIVERSIDE, gibson.FLAG]),
        answer("northgate-acute", gibson.NORTHGATE),
        answer("urgent-care-plans", gibson.CARE_PLAN),
        *more,
    )


def words_of(view: View) -> str:
    return WebRegion().holds(view).page("ambulance").words


def test_it_is_read_in_clinical_order():
    text = WebRegion().holds(gibsons(GONE)).page("ambulance").text
    headings = re.findall(r"<h2[^>]*>(?:<span[^>]*>⚠</span> )?(.*?)</h2>", text)
    assert headings == [
        "Resuscitation",
        "Known allergies: at least 3",
        "Not everything is here",
        "If unwell",
        "People to call",
        "Medicines: at least 7, 2 disagree",
        "Problems: at least 5 active",
        'Last hospital stay: <time datetime="2026-10-28T02:14:00+00:00">28-Oct-2026</time> to '
        '<time datetime="2026-11-06T15:20:00+00:00">06-Nov-2026</time>',
        "Usual observations",
    ]


def test_what_a_source_says_of_resuscitation_stands_first_and_once():
    words = words_of(gibsons())
    assert words.count("Do not attempt CPR. Decided 14-May-2026 with Mrs Gibson.") == 1
    assert words.index("Do not attempt CPR") < words.index("Known allergies: 3")
    assert "This screen is not the signed form." in words


def test_a_decision_sent_as_description_and_as_activity_stands_once():
    decision, wish = "Do not attempt CPR. Decided 14-May-2026.", "Call Dale first."
    said = {"CPR": decision, "What matters most": wish}
    plan = {
        **gibson.CARE_PLAN[0],
        "description": f"CPR: {decision}",
        "note": [],
        "activity": [{"detail": {"code": {"text": t}, "description": w}} for t, w in said.items()],
    }
    words = words_of(view_of(answer("urgent-care-plans", [plan])))
    assert (words.count(decision), words.count(wish)) == (1, 1)


def test_an_alert_that_two_sources_sent_in_the_same_words_stands_once_with_both():
    alert = {**gibson.FLAG, "code": gibson.concept("Do not attempt CPR"), "category": []}
    other = {**alert, "id": "again"}
    view = view_of(answer("riverside-gp", [alert]), answer("northgate-acute", [other]))
    (decision,) = AmbulancePage(view, AmbulanceView()).resuscitation
    assert set(decision.sources) == {"Riverside", "Northgate"}
    assert words_of(view).count("Do not attempt CPR") == 1


def test_a_medicine_that_sources_disagree_on_says_what_each_says():
    words = words_of(gibsons())
    said = words[words.index("ramipril") : words.index("metformin")]
    assert re.search(r"Riverside: Current .*Northgate: Stopped", said)


def test_without_a_plan_or_a_decision_it_says_so_and_not_that_there_is_none():
    words = words_of(view_of(answer("riverside-gp", gibson.RIVERSIDE)))
    assert "No urgent care plan in the sources that answered." in words
    assert "No resuscitation decision in the sources that answered." in words
    assert "Every source answered: 6" in words
    assert "No hospital stay is recorded in the sources that answered." in words


def test_a_number_in_the_words_of_next_of_kin_can_be_called():
    text = WebRegion().holds(gibsons()).page("ambulance").text
    assert 'href="tel:07700900461" aria-label="Call Dale Gibson (son)"' in text
    assert 'href="tel:01632960111" aria-label="Call Riverside Medical Practice"' in text


def test_the_words_round_a_number_stay_whole():
    team = {"resourceType": "CareTeam", "id": "t", "status": "active", "name": "People to call",
            "note": [{"text": "Riverside Medical Practice, 01632 960111, GP"}]}  # fmt: skip
    words = words_of(view_of(answer("riverside-gp", [team])))
    assert "Riverside Medical Practice, GP" in words


def test_every_allergy_is_listed_however_many():
    many = [
        gibson.allergy(f"a{n}", f"Drug {n}", f"9{n}", "mild", "Rash", "2020") for n in range(12)
    ]
    words = words_of(view_of(answer("riverside-gp", many)))
    assert "Known allergies: 12" in words
    assert all(f"Drug {n}" in words for n in range(12))
    assert "and 4 more" not in words


def test_it_is_one_response_of_at_most_14_kb_for_a_long_record():
    medicines = [
        gibson.medicine(f"m{n}", f"Drug{n} 5mg tablets", f"8{n}", 5, "mg", 1) for n in range(60)
    ]
    problems = [gibson.problem(f"p{n}", f"Illness number {n}", f"7{n}", "2020") for n in range(60)]
    results = [
        gibson.result(f"r{n}", "Creatinine", "14682-9", n, "micromol/L", "2026-11-13")
        for n in range(500)
    ]
    page = (
        WebRegion()
        .holds(gibsons(GONE, answer("regional-laboratory", [*medicines, *problems, *results])))
        .browser(DOCTOR)
        .get("/p/h-yregram-p/ambulance", accept_encoding="gzip, br")
    )
    assert page.headers["content-encoding"] == "gzip"
    assert len(page.body) <= 14 * 1024
    text = gzip.decompress(page.body).decode()
    assert "Drug59" in text.casefold().replace("drug", "Drug")
    assert (
        re.findall(r'(?:src|srcset|rel="stylesheet" href|@import|url\()\s*=?"?([^"\s]*)', text)
        == []
    )
    assert re.findall(r'<link[^>]*href="([^"]*)"', text) == ["data:,"]
    assert "<form" not in text


def test_what_is_sent_compressed_is_what_was_written_down():
    region = WebRegion().holds(gibsons())
    page = region.browser().get("/p/h-yregram-p/ambulance", accept_encoding="gzip")
    [(sections, body)] = region.door.released
    assert gzip.decompress(page.body) == body
    assert {"allergies", "care_plans", "medicines", "alerts", "contacts"} <= set(sections)
    assert region.page("ambulance").body == body


def test_its_style_and_script_are_allowed_by_their_hashes_and_nothing_else_is():
    page = WebRegion().holds(gibsons()).page("ambulance")
    inside = re.findall(r"<(style|script)>(.*?)</\1>", page.text, re.S)
    policy = page.headers["content-security-policy"]
    for kind, text in inside:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        rule = next(part for part in policy.split("; ") if part.startswith(f"{kind}-src"))
        assert f"'sha256-{digest}'" in rule
    assert "unsafe" not in policy
    assert "'self'" not in next(part for part in policy.split("; ") if part.startswith("style-src"))
    assert "form-action 'none'" in policy
    assert page.headers["cache-control"] == "no-store"


SETTINGS = AmbulanceView()


@pytest.mark.parametrize(
    ("ends", "hours"), [((1.0,), 1), ((1.0, 2.0), 2), ((9.0,), 4), ((None,), 4), ((1.0, None), 4)]
)
def test_it_closes_at_the_end_of_the_job_and_after_four_hours_at_the_latest(ends, hours):
    [evidence] = permit().evidence
    given = tuple(replace(evidence, ends=end and AT + timedelta(hours=end)) for end in ends)
    view = replace(gibsons(), decision=replace(permit(), evidence=given))
    assert closes(view, SETTINGS) - AT == timedelta(hours=hours)


def test_it_closes_when_an_emergency_ends():
    decision = replace(permit(), evidence=(), emergency_until=AT + timedelta(minutes=90))
    assert AmbulancePage(replace(gibsons(), decision=decision), SETTINGS).seconds == 5400


@pytest.mark.parametrize(("viewer", "to"), [(CREW, "/ambulance"), (DOCTOR, "")])
def test_a_record_opens_here_for_a_crew_and_at_the_summary_for_others(viewer: Viewer, to: str):
    region = WebRegion().holds(gibsons())
    region.desk.joins(CREW)
    region.door.today = [(gibsons().person, "on your ambulance incident today")]
    browser = region.browser(viewer)
    assert f'href="/p/h-yregram-p{to}"' in browser.get("/find").text
    assert browser.get("/p/h-yregram-p/why").headers["location"] == f"/p/h-yregram-p{to}"
    assert "The whole record" in browser.get("/p/h-yregram-p/ambulance").words
    assert ("Ambulance view" in browser.get("/p/h-yregram-p").words) is False


NO_STAY = "Last hospital stay: not recorded"


def test_a_stay_that_a_missing_source_may_hold_is_never_simply_not_recorded():
    riverside = answer("riverside-gp", gibson.RIVERSIDE)
    down = answer("northgate-acute", failure=Failure("timeout", "no answer in 8 seconds"))
    whole = words_of(view_of(riverside, answer("northgate-acute", [])))
    assert NO_STAY in whole
    assert f"{NO_STAY} in the sources" not in whole
    assert f"{NO_STAY} in the sources that answered" in words_of(view_of(riverside, down))


def test_no_date_of_the_ambulance_view_is_broken_over_lines():
    text = WebRegion().holds(gibsons()).page("ambulance").text
    assert "time,.unbroken{white-space:nowrap}" in text
    down = answer("northgate-acute", failure=Failure("timeout", "no answer in 8 seconds"))
    none = {**gibson.FLAG, "code": {"text": "Do not attempt CPR: decided 16-May-2026"}}
    sent = words_of(view_of(answer("riverside-gp", [*gibson.RIVERSIDE, none]), down))
    assert "Do not attempt CPR: decided 16-May-2026" in sent
