"""A document is its person's or nobody's, keeps its bytes, and is refused where reading it could do harm."""

from __future__ import annotations

import base64

import pytest

from carerecord.fhir.cda import NotCdaError, page_of, translate
from carerecord.fhir.cda.tests.cda_written import (
    LONDON,
    NUMBER,
    TARGET,
    document,
    read,
    result,
    section,
)

PARENT = """<relatedDocument typeCode="{}"><parentDocument><id root="1.2.3" extension="old"/></parentDocument>
    </relatedDocument>"""


def test_the_document_is_kept_whole_with_who_wrote_it():
    head = """<author><assignedAuthor><assignedPerson><name><given>Jo</given><family>Reed</family></name>
        </assignedPerson><representedOrganization><name>Northgate</name></representedOrganization>
        </assignedAuthor></author>"""
    sent = document(result('<value xsi:type="ST">Clear</value>'), head=head)
    found = translate(sent, LONDON)
    whole, person, *entries = found.resources
    assert base64.b64decode(whole["content"][0]["attachment"]["data"]) == sent
    assert (whole["description"], whole["date"]) == ("Going home", "2026-04-07T09:03:00+01:00")
    assert whole["author"] == [{"display": "Jo Reed, Northgate"}]
    assert [one["id"] for one in entries] == [f"{found.name}-1"]
    assert entries[0]["meta"] == {"source": f"DocumentReference/{found.name}"}
    assert (person["gender"], person["birthDate"]) == ("female", "1948-11-08")
    assert person["address"] == [{"line": ["12 Mill Lane"], "postalCode": "LS1 4AB"}]


@pytest.mark.parametrize(
    ("target", "people", "numbers"),
    [
        (TARGET, 1, (NUMBER,)),
        (TARGET + TARGET, 2, (NUMBER,)),
        (TARGET + TARGET.replace(NUMBER, "9990000050"), 2, (NUMBER, "9990000050")),
        (TARGET.replace(f'extension="{NUMBER}"', 'nullFlavor="UNK"'), 1, ()),
        (TARGET.replace(NUMBER, "999 000 0042"), 1, (NUMBER,)),
        ("", 0, ()),
    ],
)
def test_whose_it_is_must_be_certain(target: str, people: int, numbers: tuple[str, ...]):
    found = read(target=target)
    assert (found.people, found.numbers) == (people, numbers)
    assert bool(found.resources) is (people == len(numbers) == 1)


def test_a_number_nobody_verified_only_contradicts():
    root = "2.16.840.1.113883.2.1.3.2.4.18.23"
    unverified = TARGET.replace("2.16.840.1.113883.2.1.4.1", root)
    assert read(target=unverified).numbers == ()
    both = TARGET.replace("<addr>", f'<id root="{root}" extension="9990000050"/><addr>')
    assert read(target=both).numbers == (NUMBER, "9990000050")


def test_an_entry_about_somebody_else_with_a_number_makes_it_uncertain():
    baby = """<observation moodCode="EVN"><subject><relatedSubject><id root="2.16.840.1.113883.2.1.4.1"
        extension="9990000050"/></relatedSubject></subject><code displayName="Weight"/></observation>"""
    assert read(section("8716-3", baby)).numbers == (NUMBER, "9990000050")


def test_versions_have_one_name_and_the_later_is_said_later():
    versions = [
        read(head=f'<setId root="9.9"/><versionNumber value="{n}"/>', made="202604070903")
        for n in (1, 2)
    ]
    first, second = versions
    assert first.name == second.name != read().name
    assert str(first.said) < str(second.said)


def test_what_it_replaces_is_named_and_what_it_adds_to_is_not_replaced():
    replacing = read(head=PARENT.format("RPLC"))
    old = read().name, read(head='<setId root="1.2.3" extension="old"/>').name
    assert replacing.replaces == (old[1],)
    assert read(head=PARENT.format("APND")).replaces == ()
    relation = read(head=PARENT.format("APND")).resources[0]["relatesTo"][0]
    assert relation["code"] == "appends"


def test_a_restricted_part_makes_the_whole_restricted():
    part = result('<value xsi:type="ST">x</value>').replace(
        "<entry>", '<confidentialityCode code="R"/><entry>'
    )
    whole, _, one = read(part, head='<confidentialityCode code="N"/>').resources
    assert [label["coding"][0]["code"] for label in whole["securityLabel"]] == ["N", "R"]
    assert "R" in [label["code"] for label in one["meta"]["security"]]


@pytest.mark.parametrize(
    "sent",
    [
        b"<!DOCTYPE ClinicalDocument>" + document(),
        b'<!DOCTYPE d [<!ENTITY a "b">]>' + document(),
        b"<a>" * 300 + b"</a>" * 300,
        b"<a " + b" ".join(b'a%d=""' % n for n in range(250_000)) + b"/>",
        document()[:-20],
        b'<?xml version="1.0" encoding="UTF-16"?>' + document(),
        b"<other/>",
        b"<two>" + document() + document() + b"</two>",
        b"",
        document().replace(b"<id ", b"<no "),
    ],
)  # fmt: skip
def test_what_could_do_harm_or_is_no_document_is_refused(sent: bytes):
    with pytest.raises(NotCdaError):
        translate(sent, LONDON)


def test_its_words_are_shown_and_nothing_of_it_acts():
    text = """<table onmouseover="x()"><tbody><tr><td colspan="2">Take <content styleCode="xHidden"
        style="display:none">one</content> a day</td></tr></tbody></table><paragraph><content revised="delete">
        two</content></paragraph><linkHtml href="javascript:x()">open</linkHtml><list listType="ordered"><item>
        &lt;b&gt;</item></list><script xmlns="http://www.w3.org/1999/xhtml">y()</script>
        <renderMultiMedia referencedObject="m"/>"""
    page = page_of(document(section("1", "", text)))
    assert '<td colspan="2">Take one a day</td>' in page
    assert "<del>" in page
    assert "<h2>Part</h2>" in page
    assert "A picture in the original is not shown here." in page
    for never in ("onmouseover", "style", "javascript", "<script", "<b>", "href"):
        assert never not in page


@pytest.mark.parametrize(
    ("kind", "apart"), [("application/pdf", True), ("text/html", False), ("image/svg+xml", False)]
)
def test_a_file_that_is_its_body_can_be_opened_unless_it_could_act(kind: str, apart: bool):
    body = f'<nonXMLBody><text mediaType="{kind}" representation="B64">JVBE</text></nonXMLBody>'
    sent = document().replace(b"<structuredBody></structuredBody>", body.encode())
    contents = translate(sent, LONDON).resources[0]["content"]
    assert [one["attachment"]["contentType"] for one in contents][1:] == ([kind] if apart else [])
    assert page_of(sent) == ""
