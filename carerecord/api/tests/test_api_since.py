"""`_since` leaves out only what has dates, all of them earlier; the lists, and whoever is missing, stay whole."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from carerecord.access.contract import Decision, Terms
from carerecord.api.everything import bundle
from carerecord.api.since import Changed, NotADate, changed_since
from carerecord.contract import Answer, Item, Person, Receipt, Resource, SourceSettings, Viewer
from carerecord.merge.merge import merge
from carerecord.viewing.contract import View
from carerecord.viewing.ledger import states

AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DOCTOR = Viewer("a", "Dr A", "doctor", "Doctor", "RNG01", "Northgate")
GP = SourceSettings("gp", "GP", "GP", "gp", "none", sections=("problems", "discharges"))


def problem(own: str, **more: Any) -> Resource:
    return {"resourceType": "Condition", "id": own, "code": {"text": own}, **more}


def stay(day: str) -> Resource:
    return {
        "resourceType": "Encounter", "id": f"stay-{day}", "status": "finished", "class": {"code": "IMP"},
        "period": {"start": day, "end": day},
    }  # fmt: skip


def view_of(*resources: Resource) -> View:
    items = tuple(Item("gp", one, json.dumps(one).encode()) for one in resources)
    said = Answer("gp", "answered", items=items)
    records = merge([said]).records
    decision = Decision("permit", (), levels=dict.fromkeys(records, "full"))
    return View(
        "v", AT, DOCTOR, Person("p", "9990000018", "GIBSON", "M"), decision, Receipt(1, "e"),
        sources=(GP,), answers={"gp": said}, records=records,
        states=states((GP,), {"gp": said}, records, decision.levels, Terms()),
    )  # fmt: skip


def sent(changed: Changed | None) -> set[str]:
    assert changed is not None
    records = changed.view.records.values()
    return {e.head.resource["id"] for record in records for e in record.every_entry}


@pytest.mark.parametrize(
    ("dates", "kept"),
    [
        pytest.param({"recordedDate": "2026-11-02"}, True, id="written-since"),
        pytest.param({"recordedDate": "2019-01-01"}, False, id="written-before"),
        pytest.param({}, True, id="no-date-at-all"),
        pytest.param({"recordedDate": "2019", "meta": {"lastUpdated": "2026-11-05T09:00:00Z"}}, True, id="updated"),
        pytest.param({"onsetDateTime": "2019", "abatementDateTime": "2026-11-20"}, True, id="ended"),
        pytest.param({"recordedDate": "2026"}, True, id="a-vague-date-is-not-left-out"),
        pytest.param({"recordedDate": "2026-10"}, False, id="vague-and-before"),
        pytest.param({"recordedDate": "2019", "onsetPeriod": {"end": "2031-01-01"}}, False, id="still-to-come"),
        pytest.param({"recordedDate": "soon"}, True, id="no-date"),
        pytest.param({"recordedDate": None, "meta": []}, True, id="nonsense"),
    ],
)  # fmt: skip
def test_what_may_have_changed_is_sent(dates: Resource, kept: bool):
    changed = changed_since(view_of(problem("one", **dates)), {"_since": "2026-11-01"})
    assert ("one" in sent(changed)) is kept
    assert changed is not None
    assert changed.left_out == (0 if kept else 1)


@pytest.mark.parametrize(
    ("moment", "kept"),
    [("2026-11-02T09:00:00Z", True), ("2026-11-02T10:00:00 01:00", True), ("2026-11-02T10:00:00+00:00", False)],
)  # fmt: skip
def test_a_moment_is_one_whatever_its_zone(moment: str, kept: bool):
    one = problem("one", meta={"lastUpdated": "2026-11-02T09:30:00+00:00"})
    assert ("one" in sent(changed_since(view_of(one), {"_since": moment}))) is kept


@pytest.mark.parametrize("asked", ["yesterday", "", "2026-13-01", "2026-11-02T10:00:00"])
def test_what_is_no_moment_is_refused(asked: str):
    with pytest.raises(NotADate):
        changed_since(view_of(), {"_since": asked})


def test_since_the_last_stay_began():
    held = (stay("2026-03-01"), stay("2026-11-05"), problem("old", recordedDate="2026-11-04"),
            problem("new", recordedDate="2026-11-06"))  # fmt: skip
    changed = changed_since(view_of(*held), {"sinceLastStay": "true"})
    assert sent(changed) == {"new", "stay-2026-11-05"}


def test_without_a_stay_the_whole_is_sent_and_said():
    changed = changed_since(view_of(problem("old", recordedDate="2019")), {"sinceLastStay": "true"})
    assert sent(changed) == {"old"}
    assert changed is not None
    assert "No hospital stay" in changed.words


def test_nothing_is_narrowed_that_was_not_asked_for():
    assert changed_since(view_of(), {"_type": "Flag", "sinceLastStay": "false"}) is None


def test_the_lists_name_every_entry_and_say_how_many_there_are():
    view = view_of(problem("old", recordedDate="2019"), problem("new", recordedDate="2026-11-20"))
    body = json.loads(bundle(view, "https://x", changed=changed_since(view, {"_since": "2026-11"})))
    resources = [one["resource"] for one in body["entry"]]
    assert [one["id"] for one in resources if one["resourceType"] == "Condition"] == ["new"]
    (problems,) = [one for one in resources if one.get("title") == "Problems and diagnoses"]
    assert len(problems["entry"]) == 2
    (said,) = [one for one in resources if one.get("id") == "since"]
    assert "earlier: 1." in said["issue"][0]["details"]["text"]
