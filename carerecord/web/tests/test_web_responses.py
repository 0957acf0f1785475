"""What leaves: headers, cookies, receipts; and what is refused."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from carerecord.web.respond import file_response, replay_response
from carerecord.web.tests.client import Browser
from carerecord.web.tests.gibson import RIVERSIDE
from carerecord.web.tests.harness import DOCTOR, MARGERY, WebRegion, answer, view_of

SLUGS = (
    *("", "ambulance", "changes", "timeline", "medicines", "allergies", "problems"),
    *("results", "documents"),
    *("immunisations", "contacts", "care-plans", "social", "people", "other"),
)


@pytest.fixture
def held(region: WebRegion) -> WebRegion:
    return region.holds(view_of(answer("riverside-gp", RIVERSIDE)))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_record_page_is_sent_only_as_it_was_released(held, slug):
    page = held.page(slug)
    assert page.status == 200
    assert [body for _, body in held.door.released] == [page.body]
    assert held.door.released[0][0], "no section was named"


@pytest.mark.parametrize("slug", SLUGS)
def test_no_page_is_sent_when_it_cannot_be_written_down(held, slug):
    held.door.writes_down = False
    page = held.page(slug)
    assert page.status == 503
    assert "GIBSON" not in page.text


@pytest.mark.parametrize("path", ["/sign-in", "/find", "/p/h-yregram-p", "/nothing", "/p/wrong"])
def test_every_page_is_kept_by_nobody_and_runs_nothing(held, path):
    page = held.browser().get(path)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-content-type-options"] == "nosniff"
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "script" not in policy
    assert "<script" not in page.text
    assert " style=" not in page.text


@pytest.mark.parametrize("slug", SLUGS)
def test_no_address_on_a_page_names_the_person(held, slug):
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', held.page(slug).text)
    assert addresses
    for address in addresses:
        for word in (MARGERY.nhs_number, MARGERY.family, MARGERY.given, "1948", MARGERY.id):
            assert word.lower() not in address.lower()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_has_one_first_heading_and_captions(held, slug):
    text = held.page(slug).text
    assert text.count("<h1") == 1
    assert text.count("<table") == text.count("<caption")
    assert 'href="#main">Skip to the record' in text


def test_nobody_who_is_not_signed_in_sees_a_record(held):
    for slug in SLUGS:
        page = Browser(held.app).get(f"/p/h-yregram-p{'/' if slug else ''}{slug}")
        assert (page.status, page.headers["location"]) == (303, "/sign-in")


def test_a_session_that_ended_is_told_that_nothing_was_lost(held):
    browser = held.browser()
    cookie = browser.cookie
    browser.post("/sign-out")
    browser.cookie = cookie
    page = browser.get("/find")
    assert page.headers["location"] == "/sign-in?ended=1"
    assert "Nothing was lost" in browser.get("/sign-in?ended=1").text


@pytest.mark.parametrize(
    ("https", "wanted"),
    [(False, r"carerecord=\S+; HttpOnly"), (True, r"__Host-carerecord=\S+; HttpOnly.*Secure")],
)
def test_the_cookie_is_bound_to_this_host_where_there_is_tls(https, wanted):
    browser = Browser(WebRegion(https=https).app)
    page = browser.post("/sign-in", {"username": DOCTOR.id})
    assert re.match(wanted, page.headers["set-cookie"])
    assert "SameSite=lax" in page.headers["set-cookie"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"sec_fetch_site": "same-origin", "origin": "null"}, 303),
        ({"origin": "http://test"}, 303),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"origin": "http://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_a_form_from_another_site_does_nothing(region, headers, status):
    page = Browser(region.app).post("/sign-in", {"username": DOCTOR.id}, **headers)
    assert page.status == status
    assert ("set-cookie" in page.headers) is (status == 303)


def test_there_is_no_picking_of_names_where_people_are_real():
    region = WebRegion(demo=False)
    browser = Browser(region.app)
    assert DOCTOR.name not in browser.get("/sign-in").text
    assert browser.post("/sign-in", {"username": DOCTOR.id}).status == 403


def test_a_row_that_cannot_be_drawn_hides_no_other(region):
    view = view_of(answer("riverside-gp", RIVERSIDE))
    problems = view.records["problems"]

    def row(resource, linked):
        if resource["id"] == "p1":
            raise ValueError(resource)
        return problems.section.row(resource, linked)

    section = replace(problems.section, row=row)
    records = {**view.records, "problems": replace(problems, section=section)}
    page = region.holds(replace(view, records=records)).page("problems")
    assert "1 item from Riverside could not be shown" in page.words
    assert "Hypertension" in page.words
    assert "Stroke" not in page.words


def test_our_own_fault_shows_a_reference_and_nothing_of_the_record(held):
    held.door.release = None
    page = held.page()
    assert page.status == 500
    assert "GIBSON" not in page.text
    assert "reference" in page.text
    assert "01632 960999" in page.text


def test_what_was_sent_once_comes_back_as_it_was_and_can_do_nothing():
    sent = replay_response(b"<p>as it was", "text/html; charset=utf-8")
    assert bytes(sent.body) == b"<p>as it was"
    headers = dict(sent.headers)
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].split("; ") == [
        "default-src 'none'",
        "style-src 'self'",
        "img-src data:",
        "frame-ancestors 'none'",
        "sandbox allow-same-origin",
    ]


def test_a_file_is_kept_by_the_viewer_and_by_nothing_in_between():
    sent = file_response(b"a,b\n", "text/csv; charset=utf-8", "log.csv")
    assert bytes(sent.body) == b"a,b\n"
    assert sent.headers["content-type"] == "text/csv; charset=utf-8"
    assert sent.headers["content-disposition"] == 'attachment; filename="log.csv"'
    assert sent.headers["cache-control"] == "no-store"
    assert sent.headers["x-content-type-options"] == "nosniff"
