"""In the context of one person no id of another opens anything of theirs, on any route (security T5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import quote

import httpx
import pytest
from door_people import FOREIGN, PLAIN
from door_routes import FORMS, Address, addresses, forms, rule_of
from door_seen import FOREIGN_WORDS, SNOMED
from door_site import Site
from door_walk import ENDS_THE_SESSION, HANDLE
from door_words import holdings, marks_in

from carerecord.contract import Item
from carerecord.fhir import NHS_NUMBER, encode_resource
from carerecord.merge.contract import Entry


@dataclass
class Context:
    """A doctor with a person's record open, and every id of another person that could be got hold of."""

    browser: httpx.Client
    program: httpx.Client
    v: str  # of the person whose record is open
    own_handle: (
        str  # of the other person, in this very session: they may be found and not opened (LR-25)
    )
    ids: Sequence[str]  # every other id of theirs


def handle(browser: httpx.Client, number: str) -> str:
    found = browser.post("/find", data={"nhs_number": number})
    match = HANDLE.search(found.text.split("Your people today")[0])
    assert match, "nobody was found"
    return match.group(1)


@pytest.fixture(scope="module")
def context(site: Site) -> Iterator[Context]:
    with (
        closing(site.browser("elsewhere")) as theirs,
        closing(site.browser("doctor")) as browser,
        closing(site.program("doctor")) as program,
        closing(site.program("elsewhere")) as their_program,
    ):
        abroad = handle(theirs, FOREIGN.nhs_number)
        opened = theirs.get(f"/p/{abroad}/problems")
        assert FOREIGN_WORDS in opened.text, (
            "whoever is entitled must see it, or nothing is shown here"
        )
        bundle = their_program.get(f"/fhir/R4/Patient/{FOREIGN.id}/$everything")
        assert FOREIGN_WORDS in bundle.text
        held = holdings()["riverside"][FOREIGN.nhs_number]
        items = [Item("riverside", one, encode_resource(one)) for one in held]
        entries = [Entry("", one).id for one in items]
        assert any(one in opened.text for one in entries), "ids of entries are not what this says"
        ids = [
            abroad,
            FOREIGN.id,
            FOREIGN.nhs_number,
            entries[0],
            next(one for one in entries if one in opened.text),
            "foreign-Condition",
            bundle.json()["id"],
            f"{NHS_NUMBER}|{FOREIGN.nhs_number}",
        ]
        v = handle(browser, PLAIN.nhs_number)
        own = handle(browser, FOREIGN.nhs_number)
        yield Context(browser, program, v, own, ids)


def paths(address: Address, context: Context) -> Iterator[str]:
    """Each parameter in turn is somebody else's, the others are right; and all of them are."""
    other = [quote(one, safe="") for one in context.ids]
    right = {"v": [context.v], "test": [f"{SNOMED}|1"], "entry_id": ["0" * 24], "id": [PLAIN.id]}
    known = {name: right.get(name, ["x"]) for name in address.parameters}
    for name in address.parameters:
        yield from address.filled({**known, name: other})
    if address.of_a_record:
        rest = {name: other[3:5] for name in address.parameters if name != "v"}
        yield from address.filled({**known, **rest, "v": [context.own_handle, other[0]]})


def test_no_id_of_another_person_opens_anything(context: Context, site: Site):
    told, asked = [], 0
    for address in addresses(site.settings):
        rule_of(address)
        if str(address) in ENDS_THE_SESSION or (context.own_handle and _claims(address)):
            continue
        for path in dict.fromkeys(paths(address, context)):
            for reply in _replies(context, address, path):
                asked += 1
                said = f"{reply.headers}".encode() + reply.content
                if FOREIGN_WORDS.encode().lower() in said.lower() or marks_in(said):
                    told.append(f"{address}: {path}")
                assert reply.status_code < 500 or "/sign-in/" in path, f"{address}: {path}"
    assert told == []
    assert asked > 250


def _claims(address: Address) -> bool:
    """To say how one is involved is a way in, and written down; it is tried below with handles of others."""
    return str(address) in ("POST /p/{v}/why", "POST /p/{v}/emergency")


def _replies(context: Context, address: Address, path: str) -> Iterator[httpx.Response]:
    caller = context.program if address.path.startswith("/fhir") else context.browser
    if address.method == "GET":
        yield caller.get(path)
        return
    for form in forms(address, FOREIGN.nhs_number):
        yield caller.post(path, data=form)


def test_a_handle_of_another_session_is_nobody(context: Context, site: Site):
    """Read or written to, with every form: not found, as if it had never been."""
    for address in addresses(site.settings):
        if not address.of_a_record:
            continue
        for v in (*context.ids[:3], "0" * 22):
            filled = {"v": [quote(v, safe="")], "entry_id": ["0" * 24], "test": ["x"]}
            for path in address.filled(filled):
                for reply in _replies(context, address, path):
                    assert reply.status_code in (400, 404), f"{address} {path}: {reply.status_code}"
                    assert FOREIGN.family not in reply.text


def test_no_form_field_takes_another_persons_id(context: Context):
    """An id that travels in a form's field or a query opens no more than one in the address."""
    for path in (f"/p/{context.v}/why", f"/p/{context.v}/emergency"):
        for field in ("v", "person", "person_id", "patient", "nhs_number", "id"):
            for one in context.ids:
                form = {"kind": "LR-14", "reason": "caring-now", field: one}
                assert _tells(context.browser.post(path, data=form)) is False
    for path in (f"/p/{context.v}", f"/p/{context.v}/documents", f"/p/{context.v}/results"):
        for one in context.ids:
            query = f"?v={quote(one)}&patient={quote(one)}&id={quote(one)}&show={quote(one)}"
            assert _tells(context.browser.get(path + query)) is False
    for one in context.ids:
        query = f"?patient={quote(one)}&_id={quote(one)}"
        assert (
            _tells(context.program.get(f"/fhir/R4/Patient/{PLAIN.id}/$everything{query}")) is False
        )


def _tells(reply: httpx.Response) -> bool:
    return FOREIGN_WORDS.lower() in reply.text.lower() or FOREIGN.family in reply.text


def test_a_token_of_somebody_not_entitled_is_told_nothing(context: Context):
    reply = context.program.get(f"/fhir/R4/Patient/{FOREIGN.id}/$everything")
    assert reply.status_code == 403
    assert FOREIGN.family not in reply.text


def test_every_form_is_listed(site: Site):
    posts = {str(one) for one in addresses(site.settings) if one.method == "POST"}
    assert posts == set(FORMS)
