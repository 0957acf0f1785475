"""From answers to a record: withheld first, every item accounted for, and nothing of a class a role may not see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.access.contract import Closed, Decision, Terms
from carerecord.access.withholding.restricted import restricted_codes
from carerecord.contract import Answer, Item, Level, Person, Receipt, Resource, SourceSettings
from carerecord.fhir import encode_resource
from carerecord.merge.contract import Line
from carerecord.sections import SECTIONS
from carerecord.viewing import RecordUnavailable
from carerecord.viewing.assembling import _must_add_up, assembled
from carerecord.viewing.contract import View
from carerecord.viewing.tests.door_region import CLINICAL, DOCTOR, NOW, PERSON, patient, problem
from carerecord.viewing.withheld import closed_answer, without_withheld

GP = SourceSettings("gp", "Riverside", "Riverside", "gp", "none", sections=CLINICAL)
ACUTE = SourceSettings("acute", "Northgate", "Northgate", "acute", "none", sections=CLINICAL)
EVERY: dict[str, Level] = {section.name: "full" for section in SECTIONS}
LETTER = {
    "resourceType": "DocumentReference",
    "id": "letter",
    "subject": {"reference": "Patient/1"},
    "content": [{"attachment": {"contentType": "text/plain", "data": "U2VjcmV0", "title": "Letter"}}],
}  # fmt: skip


def answer(source: str, *resources: Resource, patients: tuple[Resource, ...] = ()) -> Answer:
    items, own = (
        tuple(Item(source, one, encode_resource(one)) for one in each)
        for each in (resources, patients)
    )
    return Answer(source, "answered" if items else "empty", items, own)


def view(levels: dict[str, Level] | None = None, **changes: Terms | Person) -> View:
    decision = Decision("permit", (), levels=EVERY if levels is None else levels)
    return replace(View("v1", NOW, DOCTOR, PERSON, decision, Receipt(1, "e1")), **changes)


def record(shown: View, *answers: Answer) -> View:
    return assembled(shown, (GP, ACUTE), answers, restricted_codes())[0]


def test_every_source_and_item_is_in_the_account() -> None:
    made = record(view(), answer("gp", problem("Stroke"), problem("Gout")), answer("acute"))
    assert made.sources == (GP, ACUTE)
    assert {own: one.state for own, one in made.answers.items()} == {
        "gp": "answered",
        "acute": "empty",
    }
    (line,) = made.account
    assert (line.source_id, line.section, line.received, line.shown) == ("gp", "problems", 2, 2)
    assert made.states["problems"].by_source == {"gp": "answered", "acute": "empty"}
    assert len(made.records["problems"].entries) == 2
    assert set(made.states) == {section.name for section in SECTIONS}


def test_what_two_sources_hold_is_said_by_the_first_configured() -> None:
    same = problem(
        "s", code={"coding": [{"system": "http://snomed.info/sct", "code": "195967001"}]}
    )
    made = record(view(), answer("gp", same), answer("acute", {**same, "id": "t"}))
    (entry,) = made.records["problems"].entries
    turned, _ = assembled(
        view(), (ACUTE, GP), [answer("gp", same), answer("acute", {**same, "id": "t"})],
        restricted_codes(),
    )  # fmt: skip
    assert entry.head.source_id == "gp"
    assert turned.records["problems"].entries[0].head.source_id == "acute"


@pytest.mark.parametrize("level", ["none", None])
def test_a_class_the_role_may_not_see_has_no_record_and_is_withheld_in_the_account(
    level: Level | None,
) -> None:
    levels: dict[str, Level] = {n: one for n, one in EVERY.items() if n != "problems"}
    if level:
        levels["problems"] = level
    else:
        levels["results"] = "none"
    made = record(view(levels), answer("gp", problem("Stroke")), answer("acute"))
    assert "problems" not in made.records
    assert made.states["problems"].heading == "11"
    (line,) = made.account
    assert (line.received, line.shown, line.withheld) == (1, 0, 1)


def test_what_only_a_summary_may_show_is_withheld_and_counted() -> None:
    levels: dict[str, Level] = {**EVERY, "problems": "summary"}
    over = problem("old", clinicalStatus={"coding": [{"code": "resolved"}]})
    now = problem("now", clinicalStatus={"coding": [{"code": "active"}]})
    made = record(view(levels), answer("gp", over, now, patients=(patient(),)), answer("acute"))
    assert [e.head.resource["id"] for e in made.records["problems"].every_entry] == ["now"]
    problems = next(line for line in made.account if line.section == "problems")
    assert (problems.received, problems.shown, problems.withheld) == (2, 1, 1)


def test_the_terms_of_the_view_hold_for_what_came_all_the_same() -> None:
    why = Closed("ORG-4", "not-asked", "has turned off sharing this")
    terms = Terms(sources={"gp": why}, sections={("acute", "problems"): why})
    made = record(
        view(terms=terms), answer("gp", problem("Stroke")), answer("acute", problem("Gout"))
    )
    assert made.records["problems"].every_entry == ()
    assert sum(line.withheld for line in made.account) == 2
    assert made.states["problems"].by_source == {"gp": "not-asked", "acute": "not-asked"}


def test_a_protected_person_is_protected_on_the_view_whoever_said_so() -> None:
    secret = {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}]}  # fmt: skip
    lives = replace(PERSON, address="12 Elm Row", postcode="AB1 2CD")
    said = answer("gp", problem("Stroke"), patients=(patient(meta=secret),))
    made = record(view(person=lives), said, answer("acute"))
    assert made.protected
    assert (made.person.address, made.person.postcode) == ("", "")
    open_to_all = record(view(person=lives), answer("gp", problem("Stroke")), answer("acute"))
    assert not open_to_all.protected
    assert open_to_all.person == lives


def test_a_document_that_is_closed_keeps_its_title_and_loses_its_words() -> None:
    closed = Terms(documents=False)
    visible = without_withheld([answer("gp", LETTER)], PERSON, EVERY, closed)
    ((item,),) = (one.items for one in visible.answers)
    assert "U2VjcmV0" not in str(item.resource)
    assert b"U2VjcmV0" not in item.raw
    assert item.resource["content"][0]["attachment"]["title"] == "Letter"
    ((item,),) = (
        one.items
        for one in without_withheld([answer("gp", LETTER)], PERSON, EVERY, Terms()).answers
    )
    assert b"U2VjcmV0" in item.raw


def test_an_answer_emptied_by_withholding_reads_as_empty() -> None:
    termination = {"coding": [{"system": "http://snomed.info/sct", "code": "57797005"}]}
    answers = (answer("gp", problem("t", code=termination)), answer("acute", problem("Gout")))
    visible = without_withheld(answers, PERSON, EVERY, Terms())
    assert [one.state for one in visible.answers] == ["empty", "answered"]
    assert [len(visible.withheld[name]) for name in ("gp", "acute")] == [1, 0]
    partly = replace(answers[0], state="partial")
    assert without_withheld([partly], PERSON, EVERY, Terms()).answers[0].state == "partial"


def test_a_source_that_was_not_asked_says_why() -> None:
    why = Closed("OPT-2-restricted", "withheld", "the person asked for it not to be shared")
    assert closed_answer("gp", why) == Answer("gp", "withheld", words=why.words)


WHOLE = Line("gp", "problems", received=1, shown=1, joined=0, withheld=0, held_back=0)


@pytest.mark.parametrize(
    ("lines", "came"),
    [
        pytest.param((), 1, id="in-no-line"),
        pytest.param((WHOLE,), 2, id="one-is-missing"),
        pytest.param((WHOLE,), 0, id="one-too-many"),
        pytest.param((replace(WHOLE, received=2),), 2, id="a-line-that-does-not-add-up"),
    ],
)
def test_an_account_that_is_wrong_stops_the_record(lines: tuple[Line, ...], came: int) -> None:
    """What came is counted once more, apart from the account (I5)."""
    asked = [answer("gp", *[problem(str(number)) for number in range(came)])]
    with pytest.raises(RecordUnavailable):
        _must_add_up(lines, asked)


def test_an_account_that_is_right_stops_nothing() -> None:
    _must_add_up((WHOLE,), [answer("gp", problem("Stroke"))])


def test_an_item_that_is_in_another_sources_answer_stops_the_record() -> None:
    strayed = replace(answer("gp", problem("Stroke")), source_id="acute")
    with pytest.raises(RecordUnavailable):
        record(view(), answer("gp"), strayed)


def test_a_summary_of_one_class_cuts_nothing_of_another() -> None:
    levels: dict[str, Level] = {**EVERY, "allergies": "summary"}
    over = problem("old", clinicalStatus={"coding": [{"code": "resolved"}]})
    made = record(view(levels), answer("gp", over), answer("acute"))
    assert [e.head.resource["id"] for e in made.records["problems"].every_entry] == ["old"]


def test_what_no_rule_can_read_is_shown_only_where_no_rule_has_to() -> None:
    both = (answer("gp", LETTER), answer("acute"))
    assert record(view(), *both).pictures
    assert not record(view(person=replace(PERSON, protected=True)), *both).pictures
    holding = replace(restricted_codes(), hold=True)
    assert not assembled(view(), (GP, ACUTE), both, holding)[0].pictures
