"""One look as one line: when, who, why, what was seen, and what is not told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from carerecord.insight.report import times
from carerecord.insight.report.contract import Matters, Question, Report
from carerecord.insight.report.lines import report
from carerecord.insight.report.looks import looks_of, others_of
from carerecord.insight.report.tests.report_people import AT, CLERK, DOCTOR, GP, MARGERY, entry


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-21T22:14", "10:14 at night on Saturday 21 November 2026"),
        ("2026-11-21T00:00", "12:00 at night on Saturday 21 November 2026"),
        ("2026-11-21T04:59", "4:59 at night on Saturday 21 November 2026"),
        ("2026-11-21T10:02", "10:02 in the morning on Saturday 21 November 2026"),
        ("2026-11-21T12:00", "12:00 in the afternoon on Saturday 21 November 2026"),
        ("2026-11-21T18:00", "6:00 in the evening on Saturday 21 November 2026"),
        ("2026-06-30T23:30", "12:30 at night on Wednesday 1 July 2026"),
        (
            "2026-10-25T00:30",
            "1:30 at night, before the clocks went back on Sunday 25 October 2026",
        ),
        ("2026-10-25T01:30", "1:30 at night, after the clocks went back on Sunday 25 October 2026"),
    ],
)
def test_a_moment_as_people_say_it(at: str, said: str):
    assert times.moment(datetime.fromisoformat(at).replace(tzinfo=UTC)) == said


def told(*entries, matters: Matters | None = None, names: tuple[str, ...] = ("RNG01",)) -> Report:
    looks, others = looks_of(entries), others_of(entries)
    return report(MARGERY, looks, others, matters or Matters(), lambda code: code in names, AT)


def lines_of(made: Report):
    return [*made.checked, *(line for month in made.months for line in month.lines)]


def opened(viewer, place: int, at: datetime = AT, rules=("LR-3",), evidence="e1", sections=()):
    return (
        entry("open", viewer, place, at, reasons=list(rules), evidence=[evidence]),
        entry("shown", viewer, place + 1, at, sections={name: [] for name in sections}),
    )


def test_the_pages_of_one_session_are_one_look():
    later = AT + timedelta(minutes=40)
    made = told(*opened(DOCTOR, 1, sections=["medicines"]),
                *opened(DOCTOR, 3, later, sections=["results", "medicines"]))  # fmt: skip
    (line,) = lines_of(made)
    assert line.when == "10:14 at night on Saturday 21 November 2026"
    assert line.until == "They looked again, until 10:54 at night."
    assert line.saw == "Medicines and test results"
    assert (line.who, line.organisation) == ("An emergency doctor", "Northgate University Hospital")
    assert line.why == ("You were in the emergency department",)
    assert made.told == "1 person from 1 place looked at your record once."


def test_names_are_told_where_the_organisation_tells_them():
    doctor, gp = lines_of(told(*opened(DOCTOR, 3), *opened(GP, 1, AT - timedelta(days=40))))
    assert (doctor.name, gp.name) == ("Dr A Okafor", "This place tells you the job, not the name")
    assert (gp.who, gp.why) == ("A GP", ("You were in the emergency department",))


def test_an_emergency_is_marked_and_says_what_was_said():
    words = {"kind": "LR-16", "reason": "life-at-risk"}
    said = replace(entry("emergency", CLERK, 1), body=words)
    (line,) = lines_of(told(said, *opened(CLERK, 2, rules=["LR-16"])))
    assert line.emergency
    assert line.why == ("They said that your life was at risk, or that you could not speak",)


def test_a_look_being_checked_stands_first_without_a_name():
    entries = (*opened(CLERK, 1, AT - timedelta(days=3), ["LR-16"], "claim"), *opened(DOCTOR, 3))
    made = told(*entries, matters=Matters(unproved=frozenset({"claim"})))
    assert [line.role for line in lines_of(made)] == ["ward clerk", "emergency doctor"]
    (checked,) = made.checked
    assert checked.name == "We will tell you when the check is done"
    assert not any("K Brandt" in str(line) for line in lines_of(made))


def test_what_the_person_asked_is_checked_until_it_is_answered():
    entries = opened(DOCTOR, 1)
    (look,) = looks_of(entries)
    asked = Question(look.id, date(2026, 11, 22), date(2026, 12, 6))
    made = told(*entries, matters=Matters(questions={look.id: asked}))
    (line,) = made.checked
    assert line.question == (
        "You asked about this look on 22 November 2026. You will get an answer by 6 December 2026.",
    )
    answer = replace(asked, answered=date(2026, 11, 30), decision="referred", reply="I saw you.")
    made = told(*entries, matters=Matters(questions={look.id: answer}))
    assert made.checked == ()
    said = lines_of(made)[0].question[0]
    assert said.endswith("The person in charge of them has been told. I saw you.")


def test_what_a_program_fetched_says_so():
    fetched = entry("shown", DOCTOR, 3, sections={}, content_type="application/fhir+json")
    (line,) = lines_of(told(*opened(DOCTOR, 1), fetched))
    assert line.kept == "A computer program got a copy"


def test_work_on_the_record_stands_apart():
    officer = entry("audit-read", GP, 5)
    machine = entry("audit-read", None, 6)
    found = [entry("matched", DOCTOR, place) for place in (7, 8)]
    refused = entry("refused", CLERK, 9)
    made = told(*opened(DOCTOR, 1), officer, machine, *found, refused)
    assert len(lines_of(made)) == 1
    said = dict(made.others)
    assert list(said) == [
        "Your name came up in a list or a search",
        "They tried to open your record and were not let in",
        "They checked who had looked at your record",
        "The people who run the service did a check",
    ]
    assert said["Your name came up in a list or a search"] == (
        "10:14 at night on Saturday 21 November 2026, twice: an emergency doctor at "
        "Northgate University Hospital",
    )


def test_a_report_with_a_look_left_out_is_the_one_without_it():
    kept, hidden = opened(DOCTOR, 1), opened(CLERK, 3, AT - timedelta(days=1))
    (look,) = looks_of(hidden)
    with_it = told(*kept, *hidden, matters=Matters(left_out=frozenset({look.id})))
    assert lines_of(with_it) == lines_of(told(*kept))
    assert (with_it.told, with_it.others) == (told(*kept).told, told(*kept).others)
    assert (with_it.left_out, told(*kept).left_out) == (1, 0)


def test_the_staff_of_one_session_in_two_roles_looked_twice():
    as_nurse = replace(DOCTOR, role="nurse", role_name="Nurse")
    assert len(lines_of(told(*opened(DOCTOR, 1), *opened(as_nurse, 3)))) == 2
