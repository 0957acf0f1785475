"""Where a protected person is, taken out of every source's data, whatever words it is in (SFL-2, SEN-17, T13)."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from carerecord.access import withhold, without_location
from carerecord.access.contract import Terms
from carerecord.access.withholding.places import HIDDEN, Scrubber
from carerecord.contract import Item, Person
from carerecord.fhir import encode_resource

IVY = Person(
    "p2", "9990000026", "HART", "Ivy", "Ms", "1990-01-01", "female", "",
    "12 Elm Row, Kingsmead, Northwick", "ZZ1 2AB", "01632 960001", "RNG02", "Riverside Medical Practice",
    "01632 960002", "A Hart", True,
)  # fmt: skip
WHERE = (
    b"Elm Row", b"Kingsmead", b"Northwick", b"ZZ1", b"960001", b"Riverside", b"Willow", b"Heron",
    b"Oakdale", b"QQ9", b"960", b"St Bede",
)  # fmt: skip


def item(kind: str, own: str = "x", source: str = "acute", **fields: Any) -> Item:
    resource = {"resourceType": kind, "id": own, "subject": {"reference": "Patient/p"}} | fields
    return Item(source, resource, encode_resource(resource))


def data(words: str, kind: str = "text/plain", encoding: str = "utf-8") -> dict[str, Any]:
    return {
        "contentType": kind, "hash": "x", "size": 9,
        "data": base64.b64encode(words.encode(encoding)).decode(),
    }  # fmt: skip


LETTER = "Seen at home, 12  ELM row,\nKingsmead.<br/>zz1 2ab. Tel: 01632 960001."
PLACES = (
    item("Organization", "o", name="Willow Lane Surgery", alias=["Willow"], telecom=[{"value": "01632 960777"}]),
    item("Location", "l", "community", name="Heron Ward", address={"line": ["Oakdale House"], "postalCode": "QQ9 9QQ"}),
)  # fmt: skip

SAYS_WHERE = {
    "adt-encounter": item(  # as a hospital's HL7 v2 ADT feed becomes one (PV1-3, PV1-10, PV2)
        "Encounter", status="in-progress", **{"class": {"code": "IMP"}},
        location=[{"location": {"display": "Heron^Bay 2^Bed 4"}, "status": "active"}],
        serviceProvider={"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "RNG01"}, "display": "Willow Trust"},
        hospitalization={"origin": {"display": "12 Elm Row"}, "destination": {"display": "Home"}},
        identifier=[{"system": "urn:visit", "value": "V1", "assigner": {"display": "Willow Trust"}}],
        reasonCode=[{"text": "Fall at 12 Elm Row, ZZ1 2AB"}],
    ),
    "adt-patient": item(
        "Patient", address=[{"line": ["12 Elm Row", "Kingsmead"], "postalCode": "ZZ1 2AB"}],
        telecom=[{"value": "01632 960001"}], text={"div": "<div>12 Elm Row</div>"},
        contact=[{"name": {"family": "HART"}, "address": {"text": "12 Elm Row"}}],
        generalPractitioner=[{"display": "Riverside Medical Practice"}],
        extension=[{"url": "http://x/school", "valueString": "St Bede Primary School"}],
    ),
    "related-person": item("RelatedPerson", address=[{"text": "12 Elm Row"}], name=[{"family": "HART"}]),
    "title": item("DocumentReference", description="Home visit to 12 Elm Row", content=[{"attachment": {"title": "Heron Ward summary"}}]),
    "custodian": item("DocumentReference", custodian={"display": "Riverside"}, author=[{"reference": "Organization/o", "display": "Willow"}]),
    "plain-text": item("DocumentReference", content=[{"attachment": data(LETTER)}]),
    "html": item("DocumentReference", content=[{"attachment": data("<p>12&nbsp;<b>Elm</b> Row</p> ZZ1 2AB", "text/html")}]),
    "rtf": item("DocumentReference", content=[{"attachment": data("{\\rtf1 12 Elm\\par Row, ZZ12AB}", "application/rtf")}]),
    "utf-16": item("DocumentReference", content=[{"attachment": data(LETTER, "text/plain; charset=utf-16", "utf-16")}]),
    "no-type": item("Binary", data=data(LETTER)["data"]),
    "xml": item("Binary", **data("<addr><streetAddressLine>12 Elm Row</streetAddressLine></addr>", "application/hl7-sda+xml")),
    "free-text": item("Observation", note=[{"text": LETTER}], valueString="Lives in Oakdale House."),
    "narrative": item("Composition", section=[{"text": {"div": f"<div>{LETTER}</div>"}}], text={"div": LETTER}),
    "ward-in-words": item("Observation", note=[{"text": "Transferred to Heron Ward from Willow Lane Surgery."}]),
    "unknown-number": item("Observation", note=[{"text": "Ring (01632) 960 123 or +44 1632 960456."}]),
    "unknown-postcode": item("Condition", note=[{"text": "Now at QQ9 1ZZ."}]),
    "school": item("QuestionnaireResponse", item=[{"answer": [{"valueString": "Attends St Bede Primary School"}]}]),
    "performer": item("Observation", performer=[{"reference": "Organization/o", "display": "Willow Lane Surgery"}]),
    "meta": item("Condition", meta={"source": "https://Riverside.example/fhir", "versionId": "1"}),
    "appointment": item("Appointment", participant=[{"actor": {"reference": "Location/l", "display": "Heron Ward"}}], description="Heron Ward, bay 2"),
    "contained": item("Observation", contained=[{"resourceType": "Organization", "name": "Riverside"}], performer=[{"reference": "#o", "type": "Organization", "display": "Riverside"}]),
    "role": item("PractitionerRole", organization={"reference": "Organization/o"}, location=[{"display": "Heron Ward"}], telecom=[{"value": "01632 960555"}]),
}  # fmt: skip


def test_what_was_taken_out_stands_as_not_shown_and_never_as_not_recorded() -> None:
    given = [SAYS_WHERE[one] for one in ("adt-encounter", "adt-patient", "performer", "role")]
    visit, patient, result, role = (one.resource for one in withhold(given, IVY, {}, Terms()).kept)
    assert visit["location"] == [{"location": {"display": HIDDEN}}]
    assert visit["serviceProvider"] == {"display": HIDDEN}
    assert patient["address"] == [{"text": HIDDEN}]
    assert patient["telecom"] == [{"value": HIDDEN}]
    assert result["performer"] == [{"display": HIDDEN}]
    assert role["organization"] == {"display": HIDDEN}


@pytest.mark.parametrize("one", SAYS_WHERE.values(), ids=SAYS_WHERE.keys())
def test_nothing_that_any_source_sent_says_where(one: Item) -> None:
    found = withhold([*PLACES, one], IVY, {}, Terms())
    assert [item for item, _ in found.withheld] == list(PLACES)
    (shown,) = found.kept
    assert not [word for word in WHERE if word.lower() in _all_of(shown).lower()]
    assert encode_resource(shown.resource) == shown.raw
    assert found.protected
    assert shown.type == one.type


def _all_of(one: Item) -> bytes:
    """The bytes, the words, and every attachment opened."""
    opened = [one.raw, str(one.resource).encode()]
    contents = [c["attachment"] for c in one.resource.get("content", [])] + [one.resource]
    for each in contents:
        if text := each.get("data"):
            raw = base64.b64decode(text)
            opened += [
                raw,
                raw.decode("utf-16", "ignore").encode() if raw[:2] == b"\xff\xfe" else b"",
            ]
            assert "hash" not in each
            assert "size" not in each
    return b"\n".join(opened)


def test_a_person_nobody_protects_keeps_all_of_it() -> None:
    anybody = Person("p1", "9990000018", "GIBSON", "Margery", address="12 Elm Row")
    given = [*PLACES, *SAYS_WHERE.values()]
    assert withhold(given, anybody, {}, Terms()).kept == tuple(given)


def test_a_flag_that_only_one_source_has_hides_in_every_sources_answer() -> None:
    label = {
        "security": [
            {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}
        ]
    }
    flagged = item("Patient", "p", "gp", meta=label, address=[{"line": ["12 Elm Row"]}])
    anybody = Person("p1", "9990000018", "GIBSON", "Margery")
    found = withhold(
        [flagged, SAYS_WHERE["related-person"], SAYS_WHERE["free-text"]], anybody, {}, Terms()
    )
    assert found.protected
    assert found.protecting == {"gp"}
    assert all(b"Elm Row" not in one.raw for one in found.kept)


KEPT_AS_SENT = [
    "BP 120/80, pulse 72, reading normal on 05-11-2026 at 10:30.",
    "NHS number 999 000 0026, born 1990-01-01T00:00:00+00:00.",
    "Potassium 4.20 mmol/L (3.5 to 5.3), eGFR >90, B12 300 ng/L, T4 15 pmol/L.",
    "Referred to Vascular Surgery; admitted to hospital, then to a ward.",
    "Warfarin 3 mg, 0.5 tablets; take 2 at 08:00 and 1 at 20:00 for 10 days.",
    "Lot 0123456789012, batch 012345.",
]


@pytest.mark.parametrize("words", KEPT_AS_SENT)
def test_clinical_words_and_numbers_stay_as_they_were_sent(words: str) -> None:
    one = item("Observation", note=[{"text": words}], valueQuantity={"value": 72.5, "unit": "kg"})
    assert withhold([one], IVY, {}, Terms()).kept == (one,)


def test_a_town_that_is_also_a_word_goes_only_where_it_is_spelt_as_the_town() -> None:
    scrubber = Scrubber(["Reading"], looks=False)
    assert scrubber.words("reading glasses, from Reading") == f"reading glasses, from {HIDDEN}"


def test_while_documents_are_closed_what_they_hold_is_not_there_and_their_titles_are() -> None:
    letter = item("DocumentReference", "d", description="Clinic letter", content=[{"attachment": {
        "contentType": "application/pdf", "title": "Letter", "url": "Binary/b", "data": "JVBERi0="}}])  # fmt: skip
    body = item("Binary", "b", contentType="application/pdf", data="JVBERi0=")
    summary = item("Composition", "c", title="Summary", section=[{"text": {"div": "<div>x</div>"}}])
    closed = withhold([letter, body, summary], IVY, {}, Terms(documents=False))
    assert [(one.type, rule) for one, rule in closed.withheld] == [("Binary", "SFL-3")]
    (shown, _) = closed.kept
    assert shown.resource["description"] == "Clinic letter"
    assert shown.resource["content"] == [
        {"attachment": {"contentType": "application/pdf", "title": "Letter"}}
    ]
    assert not any(
        word in one.raw for one in closed.kept for word in (b"JVBERi", b"Binary/b", b"div")
    )
    opened = withhold([letter, body, summary], IVY, {}, Terms())
    assert len(opened.kept) == 3
    assert b"JVBERi" in opened.kept[0].raw
    assert b"div" in opened.kept[2].raw


@pytest.mark.parametrize(
    "name", ["HMP Northwick", "Northwick Young Offender Institution", "Kingsmead Barracks", "Elm Asylum Accommodation"]
)  # fmt: skip
def test_a_sensitive_place_is_hidden_as_an_address_would_be_and_the_rest_stays(name: str) -> None:
    anybody = Person("p1", "9990000018", "GIBSON", "Margery", address="1 High Street")
    visit = item("Encounter", "e", location=[{"location": {"display": name}}], status="finished")
    note = item(
        "Observation",
        "o",
        "gp",
        note=[{"text": f"Seen in {name}, lives at 1 High Street, N1 1AA."}],
    )
    home = item("Patient", "p", "gp", address=[{"line": ["1 High Street"]}])
    found = withhold([visit, note, home], anybody, {}, Terms())
    assert not found.protected
    assert found.kept[0].resource["location"] == [{"location": {"display": HIDDEN}}]
    assert found.kept[1].resource["note"] == [
        {"text": f"Seen in {HIDDEN}, lives at 1 High Street, N1 1AA."}
    ]
    assert found.kept[2] is home


def test_somebody_who_lives_in_a_sensitive_place_is_shown_as_protected() -> None:
    inside = Person(
        "p1", "9990000018", "GIBSON", "Margery", address="HMP Northwick, Northwick", gp_name="X"
    )
    shown = without_location(inside)
    assert shown.protected
    assert not any((shown.address, shown.gp_name))
