"""Where a document may be fetched from, and what is made of what comes."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime

import pytest
from yarl import URL

from carerecord.connectors.contract import Pointer, SourceUnreadable
from carerecord.connectors.document import ELSEWHERE, NAMES_THE_PERSON, binary, place_of, why_not
from carerecord.contract import Query
from carerecord.fhir import fetched_id

QUERY = Query("9990000042", "", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))
BASES = [URL("https://docs.example/fhir/"), URL("https://files.example:8443/")]
BODY = b"Words of the letter"
SHA1 = hashlib.sha1(BODY, usedforsecurity=False)


def pointer(url: str, **attachment: str) -> Pointer:
    content = [{"attachment": {"url": url, **attachment}}]
    return Pointer({"resourceType": "DocumentReference", "content": content}, url, "text/plain")


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("Binary/1", "https://docs.example/fhir/Binary/1"),
        ("https://docs.example/other/1", "https://docs.example/other/1"),
        ("https://docs.example:443/fhir/Binary/1", "https://docs.example/fhir/Binary/1"),
        ("https://files.example:8443/a.pdf", "https://files.example:8443/a.pdf"),
    ],
)
def test_an_address_at_a_named_origin_is_asked(url: str, place: str) -> None:
    assert str(place_of(BASES, pointer(url))) == place
    assert why_not(BASES, QUERY, pointer(url)) == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/1",
        "http://docs.example/fhir/Binary/1",
        "https://docs.example:444/Binary/1",
        "https://docs.example@elsewhere.example/1",
        "https://user@docs.example/fhir/Binary/1",
        "//elsewhere.example/1",
        "https://docs.example.elsewhere.example/",
        "https://files.example/a.pdf",
        "ssp://docs.example/1",
        "file:///etc/passwd",
        "urn:oid:1.2.3",
        "tel:01632960100",
        "http://169.254.169.254/latest/meta-data",
        "https://[::1/",
    ],
)
def test_any_other_address_is_not_asked(url: str) -> None:
    assert place_of(BASES, pointer(url)) is None
    assert why_not(BASES, QUERY, pointer(url)) == ELSEWHERE


@pytest.mark.parametrize(
    "url",
    ["Letter/9990000042.pdf", "Letter?n=999%20000%200042", "Letter/999-000-0042", "L/999+000+0042"],
)
def test_an_address_with_the_number_in_it_is_not_asked(url: str) -> None:
    assert why_not(BASES, QUERY, pointer(url)) == NAMES_THE_PERSON


@pytest.mark.parametrize(
    "said",
    [
        base64.b64encode(SHA1.digest()).decode(),
        SHA1.hexdigest(),
        SHA1.hexdigest().upper(),
        base64.b64encode(SHA1.hexdigest().encode()).decode(),
    ],
)
def test_the_document_that_was_pointed_to_is_taken(said: str) -> None:
    item = binary("s", pointer("Binary/1", hash=said), "text/plain", BODY)
    assert item.resource["id"] == fetched_id("Binary/1")
    assert base64.b64decode(item.resource["data"]) == BODY


def test_another_document_than_that_is_not_taken() -> None:
    said = base64.b64encode(SHA1.digest()).decode()
    with pytest.raises(SourceUnreadable, match="something else"):
        binary("s", pointer("Binary/1", hash=said), "text/plain", BODY + b".")
