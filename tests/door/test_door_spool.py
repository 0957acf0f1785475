"""A running region whose database takes no writes: an emergency is served and written down, nothing else is (AUD-3)."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from door_gone import refusing
from door_people import MARKED
from door_site import Site, serving
from door_walk import HANDLE
from door_words import holdings

from carerecord.audit.key import log_keys
from carerecord.audit.verifying import Verifying
from carerecord.conftest import ENGINES

FAMILY = MARKED.family.encode()
WAITS = b"This emergency view is kept to be written down"
WITHIN = 60.0  # seconds: the machine may be busy


@pytest.fixture(params=ENGINES)
def site(request, tmp_path) -> Iterator[Site]:
    store = "region.db"
    if request.param == "postgres":
        schemas = request.getfixturevalue("schemas")
        store = schemas.url(schemas.fresh())
    with serving(tmp_path / "region", holdings(), store=store, spool="spool") as running:
        yield running


def test_in_an_outage_an_emergency_is_served_and_is_in_the_log_afterwards(site):
    with closing(site.browser("doctor")) as browser, closing(site.nobody()) as anybody:
        found = HANDLE.search(browser.post("/find", data={"nhs_number": MARKED.nhs_number}).text)
        assert found
        page = f"/p/{found.group(1)}"
        assert FAMILY in browser.get(page).content
        with refusing(site):
            refused = browser.get(page)
            assert (refused.status_code, FAMILY in refused.content) == (503, False)
            assert f"{page}/emergency" in refused.text
            declared = browser.post(f"{page}/emergency", data={"reason": "life-at-risk"})
            assert (declared.status_code, declared.headers["location"]) == (303, page)
            shown = browser.get(page)
            assert (shown.status_code, WAITS in shown.content) == (200, True)
            assert anybody.get("/health/ready").status_code == 503
        has_gone(site)
        assert anybody.get("/health/ready").status_code == 200
        assert WAITS not in browser.get(page).content
    is_in_the_log(site, hashlib.sha256(shown.content).hexdigest())


def has_gone(site: Site) -> None:
    until = time.monotonic() + WITHIN
    while list((site.folder / "spool").glob("*.spool")):
        assert time.monotonic() < until, site.log_of_server().decode()
        time.sleep(0.05)


def is_in_the_log(site: Site, digest: str) -> None:
    async def faults() -> list[object]:
        verifying = Verifying(site.db, log_keys(site.settings))
        return [one.fault async for one in verifying.all() if one.fault]

    entries = site.log_of_audit()
    waited = [one.kind for one in entries if one.body.get("spooled")]
    assert waited == ["emergency", "open", "shown"]
    assert [one.body["sha256"] for one in entries if one.kind == "shown"].count(digest) == 1
    (said,) = [one for one in entries if one.kind == "spool-drained"]
    assert (said.body["entries"], said.body["intact"]) == (3, True)
    assert site.run(faults()) == []
