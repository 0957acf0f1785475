"""The eleven states: each row of the table has its words, and no other state's (ux 4)."""

from __future__ import annotations

from string import Formatter
from typing import get_args

import pytest

from carerecord.contract import Failure, FailureKind
from carerecord.web.messages import MESSAGES, say
from carerecord.web.states import failure_words, heading, notices
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import EVERY, MARGERY, answer, permit, source, view_of

GP = source("gp", "Riverside", "Riverside", "gp", EVERY)
ACUTE = source("acute", "Northgate", "Northgate", "acute", EVERY)
DOWN = answer("acute", failure=Failure("timeout", "no answer"))
PENICILLIN = gibson.allergy("a", "Penicillin", "91936005", "severe", "Anaphylaxis", "1987-03-14")
NONE = gibson.NO_KNOWN_ALLERGY
NO_DRUG_ALLERGY = {
    **NONE,
    "id": "nkda",
    "code": gibson.concept("No known drug allergies", "409137002"),
}
SHORT = {**NONE, "id": "short", "code": {"text": "NKDA"}}
UNDATED = {key: value for key, value in NONE.items() if key != "recordedDate"}
REFUTED = {**PENICILLIN, "verificationStatus": {"coding": [{"code": "refuted"}]}}
ELSEWHERE = {**NONE, "code": {"coding": [{"system": "http://loinc.org", "code": "716186003"}]}}
STROKE = gibson.problem("p", "Stroke", "230690007", "2017-07-24")


def said(section: str, *answers, levels=None):
    view = view_of(*answers, sources=(GP, ACUTE), decision=permit(levels))
    names = {GP.id: GP.name, ACUTE.id: ACUTE.name}
    state, record = view.states[section], view.records.get(section)
    return heading(state, record), notices(state, record, MARGERY, names)


@pytest.mark.parametrize(
    ("answers", "heads", "words"),
    [
        pytest.param([answer("gp", [PENICILLIN])], "Known allergies: 1", "", id="1"),
        pytest.param(
            [answer("gp", [PENICILLIN]), DOWN],
            "Known allergies: at least 1",
            "Northgate did not answer and may hold more.",
            id="2",
        ),
        pytest.param(
            [answer("gp", [NONE])],
            "No known allergies",
            "Recorded by Pre-operative nurse, Riverside, 02-Mar-2019. "
            "Every source that shares allergies answered.",
            id="3",
        ),
        pytest.param(
            [answer("gp", [NONE]), DOWN],
            "No known allergies in the sources that answered",
            "Recorded by Pre-operative nurse, Riverside, 02-Mar-2019. Northgate did not answer.",
            id="3b",
        ),
        pytest.param(
            [answer("gp", [NO_DRUG_ALLERGY])],
            "“No known drug allergies”",
            "Recorded by Pre-operative nurse, Riverside, 02-Mar-2019. "
            "Every source that shares allergies answered.",
            id="3-narrower-is-never-widened",
        ),
        pytest.param(
            [answer("gp", [SHORT])],
            "Recorded as none",
            "Recorded by Pre-operative nurse, Riverside, 02-Mar-2019, as “NKDA”. "
            "Every source that shares allergies answered.",
            id="3-short-words-are-quoted-and-head-nothing",
        ),
        pytest.param(
            [answer("gp", [SHORT]), DOWN],
            "Recorded as none in the sources that answered",
            "Recorded by Pre-operative nurse, Riverside, 02-Mar-2019, as “NKDA”. "
            "Northgate did not answer.",
            id="3b-short-words",
        ),
        pytest.param(
            [answer("gp", [UNDATED])],
            "No known allergies",
            "Recorded by Pre-operative nurse, Riverside, date not recorded. "
            "Every source that shares allergies answered.",
            id="3-without-a-date",
        ),
        pytest.param(
            [answer("gp", [ELSEWHERE])],
            "Known allergies: 1",
            "",
            id="1-the-code-of-another-system-is-no-statement-of-none",
        ),
        pytest.param(
            [answer("gp", [REFUTED])],
            "Allergies not recorded",
            "2 sources answered and none has an entry that still stands. "
            "This does not mean no allergies. Ask the person.",
            id="4-with-a-refuted-entry",
        ),
        pytest.param(
            [],
            "Allergies not recorded",
            "2 sources answered and none has an entry. "
            "This does not mean no allergies. Ask the person.",
            id="4",
        ),
        pytest.param(
            [DOWN],
            "Allergies not recorded in the 1 source that answered",
            "Northgate did not answer.",
            id="4b",
        ),
        pytest.param(
            [answer("gp", failure=Failure("refused", "")), DOWN],
            "Allergies unavailable",
            "No source that shares allergies answered. Do not assume there are none. "
            "Try again, or phone the GP: 01632 960111.",
            id="6",
        ),
    ],
)
def test_allergies_say_their_state_and_why(answers, heads, words):
    head, found = said("allergies", *answers)
    assert (head, [notice.words for notice in found]) == (heads, [words])


