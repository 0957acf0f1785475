"""A fact changed while somebody is signed in counts at their next request, whichever worker answers (T3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import httpx
import pytest
from door_facts import CODE, Doing, Facts
from door_people import PLAIN
from door_seen import coded, worded
from door_site import Site, serving
from door_walk import HANDLE
from door_words import patient
from door_workers import every_worker

WORKERS = 4
ASTHMA, NORTH = "SEENASTHMA", "SEENNORTH"


@dataclass(frozen=True)
class Busy:
    """A region with several processes, and a connection to each."""

    site: Site
    workers: Sequence[httpx.Client]
    facts: Facts


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Busy]:
    held = {
        "riverside": worded("Condition", "asthma", ASTHMA, code=coded(CODE, ASTHMA)),
        "northgate": worded("Condition", "north", NORTH),
    }
    holdings = {one: {PLAIN.nhs_number: [patient(PLAIN), item]} for one, item in held.items()}
    folder = tmp_path_factory.mktemp("changed") / "region"
    with serving(folder, holdings, workers=WORKERS) as site, every_worker(site, WORKERS) as each:
        yield Busy(site, each, Facts(site))


@dataclass(frozen=True)
class SignedIn:
    """One member of staff with a record open in their browser, and a program of theirs."""

    busy: Busy
    cookies: httpx.Cookies
    token: str
    v: str

    def answers(self) -> set[str]:
        """What each process answers, to the browser and to the program; one line where they agree."""
        return {f"{self._page(one)}; {self._program(one)}" for one in self.busy.workers}

    def _page(self, worker: httpx.Client) -> str:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        reply = worker.get(f"/p/{self.v}/problems", headers={"Cookie": cookie})
        worker.cookies.clear()
        where = reply.headers.get("location", "").split("?")[0].rsplit("/", 1)[-1]
        return f"page {where or _seen(reply)}"

    def _program(self, worker: httpx.Client) -> str:
        bearer = {"Authorization": f"Bearer {self.token}"}
        reply = worker.get(f"/fhir/R4/Patient/{PLAIN.id}/$everything", headers=bearer)
        return f"API {_seen(reply)}"


def _seen(reply: httpx.Response) -> str:
    shown = [word for word in (ASTHMA, NORTH) if word in reply.text]
    return " ".join((str(reply.status_code), *shown))


def signed_in(busy: Busy, who: str) -> SignedIn:
    with closing(busy.site.browser(who)) as browser:
        browser.post("/role", data={"role": f"{who}-1"})
        found = browser.post("/find", data={"nhs_number": PLAIN.nhs_number})
        match = HANDLE.search(found.text.split("Your people today")[0])
        assert match, "nobody was found"
        return SignedIn(busy, browser.cookies, busy.site.token(who), match.group(1))


OPEN = f"page 200 {ASTHMA} {NORTH}; API 200 {ASTHMA} {NORTH}"
REFUSED = "page refused; API 403"
CHANGES = [
    pytest.param("doctor", Facts.suspend, REFUSED, Facts.lift, id="suspended"),
    pytest.param(
        "doctor", Facts.suspend_organisation, REFUSED, Facts.organisation_live, id="organisation"
    ),
    pytest.param("doctor", Facts.withdraw_training, REFUSED, Facts.train, id="training-withdrawn"),
    pytest.param("doctor", Facts.expire_training, REFUSED, Facts.train, id="training-expired"),
    pytest.param("doctor", Facts.end_agreements, REFUSED, Facts.agree, id="agreement-ended"),
    pytest.param(
        "doctor", Facts.end_evidence, "page why; API 403", Facts.give_evidence, id="evidence-ended"
    ),
    pytest.param("doctor", Facts.object, "page emergency; API 403", Facts.take_back, id="objected"),
    pytest.param(
        "doctor",
        Facts.switch_off,
        f"page 200 {ASTHMA}; API 200 {ASTHMA}",
        Facts.switch_on,
        id="source-switched-off",
    ),
    pytest.param(
        "doctor",
        Facts.restrict,
        f"page 200 {NORTH}; API 200 {NORTH}",
        Facts.unrestrict,
        id="restricted-set-approved",
    ),
    pytest.param(
        "two-roles", Facts.lose_role, "page role; API 401", Facts.have_role, id="lost-role"
    ),
]


@pytest.mark.parametrize(("who", "change", "obeyed", "undo"), CHANGES)
def test_every_worker_obeys_at_the_next_request(
    busy: Busy, who: str, change: Doing, obeyed: str, undo: Doing
):
    """On a page and by the API; and so when it is taken back."""
    viewer = signed_in(busy, who)
    assert viewer.answers() == {OPEN}
    busy.site.run(change(busy.facts, who))
    try:
        assert viewer.answers() == {obeyed}
    finally:
        busy.site.run(undo(busy.facts, who))
    if who == "two-roles":  # a role is selected once a session
        viewer = signed_in(busy, who)
    assert viewer.answers() == {OPEN}


def test_a_leaver_is_nobody_to_every_worker(busy: Busy):
    viewer = signed_in(busy, "paramedic")
    assert viewer.answers() == {OPEN}
    busy.site.run(busy.facts.leave("paramedic"))
    assert viewer.answers() == {"page sign-in; API 401"}


def test_a_restricted_set_that_one_person_alone_wants_changes_nothing(busy: Busy):
    viewer = signed_in(busy, "doctor")
    busy.site.run(busy.facts.propose("doctor"))
    assert viewer.answers() == {OPEN}
