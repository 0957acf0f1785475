"""GP Connect names each medicine by a Medication of its own. Here its code stands on the medicine itself. Pure.

So two sources' medicines are compared by their codes, and stand under one heading; the Medication stays as it came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from carerecord.contract import Resource
from carerecord.fhir import as_dict, first_text, reference_id, text_of
from carerecord.fhir.stu3 import keep

_NOTHING_MORE = frozenset({"resourceType", "id", "meta", "code", "text"})


def with_products(resources: Iterable[Resource]) -> Iterator[Resource]:
    made = list(resources)
    plain = dict(_plain([one for one in made if one.get("resourceType") == "Medication"]))
    for one in made:
        reference = one.get("medicationReference")
        code = plain.get(reference_id(reference))
        named = "medicationCodeableConcept" in one or as_dict(reference).get("display")
        yield one if code is None or named else _named(one, code)


def _plain(products: Sequence[Resource]) -> Iterator[tuple[str, Resource]]:
    """What each reference means, where it means one product and all of it is a code."""
    times = Counter(first_text(one.get("id")) for one in products)
    for one in products:
        own, code = first_text(one.get("id")), one.get("code")
        if times[own] == 1 and one.keys() <= _NOTHING_MORE and text_of(as_dict(code)):
            yield f"Medication/{own}", as_dict(code)


def _named(medicine: Resource, code: Resource) -> Resource:
    """With the code of its product; the reference is kept."""
    copy = {key: value for key, value in medicine.items() if key != "medicationReference"}
    keep(copy, "medication", medicine["medicationReference"])
    return {**copy, "medicationCodeableConcept": code}
