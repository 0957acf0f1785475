"""What the API says of a source that is not shown, and the notice that is in every answer (SEN-4, SRC-2)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from carerecord.access.contract import Closed
from carerecord.api.everything import bundle
from carerecord.connectors.neighbour.translate import page_of
from carerecord.contract import Answer, SourceSettings
from carerecord.viewing import View
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import SOURCES, answer, view_of


def bundle_of(view: View) -> bytes:
    return bundle(view, "https://here.example/fhir/R4")


def outcomes(view: View) -> dict[str, dict[str, Any]]:
    entries = json.loads(bundle_of(view))["entry"]
    found = [one["resource"] for one in entries if one["search"]["mode"] == "outcome"]
    return {one["id"]: one["issue"][0] for one in found}


def test_a_practice_that_was_asked_not_to_share_is_never_said_to_hold_nothing() -> None:
    words = "the patient has asked the practice not to share"
    dissent = Answer("riverside-gp", "withheld", words=words)
    view = view_of(dissent, answer("northgate-acute", gibson.NORTHGATE))
    said = outcomes(view)["source-riverside-gp"]
    assert said["code"] == "suppressed"
    assert said["details"]["text"] == (
        "Riverside Medical Practice: the patient has asked the practice not to share. "
        "What it holds is not shown."
    )
    assert view.states["allergies"].heading in ("2", "3b", "4b", "5")
    assert [source.id for source, _ in view.not_shown] == ["riverside-gp"]


def test_a_source_that_was_not_asked_says_why() -> None:
    said = outcomes(view_of(Answer("riverside-gp", "not-asked", words="no agreement covers it")))
    assert said["source-riverside-gp"]["details"]["text"].endswith(": no agreement covers it.")


def test_what_nobody_chose_to_ask_makes_no_answer_less_whole() -> None:
    words = "not asked unless you choose to; then a key worker is told"
    tells = replace(SOURCES[0], notifies="a key worker is told")
    sources = (tells, *SOURCES[1:])
    view = view_of(Answer(tells.id, "withheld", words=words), sources=sources)
    said = outcomes(view)[f"source-{tells.id}"]
    assert (said["severity"], said["code"]) == ("information", "not-supported")
    assert said["details"]["text"] == f"{tells.name}: {words}. What it holds is not known."
    theirs = replace(view, viewer=replace(view.viewer, neighbour="west"))
    page = page_of(bundle_of(theirs), "west")
    why = "not asked: only staff of its own region can choose to. What it holds is not known."
    assert (page.incomplete, page.warnings, page.remarks) == ("", (), (f"{tells.name}: {why}",))


def test_what_the_person_asked_not_to_share_is_missing_though_it_is_asked_by_choice() -> None:
    tells = replace(SOURCES[0], notifies="a key worker is told")
    why = Closed("OPT-1", "withheld", "the person has asked it not to share")
    view = view_of(Answer(tells.id, "withheld", words=why.words), sources=(tells, *SOURCES[1:]))
    view = replace(view, terms=replace(view.terms, sources={tells.id: why}))
    assert outcomes(view)[f"source-{tells.id}"]["severity"] == "warning"


def test_a_neighbour_is_not_told_of_other_neighbours() -> None:
    other = SourceSettings("south", "Southmere", "South", "neighbour", "neighbour")
    answered = (Answer("south", "not-asked"), answer("northgate-acute", gibson.NORTHGATE))
    ours = view_of(*answered, sources=(*SOURCES, other))
    theirs = replace(ours, viewer=replace(ours.viewer, neighbour="west"))
    assert outcomes(ours).keys() - outcomes(theirs).keys() == {"source-south"}


def test_the_notice_is_in_every_answer_and_always_the_same() -> None:
    notices = {
        json.dumps(outcomes(view)["withheld"])
        for view in (view_of(), view_of(answer("northgate-acute", gibson.NORTHGATE)))
    }
    (notice,) = notices
    assert "confidential-items" in notice
    assert "the same whether or not there is any information" in notice
