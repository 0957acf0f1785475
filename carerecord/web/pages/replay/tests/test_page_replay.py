"""One view gone through again, on the page, by officers alone (ux S19)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from carerecord.audit import Entry
from carerecord.contract import Receipt
from carerecord.viewing.contract import Replayed, Trail
from carerecord.web.tests.harness import DOCTOR, MARGERY, OFFICER, WebRegion

AT = datetime(2026, 11, 21, 10, 2, 7, tzinfo=UTC)
SHOWN = {
    "sections": {"problems": ["riverside-gp/Condition/1", "riverside-gp/Condition/2"]},
    "sources": {"riverside-gp": {"state": "answered"}, "northgate-acute": {"state": "failed"}},
    "sha256": "ab" * 32,
    "content_type": "text/html; charset=utf-8",
}


def entry(kind: str, seq: int, body: dict[str, Any]) -> Entry:
    return Entry("2026-11", seq, seq, f"e{seq}", AT, kind, DOCTOR, MARGERY.id, "v1", body)


def test_each_entry_says_to_the_second_what_was_shown_and_what_was_missing(region: WebRegion):
    entries = (entry("open", 7, {}), entry("shown", 8, SHOWN))
    region.door.trails["v1"] = Trail(entries, MARGERY)
    page = region.browser(OFFICER).get("/review/views/v1")
    for said in (
        *("Dr A Okafor", "GIBSON, Margery (Mrs)", "999 417 3626", "21-Nov-2026 10:02:07"),
        *("opened this record", "was shown this content", "Problems and diagnoses (2)"),
        *("Did not answer in full: northgate-acute", "2026-11 no. 8", "SHA-256 abababab"),
    ):
        assert said in page.words, said
    assert page.text.count("/review/shown/") == 1, "only what was shown can be shown again"
    assert 'href="/review/shown/e8"' in page.text


def test_the_same_bytes_are_sent_and_can_do_nothing(region: WebRegion):
    body = "<p>Gout – <script>alert(1)</script></p>".encode()
    region.door.replays["e8"] = Replayed(entry("shown", 8, SHOWN), body, "", Receipt(9, "r9"))
    page = region.browser(OFFICER).get("/review/shown/e8")
    assert page.body == body
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"].endswith("sandbox allow-same-origin")
    assert page.headers["cache-control"] == "no-store"


def test_what_is_no_longer_kept_says_so_and_gives_the_digest(region: WebRegion):
    gone = Replayed(entry("shown", 8, SHOWN), None, "It has been removed.", Receipt(9, "r9"))
    region.door.replays["e8"] = gone
    page = region.browser(OFFICER).get("/review/shown/e8")
    assert page.status == 410
    assert "It has been removed." in page.words
    assert "ab" * 32 in page.words


def test_another_role_and_an_unknown_view_see_nothing(region: WebRegion):
    region.door.trails["v1"] = Trail((entry("open", 7, {}),), MARGERY)
    for address in ("/review/views/v1", "/review/shown/e8"):
        assert region.browser().get(address).status == 403
    for address in ("/review/views/v2", "/review/shown/e8"):
        assert region.browser(OFFICER).get(address).status == 404
