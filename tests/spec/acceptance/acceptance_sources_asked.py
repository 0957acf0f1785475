"""T26 and T29: when a source is asked, and what is believed of its answer."""

from __future__ import annotations

from dataclasses import replace

from acceptance_contract import Case, Step, Try
from acceptance_done import (
    asked_times,
    asks,
    opens,
    opens_by_api,
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
    objects,
    patient_is,
    step,
)
from acceptance_region import MINUTE
from acceptance_sources import condition, resource
from acceptance_world import World

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


def tells(source: str, whom: str) -> Step:
    """As the national child protection service does of everybody who opens an alert (SEN-11)."""

    @step(f"Whenever {source.capitalize()} is asked, {whom}")
    async def told(world: World) -> None:
        held = world.held[source]
        held.settings = replace(held.settings, notifies=whom)
        world.build()

    return told


TELLS = tells("council", "the authority is told who looked")

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
        Try(
            words="opened, every page of it, where being asked tells the authority",
            given=(PLAN, ON_DUTY, TELLS),
            done=(opens("s.lund", "Margery"), reads_about("s.lund", "Margery", "care-plans")),
            outcome="permit",
            rules="LR-17",
            told=("alert LR-17 to RCC01",),
            written="open alert shown open shown",
            asked="riverside northgate",
            shown=(
                "Asthma",
                "not asked unless you choose to; then the authority is told who looked",
            ),
            sent=("not asked unless you choose to",),
            hidden=("Child protection plan", "Core group"),
            says=("Ask County Council",),
        ),
        Try(
            words="and chosen, on the page of social care",
            given=(PLAN, ON_DUTY, TELLS),
            done=(asks("s.lund", "Margery", "council", "social"),),
            told=("alert LR-17 to RCC01",),
            written="open alert shown",
            asked="riverside northgate council",
            says=(
                "You asked County Council",
                "the authority is told who looked",
                "Child protection plan",
            ),
        ),
        Try(
            words="chosen, and another page read afterwards",
            given=(PLAN, ON_DUTY, TELLS),
            done=(
                asks("s.lund", "Margery", "council", "care-plans"),
                reads_about("s.lund", "Margery", "timeline"),
            ),
            told=("alert LR-17 to RCC01",),
            written="open alert shown open shown",
            asked="riverside northgate council",
            says=("You asked County Council",),
            then=(asked_times("council", 1), asked_times("riverside", 1)),
        ),
        Try(
            words="the API never asks it",
            given=(PLAN, ON_DUTY, TELLS),
            done=(opens_by_api("s.lund", "Margery"),),
            outcome="permit",
            rules="LR-17",
            told=("alert LR-17 to RCC01",),
            written="open alert shown",
            asked="riverside northgate",
            sent=("County Council: not asked unless you choose to",),
            hidden=("Core group",),
        ),
        Try(
            words="a form sent all the same, where the person asked that it is not shared",
            given=(PLAN, THERE, TELLS, objects("Margery", "restricted", "source", "council")),
            done=(asks("a.okafor", "Margery", "council", "care-plans"),),
            written="open shown",
            asked="riverside northgate",
        ),
    ),
)

RENAMED = patient_is("riverside", "another person’s, by name and gender")
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
            words="with the right number and birth date, and another name and gender",
            given=(THERE, RENAMED),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open incident shown",
            shown=("Gout", "another person"),
            sent=("Gout", "another name and gender"),
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
