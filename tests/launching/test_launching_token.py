"""A launch by signed token, over real sockets: one action to the record, and every way it is refused (AUT-2)."""

from __future__ import annotations

import hashlib
import re
import time

import pytest
from epr import Epr, banner_number, words
from joserfc.jwk import RSAKey

from running import Caller, Region, audited

CASE = "medicines-conflict"
TOLD = ("notification", "alert")


def entries(region: Region, kind: str) -> list[dict[str, object]]:
    return [one for one in audited(region.folder) if one["kind"] == kind]


def test_one_form_leads_to_the_summary_of_the_right_person(region, epr):
    number = region.number_of(CASE)
    reply = epr.launch(Caller(region.base_url), number)
    assert reply.status == 200
    assert re.fullmatch(rf"{region.base_url}/p/[\w-]+", reply.url)
    assert banner_number(reply.text) == number
    log = audited(region.folder)
    digest = hashlib.sha256(reply.body).hexdigest()
    [shown] = [one for one in log if one["kind"] == "shown" and digest in str(one["body"])]
    before = [one for one in log if one["seq"] < shown["seq"] and one["kind"] not in TOLD]
    assert [one["kind"] for one in before[-3:]] == ["sign-in", "launch", "open"]
    assert {one["viewer"] for one in before[-3:]} == {"a.okafor"}
    assert {one["person_id"] for one in before[-2:]} == {shown["person_id"]}


def test_the_browser_is_left_with_nothing_of_the_person_in_any_address(region, epr):
    number = region.number_of(CASE)
    caller = Caller(region.base_url)
    reply = epr.launch(caller, number)
    said = reply.url + "".join(str(cookie) for cookie in caller.cookies)
    assert number not in said


def stranger_to(region: Region, username: str) -> str:
    """Somebody no evidence links to this member of staff, and no named case complicates."""
    cared_for = {
        number
        for one in region.demo["staff"]
        if one["username"] == username
        for number in one["cares_for"]
    }
    return next(
        one["nhs_number"]
        for one in region.demo["people"]
        if not one["case"] and one["nhs_number"] not in cared_for and len(one["birth_date"]) == 10
    )


def test_a_viewer_with_no_other_reason_may_look_because_of_the_launch(region, epr):
    """T4: the record system knows before its messages do (LR-12)."""
    stranger = stranger_to(region, "s.amin")
    reply = epr.launch(Caller(region.base_url), stranger, "s.amin")
    assert banner_number(reply.text) == stranger
    assert "own system" in words(reply.text)


def test_a_launch_is_a_reason_in_its_own_session_alone(region, epr):
    stranger = stranger_to(region, "s.amin")
    assert banner_number(epr.launch(Caller(region.base_url), stranger, "s.amin").text)
    elsewhere = region.someone_signed_in("s.amin")
    address = region.address_of(elsewhere, stranger)
    assert elsewhere.get(address).url.endswith("/why")


def test_the_same_person_in_another_role_is_another_session(region, epr):
    """AUT-3: what was opened in one role is not read in another."""
    number = region.number_of(CASE)
    caller = Caller(region.base_url)
    before = epr.launch(caller, number).url
    role = {"id": f"{epr.url}/second", "code": "nurse", "name": "Bank nurse"}
    after = epr.launch(caller, number, role=role)
    assert banner_number(after.text) == number
    assert "Bank nurse" in words(after.text)
    assert caller.get(before).status == 404


REFUSED = [
    pytest.param({"iss": "https://elsewhere.example"}, "issuer", id="another-issuer"),
    pytest.param({"aud": "https://elsewhere.example"}, "token", id="for-somebody-else"),
    pytest.param({"exp": int(time.time()) - 120, "iat": int(time.time()) - 240}, "token", id="expired"),
    pytest.param({"role": {"id": "1", "code": "doctor", "organisation": "RNG11"}}, "organisation", id="other-organisation"),
    pytest.param({"role": {"id": "1", "code": "consultant"}}, "role", id="no-agreed-role"),
    pytest.param({"name": None}, "name", id="nobody-in-particular"),
    pytest.param({"nhs_number": "9990000018"}, "person", id="unknown-person"),
    pytest.param({"nhs_number": "1234567890"}, "person", id="not-an-nhs-number"),
    pytest.param({"birth_date": "1901-01-01"}, "person", id="wrong-birth-date"),
]  # fmt: skip


def assert_refused(region: Region, caller: Caller, reply, reason: str) -> None:
    assert reply.status == 403
    assert "This record was not opened" in reply.text
    assert banner_number(reply.text) == ""
    assert entries(region, "launch-refused")[-1]["body"]["reason"] == reason
    nothing_at_all = Caller(region.base_url).post("/launch", {})
    assert reply.text == nothing_at_all.text, "the page tells one refusal from another"
    assert caller.get("/find").url.startswith(f"{region.base_url}/sign-in")


