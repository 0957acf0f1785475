"""Copies of a report: their results are other resources in each source, and are told by what merging made of them."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from merge_items import BASES, answer, changed

from carerecord.contract import Answer, Resource
from carerecord.merge.contract import Entry
from carerecord.merge.merge import merge

POTASSIUM = BASES["results"]
SODIUM = changed(POTASSIUM, "code.coding.0.code", "1000661000000107")


def reports(*answers: Answer) -> tuple[Entry, ...]:
    """However the answers and what is in them came, the same."""
    made = {
        tuple((e.head.source_id, len(e.folded)) for e in merge(order).records["reports"].entries)
        for order in permutations(answers)
    }
    assert len(made) == 1
    return merge(answers).records["reports"].entries


def sent(source: str, *results: Resource, **changes: Any) -> Answer:
    """A report before the results it holds, which are named otherwise in each source."""
    named = [one | {"id": f"{source}-{number}"} for number, one in enumerate(results)]
    held = [{"reference": f"Observation/{one['id']}"} for one in named]
    report = BASES["reports"] | {"id": f"{source}-report", "result": held} | changes
    return answer(source, report, *named)


def test_copies_whose_results_are_copies_share_one_row_in_whatever_order() -> None:
    lab, ward = sent("lab", POTASSIUM, SODIUM), sent("ward", SODIUM, POTASSIUM)
    (entry,) = reports(lab, ward)
    assert entry.source_ids == ("lab", "ward")
    (entry,) = reports(lab, ward, sent("gp", POTASSIUM, SODIUM))
    assert len(entry.folded) == 2


def test_a_copy_of_which_a_result_says_less_shares_the_row() -> None:
    ranged = POTASSIUM | {"referenceRange": [{"text": "3.5 to 5.3"}]}
    (entry,) = reports(sent("lab", ranged, SODIUM), sent("ward", POTASSIUM, SODIUM))
    assert entry.source_ids == ("lab", "ward")


@pytest.mark.parametrize(
    "held",
    [
        (changed(POTASSIUM, "valueQuantity.value", 5.1), SODIUM),
        (changed(POTASSIUM, "status", "preliminary"), SODIUM),
        (POTASSIUM,),
        (POTASSIUM, SODIUM, changed(SODIUM, "valueQuantity.value", 140)),
    ],
    ids=["another value", "another status", "one fewer", "one more"],
)
def test_another_result_is_another_report(held: tuple[Resource, ...]) -> None:
    assert len(reports(sent("lab", POTASSIUM, SODIUM), sent("ward", *held))) == 2


def test_a_report_of_an_earlier_version_does_not_go_with_one_of_the_later() -> None:
    named = POTASSIUM | {"identifier": [{"system": "urn:lab", "value": "A1"}]}
    first = named | {"issued": "2026-06-03T12:00:00Z"}
    later = changed(named, "valueQuantity.value", 6.1) | {"issued": "2026-06-04T12:00:00Z"}
    answers = (sent("lab", later), sent("ward", first))
    (result,) = merge(answers).records["results"].entries
    assert [item.source_id for item in result.earlier] == ["ward"]
    assert len(reports(*answers)) == 2


def test_what_is_said_beside_a_reference_is_compared() -> None:
    lab, ward = sent("lab", POTASSIUM), sent("ward", POTASSIUM)
    beside = [{"reference": "Observation/ward-0", "display": "Potassium, haemolysed sample"}]
    assert len(reports(lab, sent("ward", POTASSIUM, result=beside))) == 2
    assert len(reports(lab, ward)) == 1


@pytest.mark.parametrize(
    "held", [[{"reference": "Observation/none"}], ["x"], 7, [{"reference": "#"}]]
)
def test_what_leads_nowhere_equals_nothing(held: object) -> None:
    assert len(reports(sent("lab", POTASSIUM), sent("ward", POTASSIUM, result=held))) == 2
    assert len(reports(sent("lab", result=held), sent("ward", POTASSIUM))) == 2
