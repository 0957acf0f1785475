"""What somebody says of themselves, in the shapes that systems keep it in: a form, a composition."""

from __future__ import annotations

import html
from datetime import date

from carerecord.contract import Resource
from carerecord.demo.histories.clock import at
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.writing.papers import Headings


def about_me_form(
    record: Record, source: str, day: date, answers: Headings, *, with_help: str = ""
) -> Resource:
    """Each heading with what was answered; who helped stands beside the person as its author."""
    items = [
        {"linkId": str(number), "text": heading, "answer": [{"valueString": words}]}
        for number, (heading, words) in enumerate(answers, 1)
    ]
    body: Resource = {
        "questionnaire": "https://fhir.example/Questionnaire/about-me",
        "status": "completed",
        "authored": at(day, 15, 0),
        "author": {"display": f"The person, with the help of {with_help}" if with_help else "The person"},
        "item": items,
    }  # fmt: skip
    return record.put(source, "QuestionnaireResponse", body, day=day, own=False)


def about_me_composition(
    record: Record, source: str, title: str, day: date, by: str, sections: Headings
) -> Resource:
    body: Resource = {
        "status": "final",
        "type": {"text": "About me"},
        "title": title,
        "date": at(day, 15, 0),
        "author": [{"display": by}],
        "section": [
            {"title": heading, "text": {"status": "generated", "div": _narrative(words)}}
            for heading, words in sections
        ],
    }
    return record.put(source, "Composition", body, day=day)


def _narrative(words: str) -> str:
    return f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{html.escape(words)}</p></div>'
