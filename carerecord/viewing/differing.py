"""In which fields the sources differ from who the person is, as this viewer may see it (SRC-5, F1). Pure.

Made of the answers as they are shown, after withholding. Of a place nothing is said where places are hidden, and nothing by a source
whose words for one stand hidden. Of an answer that is held, the fields alone: what it says is somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from carerecord.access.withholding.places import HIDDEN
from carerecord.contract import Answer, Identity, Level, Resource
from carerecord.fhir import first_text
from carerecord.identity.crosscheck import PLACES, Difference, Field, differences


def differing(
    known: Identity, answers: Iterable[Answer], levels: Mapping[str, Level], *, places: bool
) -> tuple[Difference, ...]:
    """In the order of the sources; nothing to whoever may not see what the sources hold about the person.

    `answers`: as this viewer may see them. `places`: they may be shown.
    """
    if levels.get("demographics", "none") == "none":
        return ()
    shown = places and not known.person.protected
    every = (one for answer in answers for one in _of(answer, known))
    return tuple(dict.fromkeys(one for one in every if _may_say(one, places=shown)))


def _of(answer: Answer, known: Identity) -> Iterator[Difference]:
    for field in answer.contradicts:
        yield Difference(answer.source_id, cast(Field, field), "", "held")
    if answer.patients:
        organisations = _organisations(answer)
        for patient in answer.patients:
            leads_to = _within(organisations, patient.resource)
            yield from differences(answer.source_id, known, patient.resource, leads_to.__getitem__)


def _may_say(one: Difference, *, places: bool) -> bool:
    return (places or one.field not in PLACES) and HIDDEN not in one.theirs


def _organisations(answer: Answer) -> Mapping[str, Resource]:
    """By how a reference of the same answer may name each."""
    named: dict[str, Resource] = {}
    for item in answer.items:
        if item.type == "Organization" and (own := first_text(item.resource.get("id"))):
            named |= {f"Organization/{own}": item.resource, f"urn:uuid:{own}": item.resource}
    return named


class _Named(dict[str, Resource]):
    def __missing__(self, _: str) -> Resource:
        return {}


def _within(organisations: Mapping[str, Resource], patient: Resource) -> _Named:
    contained = patient.get("contained")
    own = contained if isinstance(contained, list) else []
    inside = {
        f"#{one.get('id')}": one
        for one in own
        if isinstance(one, dict) and one.get("resourceType") == "Organization"
    }
    return _Named({**organisations, **inside})
