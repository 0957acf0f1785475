"""An answer in parts: the envelope first, each part by its name, and nothing that was cut short."""

from __future__ import annotations

import base64

import pytest

from carerecord.connectors.contract import SourceTooLarge, SourceUnreadable
from carerecord.connectors.xds.mtom import MOST_PARTS, content_of, parts_of
from carerecord.fhir.xml import read_xml

KIND = 'Multipart/Related; boundary=b; type="application/xop+xml"'
INCLUDE = b'<Document><x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:a%401"/></Document>'


def written(*parts: tuple[str, bytes], end: bytes = b"--b--") -> bytes:
    made = b"".join(
        b"--b\r\n" + head.encode() + b"\r\n\r\n" + body + b"\r\n" for head, body in parts
    )
    return b"a preamble\r\n" + made + end


def test_each_part_comes_by_its_name_whatever_is_in_it() -> None:
    document = b"\r\n--bb\x00\xff\r\n--"
    body = written(("Content-ID: <r>", b"<e/>"), ("content-id: <a@1>", document))
    root, parts = parts_of(KIND, body)
    assert (root, dict(parts)) == (b"<e/>", {"a@1": document})
    assert content_of(read_xml(INCLUDE), parts) == document


def test_the_envelope_is_the_part_that_the_head_names() -> None:
    body = written(("Content-ID: <a@1>", b"words"), ("Content-ID: <r>", b"<e/>"))
    root, parts = parts_of(f'{KIND}; start="<r>"', body)
    assert (root, dict(parts)) == (b"<e/>", {"a@1": b"words"})


def test_a_part_may_be_in_base64() -> None:
    head = "Content-ID: <a@1>\r\nContent-Transfer-Encoding: base64"
    _, parts = parts_of(KIND, written(("Content-ID: <r>", b""), (head, base64.b64encode(b"words"))))
    assert parts["a@1"] == b"words"


def test_an_answer_in_one_piece_is_the_envelope() -> None:
    assert parts_of("application/soap+xml; charset=UTF-8", b"<e/>") == (b"<e/>", {})
    inline = read_xml(b"<Document>d29y\n ZHM=</Document>")
    assert content_of(inline, {}) == b"words"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/related", written(("Content-ID: <r>", b"<e/>"))),
        (KIND, written(("Content-ID: <r>", b"<e/>"), end=b"")),
        (KIND, written(("Content-ID: <r>", b"<e/>"))[:-20]),
        (KIND, b""),
        (KIND, b"--b--"),
        (KIND, b"--b\r\nno end of its head\r\n--b--"),
        (f'{KIND}; start="<elsewhere>"', written(("Content-ID: <r>", b"<e/>"))),
    ],
)
def test_what_is_not_whole_is_unreadable(kind: str, body: bytes) -> None:
    with pytest.raises(SourceUnreadable):
        parts_of(kind, body)


@pytest.mark.parametrize(
    "href", ["cid:other", "http://elsewhere.example/a", "file:///etc/passwd", ""]
)
def test_a_part_that_did_not_come_is_not_looked_for_elsewhere(href: str) -> None:
    document = read_xml(INCLUDE.replace(b"cid:a%401", href.encode()))
    with pytest.raises(SourceUnreadable):
        content_of(document, {"a@1": b"words"})


def test_more_parts_than_an_answer_can_need_are_too_many() -> None:
    with pytest.raises(SourceTooLarge):
        parts_of(KIND, written(*[("Content-ID: <r>", b"")] * (MOST_PARTS + 2)))
