"""No byte of anything withheld leaves by any route: pages, API, errors, logs (security T7, I4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from door_people import FOREIGN, MARKED, OBJECTOR, PROTECTED, SEEN_BY_ALL, TWIN
from door_seen import PROTECTED_DOCUMENT, seen, seen_words
from door_site import Site
from door_walk import Walk
from door_words import marks_in

from carerecord.access.roles import ROLES, matrix
from carerecord.contract import Person

Walks = Callable[[str, Person], Walk]
FINDING = [role for role in ROLES if role != "privacy-officer"]


def marked(walk: Walk) -> list[tuple[str, list[str]]]:
    return [
        (one.address, found) for one in walk.got.values() if (found := marks_in(one.every_byte))
    ]


@pytest.mark.parametrize(
    "person", [MARKED, OBJECTOR, PROTECTED], ids=["marked", "objector", "protected"]
)
def test_no_route_sends_a_marker(walks: Walks, person: Person):
    walk = walks("doctor", person)
    assert walk.v, "nothing was walked"
    assert sum(one.status == 200 for one in walk.got.values()) > 40
    assert marked(walk) == []


def test_a_role_that_sees_little_gets_no_marker_either(walks: Walks):
    assert marked(walks("receptionist", MARKED)) == []


def test_the_walk_sees_what_it_may(walks: Walks):
    """Otherwise a test that finds no marker would show nothing."""
    walk = walks("doctor", TWIN)
    pages = b"".join(one.body for one in walk.got.values() if one.address.startswith("/p/"))
    bundle = walk.got["/fhir/R4/Patient/{id}/$everything"].body
    for section, _ in seen():
        assert seen_words(section).encode() in bundle, section
        assert seen_words(section).encode() in pages, section


def test_a_class_the_role_may_not_see_leaves_by_no_route(walks: Walks):
    levels = matrix().of("receptionist")
    closed = {section for section, _ in seen() if levels[section] == "none"}
    assert len(closed) > 10
    walk = walks("receptionist", MARKED)
    for section in closed:
        words = seen_words(section).encode()
        sent = [one.address for one in walk.got.values() if words in one.every_byte]
        assert sent == [], section


def test_what_a_protected_persons_documents_say_is_sent_only_after_the_reason(
    walks: Walks, site: Site
):
    """Its places never; the walk before the declaration has neither (SFL-2, SFL-3)."""
    assert PROTECTED_DOCUMENT.encode() not in b"".join(
        one.body for one in walks("doctor", PROTECTED).got.values()
    )
    browser = site.browser("nurse")
    found = browser.post("/find", data={"nhs_number": PROTECTED.nhs_number})
    v = found.text.split("Your people today")[0].split('href="/p/')[1].split('"')[0]
    form = {"kind": "SFL-3", "reason": "needed-for-care"}
    assert browser.post(f"/p/{v}/why", data=form).status_code == 303
    listed = browser.get(f"/p/{v}/documents").text
    links = {one.split('"')[0] for one in listed.split(f'href="/p/{v}/documents/')[1:]}
    opened = [browser.get(f"/p/{v}/documents/{one.split('?')[0]}") for one in links]
    assert any(PROTECTED_DOCUMENT in one.text for one in opened), "said why, and still closed"
    for reply in opened:
        assert "qzxplace" not in reply.text.lower()


def test_a_protected_person_is_found_by_no_postcode(site: Site):
    browser = site.browser("doctor")
    asked = {"family": PROTECTED.family, "given": PROTECTED.given, "postcode": PROTECTED.postcode}
    reply = browser.post("/find", data=asked)
    assert PROTECTED.nhs_number[-4:] not in reply.text.split("Your people today")[0]


def test_logs_metrics_and_the_audit_log_hold_no_marker(walks: Walks, site: Site):
    for person in (MARKED, PROTECTED):
        walks("doctor", person)
    browser = site.browser("elsewhere")
    browser.post("/find", data={"nhs_number": FOREIGN.nhs_number})
    assert marks_in(site.log_of_server()) == []
    assert marks_in(browser.get("/metrics").content) == []
    kept = [(entry.kind, marks_in(str(entry).encode())) for entry in site.log_of_audit()]
    assert [one for one in kept if one[1]] == []


@pytest.mark.slow
@pytest.mark.parametrize("role", FINDING)
def test_every_role_and_person(walks: Walks, role: str):
    levels = matrix().of(role)
    closed = [seen_words(s).encode() for s, _ in seen() if levels[s] == "none"]
    for person in SEEN_BY_ALL:
        walk = walks(role, person)
        assert marked(walk) == []
        for words in closed:
            assert [o.address for o in walk.got.values() if words in o.every_byte] == []
