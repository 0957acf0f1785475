"""What has changed: since when, of what kind, and never that nothing has (ux S6)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from carerecord.contract import Failure
from carerecord.viewing.contract import View
from carerecord.viewing.looks import Look, Seen
from carerecord.viewing.written import name_of
from carerecord.web.changes import Changes, chosen
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import AT, SOURCES, WebRegion, answer, view_of

DOWN = Failure("timeout", "no answer in 8 s")
LAST_WEEK = AT - timedelta(days=9)


def view(**more: object) -> View:
    return view_of(
        answer("riverside-gp", gibson.RIVERSIDE),
        answer("northgate-acute", gibson.NORTHGATE),
        answer("regional-laboratory", gibson.LABORATORY),
        **more,
    )


def words(found: View, since: str = "", look: Look | None = None) -> str:
    region = WebRegion().holds(found)
    region.door.look = look
    return region.page(f"changes?since={since}").words


def seen(found: View, *without: str, at: datetime = LAST_WEEK, **names: str) -> Look:
    """A look at all of this but the items with these ids; `names`: at another version then."""
    sections = {}
    for name, record in found.records.items():
        items = [item for entry in record.every_entry for item in (entry.head, *entry.folded)]
        shown = {name_of(one): str(names.get(str(one.resource["id"]), "")) for one in items}
        kept = {own: version for own, version in shown.items() if own.split("/")[-1] not in without}
        sections[name] = Seen(at, kept, frozenset())
    return Look(at, sections)


@pytest.mark.parametrize(
    "said",
    [
        "Medicine stopped ramipril 5mg capsules",
        "Riverside still lists it as current.",
        "Hospital stay Hospital admission",
        "Problem Acute kidney injury stage 2",
        "Result Creatinine",
        "End of list.",
    ],
)
def test_what_is_dated_since_the_day_is_listed(said: str):
    assert said in words(view(), "30")


def test_that_a_medicine_was_stopped_is_said_once():
    line = words(view(), "30").partition("Medicine stopped ramipril")[2]
    assert line.startswith(" 5mg capsules – DOSE")
    assert "Stopped" not in line.partition("still lists it")[0]


def test_who_still_says_otherwise_stands_on_a_line_of_its_own_and_never_reads_as_the_dose():
    page = WebRegion().holds(view()).page("changes?since=30").text
    assert "<br><b>Riverside still lists it as current.</b>" in page


def test_what_was_never_stopped_has_nobody_who_still_lists_it():
    only = view_of(answer("northgate-acute", gibson.NORTHGATE))
    assert "still list" not in words(only, "365")


def test_nothing_dated_since_is_said_of_the_sources_that_answered_alone():
    said = words(view(), "2026-11-21")
    assert "Nothing new in the sources that answered since 21-Nov-2026." in said
    assert "This does not mean that nothing has changed." in said


@pytest.mark.parametrize("slug", ["", "changes"])
def test_while_nobody_has_answered_nothing_is_said_of_those_who_did(slug: str):
    gone = Failure("timeout", "no answer in 8 seconds")
    silent = view_of(*(answer(source.id, failure=gone) for source in SOURCES))
    said = WebRegion().holds(silent).page(slug).words
    assert "No source has answered: what has changed since" in said
    assert "Nothing new in the sources that answered" not in said


@pytest.mark.parametrize("slug", ["", "changes"])
@pytest.mark.parametrize("held", [[], gibson.RIVERSIDE])
def test_a_page_never_says_that_nothing_changed(slug: str, held: list[dict[str, object]]):
    down = answer("northgate-acute", failure=DOWN)
    region = WebRegion().holds(view_of(answer("riverside-gp", held), down))
    said = region.page(slug).words.lower()
    for claim in ("nothing changed", "no change", "nothing has changed since", "unchanged"):
        assert claim not in said
    assert "northgate university hospital" in said


def test_a_count_is_at_least_where_a_source_did_not_answer():
    down = answer("northgate-acute", failure=DOWN)
    said = words(view_of(answer("riverside-gp", gibson.RIVERSIDE), down), "365")
    assert "At least " in said
    assert "What has changed at Northgate University Hospital is not known" in said


def test_a_problem_that_ended_a_version_and_a_mistake_are_changes_of_their_own():
    ended = gibson.problem("x1", "Cellulitis", "385627004", "2024-01-01", "resolved")
    ended["abatementDateTime"] = "2026-11-10"
    newer = gibson.problem("x2", "Gout", "90560007", "2011-01-01")
    newer["meta"] = {"versionId": "4", "lastUpdated": "2026-11-12T10:00:00Z"}
    first = {**newer, "id": "x4", "meta": {**newer["meta"], "versionId": "1"}}
    wrong = {**newer, "id": "x3", "code": {"text": "Epilepsy"}}
    wrong["verificationStatus"] = {"coding": [{"code": "entered-in-error"}]}
    found = view_of(answer("riverside-gp", [ended, newer, wrong, first]))
    changes = Changes(found, None, chosen(found, None, "30"))
    assert {(one.event.entry.head.resource["id"], one.kind) for one in changes.found} == {
        ("x1", "Problem: ended"),
        ("x2", "Problem: changed"),
        ("x3", "Problem: ruled out or recorded in error"),
    }


def test_since_the_last_look_is_what_was_not_shown_then():
    found = view()
    said = words(found, "looked", seen(found, "q1"))
    assert "1 change since 12-Nov-2026" in said
    assert "Problem Acute kidney injury stage 2" in said


def test_another_version_than_then_is_a_change():
    newer = gibson.problem("x2", "Gout", "90560007", "2011-01-01")
    newer["meta"] = {"versionId": "4"}
    found = view_of(answer("riverside-gp", [newer]))
    look = seen(found)
    own = {name.partition("/_history/")[0]: "3" for name in look.sections["problems"].versions}
    sections = {**look.sections, "problems": Seen(LAST_WEEK, own, frozenset())}
    assert "Problem: changed Gout" in words(found, "looked", Look(LAST_WEEK, sections))


def test_what_is_here_no_more_is_counted_by_the_source_that_answered_or_did_not():
    look = seen(view())
    said = words(view(), "looked", look)
    assert "Here then, and not now" not in said
    less = view_of(
        answer("riverside-gp", gibson.RIVERSIDE[:-2]),
        answer("northgate-acute", failure=DOWN),
        answer("regional-laboratory", gibson.LABORATORY),
    )
    said = words(less, "looked", look)
    gone, silent = said.split("Not answered now, which is not the same as removed")
    assert "Immunisations: 1 entry from Riverside Medical Practice." in gone
    assert "Northgate" not in gone.split("Here then, and not now")[1]
    assert "from Northgate University Hospital, which did not answer in full." in silent


def test_a_section_that_was_not_opened_then_is_named():
    found = view()
    whole = seen(found)
    part = Look(LAST_WEEK, {"problems": whole.sections["problems"]})
    said = words(found, "looked", part)
    assert "You opened no page with Medicines" in said


@pytest.mark.parametrize(
    ("ago", "key"),
    [(None, "30"), (3, "30"), (29, "30"), (40, "looked"), (364, "looked"), (500, "365")],
)
def test_unless_told_it_is_30_days_or_the_last_look_if_longer_ago(ago: int | None, key: str):
    look = Look(AT - timedelta(days=ago), {}) if ago else None
    assert chosen(view(), look, "").key == key


@pytest.mark.parametrize("since", ["2026-02-31", "2027-01-01", "looked", "0", "x", "9" * 40])
def test_a_day_that_never_was_or_is_to_come_is_30_days(since: str):
    assert chosen(view(), None, since).key == "30"


def test_the_last_stay_is_that_which_has_begun():
    coming = {**gibson.stay("f9", "2026-12-20", "2026-12-22", "Hip"), "status": "planned"}
    found = view_of(answer("northgate-acute", [*gibson.NORTHGATE, coming]))
    assert chosen(found, None, "stay").day == "2026-10-28"
    assert chosen(view_of(), None, "stay").key == "30"
    assert "No hospital stay is recorded" in words(view_of())


def test_the_summary_leads_to_all_changes(region: WebRegion):
    region.holds(view()).door.look = seen(view(), at=AT - timedelta(days=40))
    page = region.page()
    assert "/changes?since=looked" in page.text
    assert "you last looked, 12-Oct-2026 11:02" in page.words


def test_a_result_says_its_value_and_the_one_before_in_the_same_unit(region: WebRegion):
    sent = [
        gibson.result(id, "Creatinine", "2160-0", value, unit, day) | {"interpretation": [{"coding": [{"code": "H"}]}]}
        for id, value, unit, day in (
            ("now", 109, "umol/L", "2026-11-13"),
            ("then", 192, "umol/L", "2026-10-30"),
            ("other", 2.2, "mg/dL", "2026-11-01"),
        )
    ]  # fmt: skip
    words = region.holds(view_of(answer("regional-laboratory", sent))).page("changes").words
    assert "Creatinine 109 umol/L , before 192 High" in words
    assert "Creatinine 2.2 mg/dL High" in words