def test_records_that_disagree_say_so_above_the_count():
    _, (disagree, count) = said("allergies", answer("gp", [PENICILLIN]), answer("acute", [NONE]))
    assert disagree.heading == "Records disagree"
    assert disagree.words == (
        "Northgate recorded “No known allergies” on 02-Mar-2019. Riverside records allergies. "
        "Do not rely on “No known allergies”. Check with the person."
    )
    assert count.heading == "Known allergies: 1"


@pytest.mark.parametrize(
    ("none", "words"),
    [
        (SHORT, "Northgate recorded “NKDA” on 02-Mar-2019. "),
        (UNDATED, "Northgate recorded “No known allergies”, date not recorded. "),
    ],
)
def test_a_disagreement_quotes_what_was_recorded_and_when(none, words):
    _, (disagree, _) = said("allergies", answer("gp", [PENICILLIN]), answer("acute", [none]))
    assert disagree.words.startswith(words)


@pytest.mark.parametrize(
    ("answers", "heads"),
    [
        ([answer("gp", [STROKE])], "Problems and diagnoses: 1"),
        ([answer("gp", [STROKE]), DOWN], "Problems and diagnoses: at least 1"),
        ([], "Problems and diagnoses not recorded"),
        ([DOWN], "Problems and diagnoses not recorded in the 1 source that answered"),
        (
            [answer("gp", failure=Failure("reset", "")), DOWN],
            "Problems and diagnoses unavailable",
        ),
    ],
)
def test_other_sections_say_their_state_under_their_title(answers, heads):
    title = view_of(sources=(GP,)).states["problems"].section.title
    head, _ = said("problems", *answers)
    assert head == heads.replace("Problems and diagnoses", title)


def test_a_section_no_source_shares_says_so():
    view = view_of(sources=(source("gp", "Riverside", "R", "gp", ("problems",)),))
    assert heading(view.states["allergies"]) == "Not shared by any source"


def test_what_a_role_may_not_see_reads_the_same_with_and_without_information():
    levels = {name: "full" for name in EVERY if name != "mental_health"}
    plan = {"resourceType": "CarePlan", "id": "c", "status": "active", "title": "Crisis plan"}
    plan["category"] = [{"text": "Mental health care plan"}]
    assert said("mental_health", answer("gp", [plan]), levels=levels) == said(
        "mental_health", answer("gp", []), levels=levels
    )


@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_every_failure_has_words_of_its_own(kind):
    words = failure_words(answer("gp", failure=Failure(kind, "x")))
    assert words.endswith(".")
    assert words != say("failure.none")


def test_every_message_fills_its_braces() -> None:
    for identifier, words in MESSAGES.items():
        named = [name for _, name, _, _ in Formatter().parse(words) if name is not None]
        assert all(name.isidentifier() for name in named), identifier
        assert "{" not in say(identifier, **dict.fromkeys(named, "…")), identifier
