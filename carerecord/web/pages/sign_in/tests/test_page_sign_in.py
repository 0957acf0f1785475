"""Signing in: staff by role, one press; the first page after it."""

from __future__ import annotations

from dataclasses import replace

from carerecord.web.pages.sign_in.page import by_role
from carerecord.web.tests.client import Browser
from carerecord.web.tests.harness import DOCTOR, WebRegion


def test_staff_stand_under_what_they_do_in_the_order_of_the_roles():
    nurse = replace(DOCTOR, id="j", role="nurse")
    other = replace(DOCTOR, id="o", role="porter")
    assert list(by_role([other, nurse, DOCTOR])) == [
        "Doctors",
        "Nurses, midwives and therapists",
        "porter",
    ]


def test_one_press_signs_in_and_leads_to_find(region: WebRegion):
    browser = Browser(region.app)
    assert browser.get("/").headers["location"] == "/sign-in"
    assert browser.post("/sign-in", {"username": DOCTOR.id}).headers["location"] == "/find"
    assert browser.get("/").headers["location"] == "/find"


def test_a_name_nobody_has_signs_in_nobody(region: WebRegion):
    page = Browser(region.app).post("/sign-in", {"username": "nobody"})
    assert page.status == 400
    assert "set-cookie" not in page.headers


def test_who_came_and_went_is_written_down(region: WebRegion):
    browser = Browser(region.app)
    browser.post("/sign-in", {"username": "nobody"})
    browser.post("/sign-in", {"username": DOCTOR.id})
    browser.post("/sign-out", {})
    assert region.door.signs == ["sign-in-refused", "sign-in", "sign-out"]
