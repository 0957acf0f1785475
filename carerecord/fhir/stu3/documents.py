"""What changed in documents and answers to questions."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir.reading import as_dict, as_list
from carerecord.fhir.stu3.kept import keep


def created(document: Resource) -> None:
    """When the document was made is said of its content in R4, where nothing else says it there."""
    when = document.pop("created", None)
    keep(document, "created", when)
    for content in map(as_dict, as_list(document.get("content"))):
        attachment = content.get("attachment")
        if isinstance(attachment, dict) and isinstance(when, str):
            attachment.setdefault("creation", when)
    if isinstance(when, str):
        document.setdefault("date", when)


def about(context: Resource) -> None:
    """What else a document is about: references in R4, with the identifier inside."""
    sent = context.pop("related", None)
    found = [_reference(one) for one in as_list(sent)]
    if found:
        context["related"] = found


def _reference(related: object) -> object:
    element = as_dict(related)
    if not element.keys() & {"ref", "identifier"}:
        return related
    inner = {key: value for key, value in element.items() if key != "ref"}
    return {**inner, **as_dict(element.get("ref"))}


def questionnaire(answers: Resource) -> None:
    """A reference became an address."""
    asked = answers.get("questionnaire")
    if isinstance(asked, dict):
        address = asked.get("reference")
        answers.pop("questionnaire")
        if isinstance(address, str):
            answers["questionnaire"] = address
        keep(answers, "questionnaire", {k: v for k, v in asked.items() if k != "reference"} or None)
