"""What the server answers by itself, before any page of ours is asked."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from carerecord.app import build
from carerecord.config import Settings


@pytest.mark.parametrize("path", ["/sign-in/", "/find/", "/p/abc/", "/static/", "/nothing/"])
def test_no_address_leads_to_another_without_our_headers(tmp_path, path):
    with TestClient(build(Settings(folder=tmp_path)), follow_redirects=False) as client:
        answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
