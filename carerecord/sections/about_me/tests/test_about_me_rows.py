"""What a person says of themselves is shown whole and under their headings, whatever shape it was sent in."""

from __future__ import annotations

import base64

import pytest

from carerecord.contract import Resource
from carerecord.sections import BY_NAME, owner_of

SECTION = BY_NAME["about_me"]
DIV = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Dale, <b>my son</b>.</p></div>'
FILE = "About me\n\nWHAT MATTERS TO ME\nMusic.\nMy cat.\n\nI do not like the dark."


def typed(kind: str, **elements: object) -> Resource:
    return {"resourceType": kind, **elements}


SHAPES = {
    "composition": (
        typed("Composition", title="About me", section=[
            {"title": "People who are important to me", "text": {"div": DIV},
             "section": [{"title": "Also", "text": {"div": "<div>Peggy</div>"}}]}]),
        ("People who are important to me: Dale, my son.", "Also: Peggy"),
    ),
    "form": (
        typed("QuestionnaireResponse", questionnaire="urn:x/about-me", item=[
            {"text": "My wellness", "answer": [{"valueString": "I walk to the window."}]}]),
        ("My wellness: I walk to the window.",),
    ),
    "statement": (
        typed("Observation", code={"text": "Please do and please don’t"}, valueString="Do knock."),
        ("Do knock.",),
    ),
    "statements": (
        typed("Observation", code={"text": "About me"}, component=[
            {"code": {"text": "My wellness"}, "valueString": "Good days"}]),
        ("My wellness: Good days",),
    ),
    "file": (
        typed("DocumentReference", description="This is me", content=[{"attachment": {
            "contentType": "text/plain", "data": base64.b64encode(FILE.encode()).decode()}}]),
        ("About me", "WHAT MATTERS TO ME: Music.\nMy cat.", "I do not like the dark."),
    ),
    "plan": (
        typed("CarePlan", title="About me", activity=[
            {"detail": {"code": {"text": "Eating"}, "description": "Soft food."}}]),
        ("Eating – Soft food.",),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("resource", "words"), SHAPES.values(), ids=SHAPES)
def test_each_shape_is_read_in_the_persons_own_words(resource: Resource, words: tuple[str, ...]):
    assert owner_of(resource) is SECTION
    row = SECTION.row(resource, lambda _: None)
    assert row.notes == words
    assert row.what[0].text
    assert len(row.cells) == len(SECTION.columns)


@pytest.mark.parametrize("data", ["%%%", "////", None, 7])
def test_a_file_that_cannot_be_read_is_still_an_entry(data: object):
    content = [{"attachment": {"contentType": "text/plain", "data": data, "url": "Binary/1"}}]
    row = SECTION.row(
        typed("DocumentReference", description="This is me", content=content), lambda _: None
    )
    assert row.what[0].text == "This is me"
    assert row.attachments
