"""Signing in with a certified provider, over real sockets and four processes (AUT-1, 3, 7, 10; T3, T32)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from provider.place import FIREFOX, Person, Place, bodies

RACERS = 8
AT = {"address": "127.0.0.1", "device": FIREFOX}
"""What is written down of the device (AUD-2)."""


def test_somebody_with_one_role_is_in(somebody: Person, here: Place) -> None:
    assert somebody.sign_in("amin").headers["location"] == "/find"
    assert "Samira Amin" in somebody.get("/find").text
    entry = next(one for one in reversed(here.audited()) if one["kind"] == "sign-in")
    assert (entry["viewer"], entry["role"]) == ("cis2/91amin", "doctor")
    assert entry["body"] == {"provider": "cis2", "assurance": 3, **AT}


def test_somebody_with_several_roles_selects_one_that_was_offered(somebody: Person) -> None:
    assert somebody.sign_in("a.ward").headers["location"] == "/role"
    page = somebody.get("/role").text
    assert page.count('name="role"') == 3
    assert "Something Else" not in page
    assert somebody.post("/role", role="555006").status_code == 400
    assert somebody.post("/role", role="555003").headers["location"] == "/find"
    assert "Riverside Surgery" in somebody.get("/find").text


@pytest.mark.parametrize(
    ("username", "words", "why"),
    [
        ("ward4", "Use your own account.", "account: shared"),
        ("reception", "Use your own account.", "account: shared"),
        ("low", "needs a stronger sign-in", "assurance: 1, and 2 is needed"),
        ("nowhere", "not linked to an organisation", "account: no organisation"),
        ("roleless", "None of the roles", "account: no role that is configured"),
    ],
)
def test_whoever_may_not_is_told_what_to_do(
    somebody: Person, here: Place, username: str, words: str, why: str
) -> None:
    page = somebody.sign_in(username)
    assert page.status_code == 403
    assert words in page.text
    assert somebody.get("/find").headers["location"].startswith("/sign-in")
    assert bodies(here.audited(), "sign-in-refused")[-1] == {"provider": "cis2", "why": why, **AT}


def test_whoever_gives_up_at_the_provider_is_not_signed_in(somebody: Person) -> None:
    page = somebody.sign_in("")
    assert page.status_code == 400
    assert "Signing in did not finish" in page.text


def test_a_way_back_is_no_use_twice_nor_in_another_browser(somebody: Person, here: Place) -> None:
    address = somebody.way_back("amin")
    assert Person(here).get(address).status_code == 400
    assert somebody.get(address).headers["location"] == "/find"
    again = somebody.get(address)
    assert again.status_code == 400
    reasons = [one["why"] for one in bodies(here.audited(), "sign-in-refused")[-2:]]
    assert reasons == ["state: unknown, used, or of another browser"] * 2


def race(here: Place, codes: int) -> None:
    for _ in range(codes):
        somebody = Person(here)
        address = somebody.way_back("amin")
        cookies = dict(somebody.http.cookies)

        def bring(_: int, address: str = address, cookies: dict[str, str] = cookies) -> int:
            headers = {"User-Agent": FIREFOX, "Connection": "close"}
            return httpx.get(address, cookies=cookies, headers=headers, timeout=60).status_code

        with ThreadPoolExecutor(RACERS) as many:
            came = sorted(many.map(bring, range(RACERS)))
        assert came == [303] + [400] * (RACERS - 1)


def test_of_many_with_one_code_at_four_processes_one_is_signed_in(here: Place) -> None:
    race(here, 4)


@pytest.mark.slow
def test_of_a_thousand_with_a_code_each_code_is_used_once(here: Place) -> None:
    race(here, 1000 // RACERS)


def test_signing_out_at_the_provider_ends_the_session_here_at_once(
    somebody: Person, here: Place
) -> None:
    other = Person(here)
    assert other.sign_in("student").headers["location"] == "/find"
    assert somebody.sign_in("amin").headers["location"] == "/find"
    somebody.sign_out_at_provider()
    assert somebody.get("/find").headers["location"] == "/sign-in?ended=1"
    assert other.get("/find").status_code == 200
    ended = [one for one in here.audited() if one["kind"] == "signed-out-by-provider"]
    assert ended[-1]["viewer"] == "cis2/91amin"


def test_a_locked_session_is_resumed_only_by_proving_anew_who_it_is(somebody: Person) -> None:
    somebody.sign_in("amin")
    somebody.post("/locked")
    assert somebody.get("/find").headers["location"] == "/locked"
    assert "Samira Amin" in somebody.get("/locked").text
    asked = somebody.get(somebody.get("/sign-in/cis2").headers["location"])
    assert "/interaction/" in asked.headers["location"], "the provider remembered, and was believed"
    assert somebody.sign_in("amin").headers["location"] == "/find"


def test_another_person_ends_a_locked_session_and_gets_their_own(somebody: Person) -> None:
    somebody.sign_in("amin")
    somebody.post("/locked")
    somebody.sign_in("student")
    assert "Stella Dent" in somebody.get("/find").text


def test_replayed_cookies_are_nobodys_in_another_browser_or_after_sign_out(here: Place) -> None:
    owner = Person(here)
    owner.sign_in("amin")
    thief = Person(here, agent="Mozilla/5.0 Chrome/150")
    thief.http.cookies = owner.http.cookies
    assert all(thief.get("/find").status_code == 303 for _ in range(20))
    assert owner.get("/find").status_code == 200
    kept = dict(owner.http.cookies)
    owner.post("/sign-out")
    headers = {"User-Agent": FIREFOX}
    assert httpx.get(f"{here.url}/find", cookies=kept, headers=headers).status_code == 303
