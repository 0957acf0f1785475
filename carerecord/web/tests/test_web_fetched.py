"""Who goes between pages of a record, as the browser tells it."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from carerecord.config import Settings
from carerecord.viewing.contract import Own
from carerecord.web import asking


def own(monkeypatch: pytest.MonkeyPatch, method: str, **headers: str) -> Own | None:
    monkeypatch.setattr(asking, "cookie_of", lambda _: "secret")
    sent = [(name.replace("_", "-").encode(), said.encode()) for name, said in headers.items()]
    scope = {
        "type": "http",
        "method": method,
        "path": "/p/h/results",
        "query_string": b"page=2",
        "headers": sent,
    }
    return asking._own(Request(scope | {"server": ("here", 80), "scheme": "http"}))  # fmt: skip


def test_a_link_of_ours_goes_on(monkeypatch: pytest.MonkeyPatch):
    found = own(monkeypatch, "GET", sec_fetch_site="same-origin")
    assert found == Own("secret", "/p/h/results?page=2", goes_on=True)


@pytest.mark.parametrize("site", ["none", "cross-site", "same-site"])
def test_an_address_that_is_opened_does_not(monkeypatch: pytest.MonkeyPatch, site: str):
    found = own(monkeypatch, "GET", sec_fetch_site=site)
    assert found is not None
    assert not found.goes_on


def test_a_form_is_no_page_that_is_loaded_again(monkeypatch: pytest.MonkeyPatch):
    assert own(monkeypatch, "POST", sec_fetch_site="same-origin") == Own("secret", "")


def test_for_a_client_that_tells_nothing_nothing_is_kept(monkeypatch: pytest.MonkeyPatch):
    assert own(monkeypatch, "GET") is None
    assert Settings().fanout.reuse_minutes == 5
