"""300 guesses of numbers, names and handles: refused after a few, written down, and no answer tells more (T4, T30)."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import closing
from itertools import islice

import httpx
import pytest
from door_people import PLAIN, STRANGERS, unused_numbers
from door_site import Site
from door_walk import HANDLE

from carerecord.access.searches.store import LIMITS
from carerecord.contract import Person
from carerecord.fhir import NHS_NUMBER
from carerecord.identity import People

GUESSES = 300
BY_PAGE, BY_API = 180, 40  # of numbers; then as many names, and as many handles
NUMBERS = sorted(one.nhs_number for one in STRANGERS)
NOBODYS = list(islice(unused_numbers(), BY_PAGE + BY_API))
MOST = LIMITS["nobody"] + LIMITS["no-evidence"] + 1
"""Answered at the most before one has to sign in again: either limit stops both kinds."""


def typed(browser: httpx.Client, **form: str) -> httpx.Response:
    return browser.post("/find", data=form)


def said(reply: httpx.Response, *guessed: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and body, with what was typed and what is of the moment taken out."""
    of_the_moment = ("date", "content-length", "x-correlation-id")
    headers = sorted((k, v) for k, v in reply.headers.items() if k not in of_the_moment)
    body = reply.content
    for one in guessed:
        body = body.replace(one.encode(), b"{guess}")
    return reply.status_code, headers, re.sub(rb"\b[\w-]{22}\b", b"{handle}", body)


def found(reply: httpx.Response, person: Person) -> bool:
    return person.family.upper() in reply.text.upper() or person.given in reply.text


@pytest.fixture
def guesser(site: Site) -> Iterator[httpx.Client]:
    """A doctor with no link to anybody, signed in anew."""
    with closing(site.browser("guesser")) as browser:
        yield browser


@pytest.fixture(scope="module")
def program(site: Site) -> Iterator[httpx.Client]:
    with closing(site.program("guesser")) as made:
        yield made


def test_guessing_numbers_is_stopped_and_told_of_and_then_no_answer_tells_anything(
    guesser: httpx.Client, site: Site
):
    before = len(site.log_of_audit())
    answered, after_the_stop = 0, set()
    for turn in range(BY_PAGE):
        known = turn % 3 == 0
        number = NUMBERS[turn // 3] if known else NOBODYS[turn]
        reply = typed(guesser, nhs_number=number)
        if "Too many searches" in reply.text:
            after_the_stop.add(said(reply, number)[::2])
            continue
        answered += 1
        assert not after_the_stop, "answered again without signing in"
        assert not known or HANDLE.search(reply.text), "an exact number identifies (LR-25)"
    assert 0 < answered <= MOST
    assert len(after_the_stop) == 1, "known and unknown numbers are told apart"
    written = [
        one for one in site.log_of_audit()[before:] if one.viewer and one.viewer.id == "guesser"
    ]
    assert sum(one.kind == "search" for one in written) == BY_PAGE
    assert sum(one.kind == "matched" for one in written) <= answered
    assert [one.kind for one in written].count("alert") == 1


def test_a_program_that_guesses_is_stopped_alike(program: httpx.Client):
    answers, answered = set(), 0
    for turn in range(BY_API):
        number = NUMBERS[-turn // 2] if turn % 2 else NOBODYS[BY_PAGE + turn]
        reply = program.post(
            "/fhir/R4/Patient/_search", data={"identifier": f"{NHS_NUMBER}|{number}"}
        )
        if reply.status_code == 400:
            answers.add((reply.content, reply.headers["content-length"]))
        else:
            answered += 1
            assert not answers, "answered again without signing in"
    assert answered <= MOST
    assert len(answers) == 1


def test_names_of_people_one_is_not_linked_to_are_nobodys(guesser: httpx.Client):
    """Details that identify nobody find only one's own: there or not, the answer is the same (LR-25)."""
    answers = set()
    for turn in range(LIMITS["nobody"] // 2):
        for family in (f"Stranger{turn}", f"Nonesuch{turn}"):
            reply = typed(guesser, family=family, given="Known", postcode="LS1 4AB")
            status, headers, body = said(reply, family)
            answers.add((status, tuple(headers), body))
    assert len(answers) == 1
    assert "Known" not in HANDLE.sub("", next(iter(answers))[2].decode()).split("<main")[0]


def test_a_care_home_is_told_the_same_of_everybody_but_its_residents(site: Site):
    """By page and by API: is there such a number, was it replaced by somebody's, or neither (ux S2)."""
    site.run(People(site.db).supersede(NOBODYS[-1], NUMBERS[0]))
    guesses = (NUMBERS[0], NUMBERS[1], NOBODYS[0], NOBODYS[-1])
    with closing(site.browser("care-home-manager")) as browser:
        pages = {said_of(browser, one) for one in guesses}
    with closing(site.program("care-home-manager")) as program:
        answers = {
            program.get("/fhir/R4/Patient", params={"identifier": f"{NHS_NUMBER}|{one}"}).content
            for one in guesses
        }
    assert len(pages) == 1
    assert [json.loads(one)["total"] for one in answers] == [0]


def said_of(browser: httpx.Client, number: str) -> tuple[int, int, bytes]:
    reply = typed(browser, nhs_number=number)
    status, _, body = said(reply, number)
    return status, len(reply.content), body


def test_a_handle_of_somebody_else_is_like_one_that_never_was(guesser: httpx.Client, site: Site):
    with closing(site.browser("doctor")) as theirs:
        held = HANDLE.search(
            typed(theirs, nhs_number=PLAIN.nhs_number).text.split("Your people")[0]
        )
    assert held
    known = held.group(1)
    guesses = [known, *(secrets.token_urlsafe(16) for _ in range(GUESSES - BY_PAGE - 2 * BY_API))]
    for path in ("", "/problems", "/why", "/emergency", "/refused"):
        answers = set()
        for guess in guesses[:: 1 if not path else 10]:
            reply = guesser.get(f"/p/{guess}{path}")
            status, headers, body = said(reply, guess)
            answers.add((status, tuple(headers), _without_reference(body)))
        assert len(answers) == 1, path
        assert next(iter(answers))[0] == 404


def _without_reference(body: bytes) -> bytes:
    return re.sub(rb"reference <b>[0-9a-f]{8}</b>", b"reference", body)
