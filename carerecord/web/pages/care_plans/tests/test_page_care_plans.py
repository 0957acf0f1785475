"""Plans in force stand first, with what changed in them; every version is there, and what changed between any two."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.contract import Resource
from carerecord.web.plan_versions import differences, plans_of
from carerecord.web.tests.harness import WebRegion, answer, view_of

SOURCE = "urgent-care-plans"


def plan(number: int, lines: dict[str, str], **more: Any) -> Resource:
    replaces = [{"reference": f"CarePlan/v{number - 1}"}] if number > 1 else []
    return {
        "resourceType": "CarePlan", "id": f"v{number}", "intent": "plan",
        "status": "active", "title": f"Urgent care plan, version {number}",
        "period": {"start": f"202{number}-05-01"}, "author": {"display": "Dr P Ellery"},
        "replaces": replaces,
        "activity": [{"detail": {"code": {"text": heading}, "description": words}}
                     for heading, words in lines.items()],
        **more,
    }  # fmt: skip


FIRST = plan(
    1, {"CPR": "For full resuscitation.", "Place": "Home", "Ice": "Cream"}, status="revoked"
)
SECOND = plan(2, {"CPR": "Do not attempt CPR.", "Place": "Home", "If unwell": "Ward care."})


def changed(one: Resource, other: Resource) -> list[tuple[str, str, str, str]]:
    record = view_of(answer(SOURCE, [other, one])).records["care_plans"]
    (versions,) = plans_of(record)
    found = differences(versions[0], versions[1])
    return [(each.how, each.heading, each.before, each.after) for each in found]


def test_each_line_that_changed_is_said_and_no_other():
    assert changed(FIRST, SECOND) == [
        ("changed", "CPR", "For full resuscitation.", "Do not attempt CPR."),
        ("added", "If unwell", "", "Ward care."),
        ("removed", "Ice", "Cream", ""),
    ]


def test_who_wrote_it_and_when_its_review_is_due_are_lines_too():
    other = plan(2, {"CPR": "For full resuscitation.", "Place": "Home", "Ice": "Cream"},
                 author={"display": "Dr Q"}, period={"start": "2022-05-01", "end": "2026-01-02"})  # fmt: skip
    assert changed(FIRST, other) == [
        ("changed", "Written by", "Dr P Ellery", "Dr Q"),
        ("added", "Review", "", "02-Jan-2026"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        pytest.param({}, {"replaces": [{"reference": "CarePlan/v1"}]}, True, id="replaces"),
        pytest.param(
            {"identifier": [{"system": "s", "value": "1"}]},
            {"replaces": [], "identifier": [{"system": "s", "value": "1"}]}, True, id="identifier",
        ),
        pytest.param({}, {"replaces": []}, False, id="neither"),
        pytest.param({}, {"replaces": "CarePlan/v1"}, False, id="not-a-reference"),
    ],
)  # fmt: skip
def test_versions_are_told_by_what_the_source_says(one: Resource, other: Resource, together: bool):
    record = view_of(answer(SOURCE, [FIRST | one, SECOND | other])).records["care_plans"]
    assert (len(plans_of(record)) == 1) is together


def test_between_sources_nothing_is_a_version():
    view = view_of(answer(SOURCE, [FIRST]), answer("riverside-gp", [SECOND]))
    assert len(plans_of(view.records["care_plans"])) == 2


def test_every_item_is_in_one_plan_however_they_are_chained():
    chain = [plan(n, {"CPR": str(n)}, replaces=[{"reference": f"CarePlan/v{m}"} for m in (n - 1, n + 1)])
             for n in range(1, 9)]  # fmt: skip
    (versions,) = plans_of(view_of(answer(SOURCE, chain[::-1])).records["care_plans"])
    assert [one.number for one in versions] == list(range(1, 9))
    assert [one.item.resource["id"] for one in versions] == [f"v{n}" for n in range(1, 9)]


def test_the_page_reads_the_decision_first_and_says_what_changed(region: WebRegion):
    overdue = SECOND | {"period": {"start": "2022-05-01", "end": "2026-11-20"}}
    page = region.holds(view_of(answer(SOURCE, [FIRST, overdue]))).page("care-plans")
    assert '<p class="decision">CPR: Do not attempt CPR.</p>' in page.text
    assert "Version 2 of 2" in page.words
    assert "Review was due 20-Nov-2026" in page.words
    assert "Changed CPR from “For full resuscitation.” to “Do not attempt CPR.”" in page.words
    assert "This screen is not the signed form." in page.words
    assert "2 of 2 shown. End of list." in page.words


def test_a_review_that_is_still_to_come_is_no_warning(region: WebRegion):
    due = SECOND | {"period": {"start": "2022-05-01", "end": "2026-11-21"}}
    page = region.holds(view_of(answer(SOURCE, [due]))).page("care-plans")
    assert "Review due 21-Nov-2026." in page.words
    assert "Review was due" not in page.words


def test_any_two_versions_are_compared(region: WebRegion):
    third = plan(3, {"CPR": "For full resuscitation.", "Place": "Hospice", "Ice": "Cream"})
    view = view_of(answer(SOURCE, [FIRST, SECOND | {"status": "revoked"}, third]))
    entry = view.records["care_plans"].entries[0]
    page = region.holds(view).page(f"care-plans/{entry.id}?from=1&to=3")
    assert "What changed from version 1 to version 3" in page.words
    assert "Changed Place from “Home” to “Hospice”" in page.words
    assert all(f"Version {n} " in page.words for n in (1, 2, 3))


@pytest.mark.parametrize("asked", ["?from=0&to=9", "?from=x&to=2", "?from=999999999999", ""])
def test_what_is_no_version_compares_nothing(region: WebRegion, asked: str):
    view = view_of(answer(SOURCE, [FIRST, SECOND]))
    entry = view.records["care_plans"].entries[0]
    page = region.holds(view).page(f"care-plans/{entry.id}{asked}")
    assert "to version" not in page.words
    assert "What changed from version 1" in page.words
