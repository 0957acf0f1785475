"""Who reaches what: every address of the router, as every role and as nobody (security T8, T31)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from door_people import PLAIN
from door_routes import RULES, Address, Reach, addresses, forms, rule_of
from door_site import Site
from door_walk import ENDS_THE_SESSION, HANDLE, NO_SUCH

from carerecord.access.roles import ROLES
from carerecord.fhir import NHS_NUMBER

NOBODY = "nobody"
IDS = {**NO_SUCH, "id": [PLAIN.id]}
REACHED, TO_SIGN_IN, REFUSED = "reached", "sent to sign in", "refused"


def expected(reach: Reach, role: str) -> str:
    """What the table says."""
    if reach == "anybody":
        return REACHED
    if role == NOBODY:
        return REFUSED if reach.startswith("token") else TO_SIGN_IN
    if reach == "engineer":
        return REFUSED
    if reach in ("officer", "token-officer"):
        return REACHED if role == "privacy-officer" else REFUSED
    if reach in ("record", "token-record"):
        return REFUSED if role == "privacy-officer" else REACHED
    return REACHED


def came(reach: Reach, reply: httpx.Response) -> str:
    """What happened. An address anybody reaches may still find its own form wrong, and say so."""
    where = reply.headers.get("location", "")
    if where.startswith("/sign-in"):
        return TO_SIGN_IN
    if where.endswith("/refused"):
        return REFUSED
    if reply.status_code in (401, 403) and reach != "anybody":
        return REFUSED
    assert reply.status_code < 500 or "nobody-there" in str(reply.url), reply.text
    return REACHED


@pytest.fixture(scope="module", params=[NOBODY, *ROLES])
def somebody(request: pytest.FixtureRequest, site: Site) -> Iterator[tuple[str, httpx.Client, str]]:
    role = request.param
    with closing(site.nobody() if role == NOBODY else site.browser(role)) as browser:
        found = browser.post("/find", data={"nhs_number": PLAIN.nhs_number})
        match = HANDLE.search(found.text.split("Your people today")[0])
        assert bool(match) == (role != NOBODY)
        yield role, browser, match.group(1) if match else "x" * 22


def test_every_address_is_as_the_table_says(somebody: tuple[str, httpx.Client, str], site: Site):
    role, browser, v = somebody
    wrong = []
    for address in addresses(site.settings):
        reach = rule_of(address)
        if str(address) in ENDS_THE_SESSION:
            continue
        found = came(reach, asked(site, role, browser, address, v))
        if found != expected(reach, role):
            wrong.append(f"{address}: {found}, and {role} should be {expected(reach, role)}")
    assert wrong == []


def asked(site: Site, role: str, browser: httpx.Client, address: Address, v: str) -> httpx.Response:
    path = next(address.filled({"v": [v], **IDS}))
    if not address.path.startswith("/fhir"):
        return _sent(browser, address, path)
    with closing(site.nobody() if role == NOBODY else site.program(role)) as program:
        query = f"?identifier={NHS_NUMBER}%7C{PLAIN.nhs_number}" if path.endswith("Patient") else ""
        return _sent(program, address, path + query)


def _sent(caller: httpx.Client, address: Address, path: str) -> httpx.Response:
    if address.method == "GET":
        return caller.get(path)
    return caller.post(path, data=forms(address, PLAIN.nhs_number)[0])


def test_the_table_names_no_address_that_is_gone(site: Site):
    listed = {name for names in RULES.values() for name in names}
    assert listed == {str(one) for one in addresses(site.settings)}


def test_other_methods_are_not_answered(site: Site):
    """Nothing is written or taken away by a method nobody meant."""
    with closing(site.browser("doctor")) as browser:
        for path in {one.path for one in addresses(site.settings)}:
            for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
                reply = browser.request(method, path.replace("{", "").replace("}", ""))
                assert reply.status_code in (404, 405, 501), f"{method} {path}"


def test_what_nobody_drew_is_no_address(site: Site):
    """No documentation pages, no debugging, no admin: the router has what the table has (T31)."""
    with closing(site.nobody()) as browser:
        for path in ("/docs", "/redoc", "/openapi.json", "/admin", "/debug", "/.git/config", "/region.toml",
                     "/static/../region.toml", "/static/%2e%2e/app.py", "/design/nothing", "/console"):  # fmt: skip
            assert browser.get(path).status_code == 404, path
