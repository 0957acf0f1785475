"""A form as it was filled in: each question with its answer, in order."""

from __future__ import annotations

from collections.abc import Iterator

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list
from carerecord.sections.values import value_of
from carerecord.sections.words import labelled, said

_DEEPEST = 8


def answers_of(form: Resource, depth: int = 0) -> Iterator[str]:
    """“Question: answer” for every item; a question without an answer says so by its absence here."""
    for item in map(as_dict, as_list(form.get("item"))):
        question = said(item.get("text")) or said(item.get("linkId"))
        replies = [as_dict(one) for one in as_list(item.get("answer"))]
        values = ", ".join(filter(None, map(value_of, replies)))
        yield labelled(question, values)
        if depth < _DEEPEST:
            yield from answers_of(item, depth + 1)
            for reply in replies:
                yield from answers_of(reply, depth + 1)
