"""T26 and T29: when a source is asked, and what is believed of its answer."""

from __future__ import annotations

from acceptance_contract import Case, Try
from acceptance_done import (
    opens,
    operator_told,
    reads,
    reads_about,
    searches,
)
from acceptance_given import (
    answers_with,
    behind_a_port,
    holds,
    in_emergency_department,
    linked,
    patient_is,
)
from acceptance_region import MINUTE
from acceptance_sources import condition, resource

THERE = in_emergency_department("Margery")

PLAN = holds(
    "council",
    resource("CarePlan", "cpp", status="active", intent="plan", title="Child protection plan", description="Core group meets on Mondays."),
    words="a child protection plan",
)  # fmt: skip

ON_DUTY = linked(
    "LR-17", "Margery", "on safeguarding duty with an open case", since=MINUTE,
    source="mash", holder_kind="user", holder="s.lund",
)  # fmt: skip

T26 = Case(
    number="T26",
    words="child protection tab prefetch",
    expect="no call made until explicit open",
    tries=(
        Try(
            words="finding the person and reading why it is closed",
            given=(PLAN,),
            done=(
                searches("a.okafor", number="Margery"),
                reads("a.okafor", "/find"),
                reads_about("a.okafor", "Margery", "why"),
                reads_about("a.okafor", "Margery", "emergency"),
                reads_about("a.okafor", "Margery", "hidden"),
            ),
            written="search matched decided decided decided",
            asked="",
            hidden=("Child protection", "Core group"),
        ),
        Try(
            words="being on the list of one’s own people",
            given=(PLAN, THERE),
            done=(reads("a.okafor", "/find"),),
            written="listed",
            asked="",
            says=("Gibson",),
            hidden=("Child protection",),
        ),
        Try(
            words="opened by somebody who is not on safeguarding duty",
            given=(PLAN, THERE),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            asked="riverside northgate council",
            shown=("Asthma", "Safeguarding detail is shown only to staff on safeguarding duty"),
            hidden=("Child protection plan", "Core group"),
        ),
        Try(
            words="opened on safeguarding duty",
            given=(PLAN, ON_DUTY),
            done=(opens("s.lund", "Margery"),),
            outcome="permit",
            rules="LR-17",
            told=("alert LR-17 to RCC01",),
            written="open alert shown",
            shown=("Child protection plan",),
            sent=("Core group",),
        ),
    ),
    left=(
        "No source that notifies when it is asked (CP-IS) is connected yet. No source is asked before a "
        "record is opened; but opening a record asks every source, so such a source needs a step of its "
        "own (SEN-12)."
    ),
)

ANOTHER = patient_is("riverside", "another person’s, born on another day")

T29 = Case(
    number="T29",
    words="source returns another patient’s demographics",
    expect="held, alert to operator, not shown",
    tries=(
        Try(
            words="over the protocol",
            given=(THERE, behind_a_port("riverside"), answers_with("riverside", "wrong_person")),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open incident shown",
            shown=("Gout", "another person"),
            sent=("Gout", "answered for another person"),
            hidden=("Asthma", "Ramipril"),
            then=(operator_told("source.wrong-person", "riverside"),),
        ),
        Try(
            words="with the right number and another birth date",
            given=(THERE, ANOTHER),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open incident shown",
            shown=("Gout", "another person"),
            sent=("Gout",),
            hidden=("Asthma", "Ramipril", "Nobody-we-know"),
            then=(operator_told("source.wrong-person", "riverside"),),
        ),
        Try(
            words="one item of somebody else among the person’s own",
            given=(
                THERE,
                holds(
                    "riverside", condition("asthma", "Asthma", "195967001"),
                    resource("Condition", "other", code={"text": "Epilepsy"}, subject={"reference": "Patient/2"}),
                    words="asthma, and an item that points at another patient",
                ),
            ),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open incident shown",
            shown=("Asthma",),
            hidden=("Epilepsy",),
        ),
        Try(
            words="the person’s own demographics",
            given=(THERE, behind_a_port("riverside")),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("Asthma",),
            sent=("Asthma",),
        ),
    ),
    reading="The operator is told by the log line `source.wrong-person` and its metric; the audit log keeps the incident.",
)  # fmt: skip

ASKED = (T26, T29)
