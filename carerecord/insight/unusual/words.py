"""Every signal in plain English with its number, for a privacy officer."""

from __future__ import annotations

from collections.abc import Iterator

from carerecord.insight.unusual.bursts import LEAST, Burst
from carerecord.insight.unusual.contract import Signal

TIES = {
    "own": "Own record",
    "related": "May be family, or of one household{often}",
    "household": "Same address{often}",
    "kin": "Family, next of kin or a shared telephone{often}",
    "former-home": "Same address in the past{often}",
    "surname": "Same family name: {chance} of people have it",
    "near": "Lives close by: same postcode{often}",
    "colleague": "Colleague: works for the same organisation{often}",
    "watched": "On the list of people in the public eye{often}",
}
"""{often}: how often views of the organisation have it."""
OTHERS = {
    "nothing": "No relationship found: {chance} of the team’s views have none",
    "nowhere": "No care with this organisation for 90 days before or after",
    "alone": "Nobody else of the organisation opened this record within a week",
    "again": "Came back without a reason: on {number} days",
    "crowd": "Staff of {number} teams opened this record without a reason within a week",
    "emergency": "Emergency access{times}: {chance} of the role’s views are",
    "claimed": "Said for themselves why they looked{times}: {chance} of the role’s views are",
    "sensitive": "Sensitive section opened{times}: in {chance} of the role’s views",
    "documents": "Many documents opened at once{times}: in {chance} of the role’s views",
    "night": "At night{times}: {chance} of the role’s views are",
    "off-shift": "Outside their shifts{times}",
    "left": "No longer employed, or suspended, for {number} days",
    "left-practice": "The person left the practice, and the time after it ended {number} days before",
    "protected": "The person’s whereabouts are protected",
    "died": "The person had died {number} days before",
    "many": "Many records quickly: {number} people in {minutes} minutes, for whom nothing names the viewer; usual for the role: {usual}",
    "sequence": "One after the other, in order of number or name: {number} times",
}


WORDS = TIES | OTHERS


def said(name: str, chance: float, number: float = 1) -> tuple[Signal, float]:
    """The signal in words, and its chance."""
    words = WORDS[name].format(
        chance=_share(chance),
        often=f": in {_share(chance)} of the organisation’s views",
        times=f" {number:g} times" if number > 1 else "",
        number=f"{number:g}",
    )
    return Signal(name, words, number), chance


def of_burst(burst: Burst, nothing: float) -> Iterator[tuple[Signal, float]]:
    many = len(burst.run.people)
    words = OTHERS["many"].format(
        number=many, minutes=f"{burst.run.minutes:.0f}", usual=burst.usual
    )
    yield Signal("many", words, many), burst.chance
    yield said("nothing", nothing)
    if burst.in_sequence >= LEAST:
        yield said("sequence", 0.1**burst.in_sequence, burst.in_sequence)


def _share(chance: float) -> str:
    if chance >= 0.995:
        return "all"
    if chance >= 0.01:
        return f"{chance:.0%}"
    return f"1 in {round(1 / max(chance, 1e-6)):,}"