@pytest.mark.parametrize(("changed", "reason"), REFUSED)
def test_a_launch_that_is_not_as_agreed_opens_nothing_and_says_the_same(
    region, epr, changed, reason
):
    caller = Caller(region.base_url)
    reply = epr.launch(caller, region.number_of(CASE), **changed)
    assert_refused(region, caller, reply, reason)


def test_a_token_signed_by_somebody_else_opens_nothing(region, epr):
    caller, stranger = Caller(region.base_url), RSAKey.generate_key(2048, private=True)
    forged = Epr(region, epr.url, stranger)
    reply = caller.post("/launch", {"token": forged.token(region.number_of(CASE))})
    assert_refused(region, caller, reply, "token")


def test_an_unsigned_token_and_plain_words_open_nothing(region, epr):
    number = region.number_of(CASE)
    unsigned = epr.token(number).rsplit(".", 1)[0] + "."
    for form, reason in [
        ({"token": unsigned}, "token"),
        ({"patient": number, "user": "a.okafor"}, "issuer"),
        ({}, "issuer"),
    ]:
        caller = Caller(region.base_url)
        assert_refused(region, caller, caller.post("/launch", form), reason)


def test_an_address_alone_is_nobodys_identity(region):
    number = region.number_of(CASE)
    caller = Caller(region.base_url)
    reply = caller.get(f"/launch?patient={number}&user=a.okafor")
    assert_refused(region, caller, reply, "issuer")


def test_a_token_that_was_used_opens_nothing_more(region, epr):
    token = epr.token(region.number_of(CASE))
    assert Caller(region.base_url).post("/launch", {"token": token}).status == 200
    again = Caller(region.base_url)
    assert_refused(region, again, again.post("/launch", {"token": token}), "used")


def test_an_address_that_names_another_person_than_the_token_opens_nothing(region, epr):
    """T6."""
    caller = Caller(region.base_url)
    token = epr.token(region.number_of(CASE))
    other = region.number_of("allergies-disagree")
    reply = caller.post(f"/launch?patient={other}", {"token": token})
    assert_refused(region, caller, reply, "mismatch")


def test_the_last_step_is_worth_nothing_in_another_browser(region, epr):
    """Login CSRF and a stolen address: without the cookie of the first step there is no second."""
    mine, theirs = Caller(region.base_url), Caller(region.base_url)
    address = first_step(mine, epr.token(region.number_of(CASE)))
    assert_refused(region, theirs, theirs.get(address), "state")
    assert banner_number(mine.get(address).text)
    assert mine.get(address).status == 403


def first_step(caller: Caller, token: str) -> str:
    """Where the form leads, without going there."""
    import urllib.request
    from urllib.error import HTTPError
    from urllib.parse import urlencode

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    opener = urllib.request.build_opener(Stay, urllib.request.HTTPCookieProcessor(caller.cookies))
    with pytest.raises(HTTPError) as answered:
        opener.open(f"{caller.base_url}/launch", urlencode({"token": token}).encode())
    assert answered.value.code == 303
    return str(answered.value.headers["location"])


def test_the_same_person_goes_on_in_the_same_session_and_open_pages_stay(region, epr):
    first, second = region.number_of(CASE), region.number_of("allergies-disagree")
    caller = region.someone_signed_in("a.okafor")
    before = region.address_of(caller, first)
    assert banner_number(epr.launch(caller, second).text) == second
    assert banner_number(caller.get(before).text) == first


def test_launching_another_person_changes_no_open_tab(region, epr):
    first, second = region.number_of(CASE), region.number_of("allergies-disagree")
    caller = Caller(region.base_url)
    one, two = epr.launch(caller, first), epr.launch(caller, second)
    assert one.url != two.url
    for _ in range(2):
        assert banner_number(caller.get(one.url).text) == first
        assert banner_number(caller.get(f"{two.url}/medicines").text) == second


def test_somebody_elses_session_in_this_browser_ends_and_the_page_says_so(region, epr):
    """Nobody looks under a name that is not theirs without being told."""
    number = region.number_of(CASE)
    caller = Caller(region.base_url)
    theirs = epr.launch(caller, number, "a.okafor").url
    reply = epr.launch(caller, number, "j.mwangi")
    said = words(reply.text)
    assert "Dr A Okafor was signed out" in said
    assert "now signed in as J Mwangi" in said
    assert banner_number(reply.text) == ""
    assert caller.get(theirs).status == 404
    mine = re.search(r'action="(/p/[\w-]+)"', reply.text)
    assert mine
    assert banner_number(caller.get(mine.group(1)).text) == number
