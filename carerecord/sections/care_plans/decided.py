"""What a consent agrees to or refuses, with its exceptions; and what may and may not be eaten or drunk."""

from __future__ import annotations

from collections.abc import Iterator

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, display_of, period, quantity_text
from carerecord.sections.words import joined, labelled, said, shown_date

_DEEPEST = 8  # provisions within provisions: more say nothing a reader can follow


def decisions_of(consent: Resource) -> Iterator[str]:
    """“Refuses: Blood transfusion”: what is refused is never only called a decision."""
    provision = as_dict(consent.get("provision"))
    label = "Refuses" if provision.get("type") == "deny" else "Decision"
    about, lasts = _about(provision), _lasts(provision)
    yield labelled(label if about else "Applies", joined(about, lasts))
    yield from _exceptions(provision, _DEEPEST)


def _exceptions(provision: Resource, deeper: int) -> Iterator[str]:
    inner = [as_dict(one) for one in as_list(provision.get("provision"))]
    if inner and not deeper:
        yield "More exceptions are in the original"
        return
    for one in inner:
        label = {"deny": "But refuses", "permit": "But agrees to"}.get(said(one.get("type")), "But")
        about = _about(one) or "what is said in the original"
        yield labelled(label, joined(about, _lasts(one)))
        yield from _exceptions(one, deeper - 1)


def _about(provision: Resource) -> str:
    """What, for which purpose, and to whom: an exception may have no code."""
    actors = (display_of(as_dict(a).get("reference")) for a in as_list(provision.get("actor")))
    keys = ("code", "action", "class", "purpose")
    return joined(*(said(provision.get(key)) for key in keys), *actors)


def _lasts(provision: Resource) -> str:
    start, end = map(shown_date, period(provision.get("period")))
    return joined(f"from {start}" if start else "", f"until {end}" if end else "", by=" ")


def diet_of(order: Resource) -> Iterator[str]:
    """Of a NutritionOrder: kind, texture and thickness are what keeps somebody from choking."""
    if order.get("resourceType") != "NutritionOrder":
        return
    yield from _by_mouth(as_dict(order.get("oralDiet")))
    for one in map(as_dict, as_list(order.get("supplement"))):
        words = (said(one.get("type")), said(one.get("productName")))
        yield labelled("Supplement", joined(*words, quantity_text(one.get("quantity"))))
        yield labelled("Instruction", said(one.get("instruction")))
    yield from _by_tube(as_dict(order.get("enteralFormula")))
    yield labelled("Preferences", said(order.get("foodPreferenceModifier")))
    yield labelled("Not to eat", said(order.get("excludeFoodModifier")))


def _by_mouth(diet: Resource) -> Iterator[str]:
    yield labelled("Diet", said(diet.get("type")))
    for one in map(as_dict, as_list(diet.get("nutrient"))):
        yield labelled(
            "Nutrient", joined(said(one.get("modifier")), quantity_text(one.get("amount")))
        )
    for one in map(as_dict, as_list(diet.get("texture"))):
        yield labelled("Texture", joined(said(one.get("modifier")), said(one.get("foodType"))))
    yield labelled("Fluids", said(diet.get("fluidConsistencyType")))
    yield labelled("Instruction", said(diet.get("instruction")))


def _by_tube(tube: Resource) -> Iterator[str]:
    keys = ("baseFormulaType", "baseFormulaProductName", "routeofAdministration")
    yield labelled("Tube feed", joined(*(said(tube.get(key)) for key in keys)))
    most = quantity_text(tube.get("maxVolumeToDeliver"))
    yield labelled("Most by tube", most)
    yield labelled("Instruction", said(tube.get("administrationInstruction")))
