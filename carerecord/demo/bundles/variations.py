"""A copy that says the same fact differently, and a copy that is another fact (merging 10, points 3 and 4).

Each function changes one copy in place and answers whether it could; the caller writes down its name
in the truth table, never in the resource.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from carerecord.contract import Resource

Variation = Callable[[Resource, Random], bool]

_MOMENTS = ("effectiveDateTime", "performedDateTime", "authoredOn", "occurrenceDateTime", "issued")
_DAYS_ENOUGH = ("onsetDateTime", "recordedDate", "abatementDateTime")
_OPTIONAL = ("issued", "recordedDate", "recorder", "asserter", "primarySource", "text")


def text_in_capitals(copy: Resource, _: Random) -> bool:
    changed = False
    for concept in _concepts(copy):
        if isinstance(text := concept.get("text"), str) and text.upper() != text:
            concept["text"] = text.upper()
            changed = True
    return changed


def text_left_out(copy: Resource, _: Random) -> bool:
    """Only where the coding says the same in words."""
    changed = False
    for concept in _concepts(copy):
        displays = [coding.get("display") for coding in concept.get("coding", [])]
        if concept.get("text") in displays:
            del concept["text"]
            changed = True
    return changed


def local_coding_first(copy: Resource, chance: Random) -> bool:
    changed = False
    for concept in _concepts(copy):
        if concept.get("coding"):
            local = {
                "system": "urn:oid:1.2.826.0.1.9999.1",
                "code": f"L{chance.randrange(10**6):06d}",
            }
            if isinstance(display := concept["coding"][0].get("display"), str):
                local["display"] = display
            concept["coding"].insert(0, local)
            changed = True
    return changed


def codings_turned_round(copy: Resource, _: Random) -> bool:
    several = [c["coding"] for c in _concepts(copy) if len(c.get("coding", [])) > 1]
    for codings in several:
        codings.reverse()
    return bool(several)


def date_to_the_day(copy: Resource, _: Random) -> bool:
    for element in _DAYS_ENOUGH:
        if isinstance(value := copy.get(element), str) and len(value) > 10:
            copy[element] = value[:10]
            return True
    return False


def other_offset(copy: Resource, _: Random) -> bool:
    """The same instant, written in UTC."""
    for element in _MOMENTS:
        if (moment := _moment(copy.get(element))) and moment.utcoffset():
            copy[element] = moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
            return True
    return False


def optional_left_out(copy: Resource, _: Random) -> bool:
    present = [element for element in _OPTIONAL if element in copy]
    for element in present:
        del copy[element]
    return bool(present)


def medication_by_reference(copy: Resource, _: Random) -> bool:
    concept = copy.get("medicationCodeableConcept")
    if not isinstance(concept, dict) or copy.get("contained"):
        return False
    del copy["medicationCodeableConcept"]
    copy["contained"] = [{"resourceType": "Medication", "id": "medicine", "code": concept}]
    copy["medicationReference"] = {"reference": "#medicine"}
    return True


def value_changed(copy: Resource, chance: Random) -> bool:
    quantity = copy.get("valueQuantity")
    if not isinstance(quantity, dict) or not isinstance(quantity.get("value"), int | Decimal):
        return False
    step = Decimal(1).scaleb(Decimal(quantity["value"]).as_tuple().exponent)  # type: ignore[arg-type]  # finite
    quantity["value"] = quantity["value"] + step * chance.choice((1, 2, 3))
    return True


def time_moved(copy: Resource, chance: Random) -> bool:
    for element in _MOMENTS[:4]:
        if moment := _moment(copy.get(element)):
            copy[element] = (moment + timedelta(minutes=chance.randint(2, 40))).isoformat()
            return True
    return False


def given_later(copy: Resource, chance: Random) -> bool:
    """A vaccine some days after: another dose, or another telling of the same one. Nobody can know."""
    if copy["resourceType"] != "Immunization":
        return False
    if moment := _moment(copy.get("occurrenceDateTime")):
        moved = moment + timedelta(days=chance.choice((1, 21, 28)))
        copy["occurrenceDateTime"] = moved.isoformat()
        return True
    return False


def entered_in_error(copy: Resource, _: Random) -> bool:
    if copy["resourceType"] not in ("Observation", "MedicationRequest", "DiagnosticReport"):
        return False
    copy["status"] = "entered-in-error"
    return True


def refuted(copy: Resource, _: Random) -> bool:
    status = copy.get("verificationStatus")
    if not isinstance(status, dict) or not status.get("coding"):
        return False
    copy["verificationStatus"] = {"coding": [{**status["coding"][0], "code": "refuted"}]}
    copy["verificationStatus"]["coding"][0].pop("display", None)
    copy.pop("clinicalStatus", None)
    return True


def stopped(copy: Resource, _: Random) -> bool:
    if copy["resourceType"] != "MedicationRequest" or copy.get("status") != "active":
        return False
    copy["status"] = "stopped"
    return True


def another_dose(copy: Resource, _: Random) -> bool:
    doses = copy.get("dosageInstruction")
    if not isinstance(doses, list) or not doses or not isinstance(doses[0], dict):
        return False
    doses[0]["text"] = "Two doses in place of one, as advised by clinic"
    return True


def qualified_in_words(copy: Resource, _: Random) -> bool:
    if copy["resourceType"] not in ("Condition", "AllergyIntolerance", "Observation", "Procedure"):
        return False
    copy["note"] = [*copy.get("note", []), {"text": "Left side only; patient unsure."}]
    return True


SAME_FACT: tuple[Variation, ...] = (
    text_in_capitals, text_left_out, local_coding_first, codings_turned_round, date_to_the_day,
    other_offset, optional_left_out, medication_by_reference,
)  # fmt: skip
ANOTHER_FACT: tuple[Variation, ...] = (
    value_changed, time_moved, given_later, entered_in_error, refuted, stopped, another_dose,
    qualified_in_words,
)  # fmt: skip


def vary(copy: Resource, among: tuple[Variation, ...], chance: Random) -> str:
    """Try them in an order of chance; the name of the one that changed something, or nothing."""
    for variation in chance.sample(among, len(among)):
        if variation(copy, chance):
            return variation.__name__
    return ""


def _concepts(copy: Resource) -> Iterator[dict[str, Any]]:
    for element in ("code", "vaccineCode", "medicationCodeableConcept"):
        concept = copy.get(element)
        if isinstance(concept, dict) and _readable(concept.get("coding", [])):
            yield concept


def _readable(codings: Any) -> bool:
    return isinstance(codings, list) and all(isinstance(coding, dict) for coding in codings)


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, str) or "T" not in value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
