"""What went wrong: a status, a reference, whom to phone, and nothing else (ux S24)."""

from __future__ import annotations

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from carerecord.viewing.contract import IdentityUnknown, RecordUnavailable
from carerecord.web import failed
from carerecord.web.forms import CrossSite
from carerecord.web.tests.harness import WebRegion


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (IdentityUnknown(), 404),
        (RecordUnavailable(), 503),
        (CrossSite(), 403),
        (HTTPException(404), 404),
        (HTTPException(405), 405),
        (ValueError("9994173626 Gibson"), 500),
    ],
)
def test_every_problem_has_a_page(region: WebRegion, problem, status):
    request = Request(
        {"type": "http", "app": region.app, "path": "/", "method": "PUT", "headers": []}
    )
    response = failed(request, problem)
    assert response.status_code == status
    assert b"reference" in response.body
    assert b"9994173626" not in response.body
