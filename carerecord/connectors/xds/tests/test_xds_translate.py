"""One object of a registry in R4: each thing it says stands somewhere, as it was said."""

from __future__ import annotations

import json
from typing import Any

from carerecord.connectors.xds.registry import RIM
from carerecord.connectors.xds.translate import KEPT, kept_value, translated
from carerecord.contract import Resource
from carerecord.fhir.xml import read_xml
from carerecord.sections import owner_of

AUTHOR = """<Classification classificationScheme="urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d">
 <Slot name="authorPerson"><ValueList><Value>G123^Okafor^Ada^B^^Dr^^^&amp;1.2.3&amp;ISO</Value></ValueList></Slot>
 <Slot name="authorInstitution"><ValueList><Value>Northgate \\T\\ Sons^^^^^&amp;2.16.840.1.113883.2.1.3.2.4.19.1&amp;ISO^^^^RNG01</Value></ValueList></Slot>
 <Slot name="authorRole"><ValueList><Value>Consultant</Value></ValueList></Slot>
</Classification>"""
WHOLE = f"""<ExtrinsicObject xmlns="{RIM}" id="urn:uuid:7d5bb8ac-68ee-4926-85e7-b8aac8e1f09d" home="urn:oid:1.2.3.9"
 mimeType="text/plain" objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1"
 status="urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated">
 <Slot name="creationTime"><ValueList><Value>20250619183812</Value></ValueList></Slot>
 <Slot name="serviceStartTime"><ValueList><Value>202506</Value></ValueList></Slot>
 <Slot name="languageCode"><ValueList><Value>en-GB</Value></ValueList></Slot>
 <Slot name="hash"><ValueList><Value>da39a3ee5e6b4b0d3255bfef95601890afd80709</Value></ValueList></Slot>
 <Slot name="size"><ValueList><Value>12</Value></ValueList></Slot>
 <Slot name="repositoryUniqueId"><ValueList><Value>1.2.3.4.5</Value></ValueList></Slot>
 <Slot name="urn:example:own"><ValueList><Value>one</Value><Value>two</Value></ValueList></Slot>
 <Slot name="sourcePatientInfo"><ValueList><Value>PID-3|77^^^&amp;1.2.8&amp;ISO</Value><Value>PID-5|Gibson^Margery^^^Mrs</Value>
  <Value>PID-7|19481108</Value><Value>PID-8|F</Value><Value>PID-11|1 Mill Lane^^Leeds^^LS1 4AB^GB</Value><Value>PID-18|9</Value></ValueList></Slot>
 <Name><LocalizedString xml:lang="en" value="Clinic letter"/></Name>
 <Description><LocalizedString value="After the visit"/></Description>
 {AUTHOR}
 <Classification classificationScheme="urn:uuid:f0306f51-975f-434e-a61c-c59651d33983" nodeRepresentation="823691000000103">
  <Slot name="codingScheme"><ValueList><Value>2.16.840.1.113883.6.96</Value></ValueList></Slot>
  <Name><LocalizedString value="Clinic letter"/></Name></Classification>
 <Classification classificationScheme="urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f" nodeRepresentation="R">
  <Slot name="codingScheme"><ValueList><Value>2.16.840.1.113883.5.25</Value></ValueList></Slot></Classification>
 <Classification classificationScheme="urn:uuid:00000000-0000-0000-0000-000000000001" nodeRepresentation="own-class">
  <Slot name="codingScheme"><ValueList><Value>1.2.3.8</Value></ValueList></Slot></Classification>
 <ExternalIdentifier identificationScheme="urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427" value="9990000042^^^&amp;2.16.840.1.113883.2.1.4.1&amp;ISO"/>
 <ExternalIdentifier identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" value="1.3.6.1.4.1.12559.11"/>
</ExtrinsicObject>"""  # fmt: skip


def made_of(xml: str, *associations: str) -> Resource:
    [item] = translated(
        [read_xml(xml.encode())], [read_xml(one.encode()) for one in associations], "s"
    )
    assert item.raw
    return item.resource


def test_what_fhir_has_an_element_for_stands_there() -> None:
    made = made_of(WHOLE)
    coded = [made["type"]["coding"][0], made["securityLabel"][0]["coding"][0]]
    assert (made["id"], made["status"]) == ("7d5bb8ac-68ee-4926-85e7-b8aac8e1f09d", "superseded")
    assert [(one["system"], one["code"]) for one in coded] == [
        ("http://snomed.info/sct", "823691000000103"),
        ("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R"),
    ]
    assert made["subject"]["identifier"]["value"] == "9990000042"
    assert made["masterIdentifier"]["value"] == "urn:oid:1.3.6.1.4.1.12559.11"
    assert made["context"]["period"] == {"start": "2025-06"}
    assert made["content"][0]["attachment"] == {
        "contentType": "text/plain",
        "language": "en-GB",
        "url": "urn:oid:1.3.6.1.4.1.12559.11",
        "size": 12,
        "hash": "2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
        "title": "Clinic letter",
        "creation": "2025-06-19T18:38:12+00:00",
    }


def test_the_author_is_a_name_a_role_and_an_organisation() -> None:
    made = made_of(WHOLE)
    [author] = [one for one in made["contained"] if one["resourceType"] == "PractitionerRole"]
    assert author["practitioner"]["display"] == "Dr Ada B Okafor"
    assert author["organization"]["display"] == "Northgate & Sons"
    assert author["organization"]["identifier"] == {
        "system": "https://fhir.nhs.uk/Id/ods-organization-code",
        "value": "RNG01",
    }
    row = owner_of(made).row(made, lambda one: author if one == made["author"][0] else None)
    assert row.by == "Dr Ada B Okafor, Consultant, Northgate & Sons"


def test_the_person_as_the_author_knew_them_stands_inside() -> None:
    [patient] = [one for one in made_of(WHOLE)["contained"] if one["resourceType"] == "Patient"]
    assert (patient["birthDate"], patient["gender"]) == ("1948-11-08", "female")
    assert patient["identifier"] == [{"system": "urn:oid:1.2.8", "value": "77"}]
    assert patient["name"] == [{"family": "Gibson", "given": ["Margery"], "prefix": ["Mrs"]}]


def test_everything_else_is_kept_by_its_name() -> None:
    made = made_of(WHOLE)
    kept = [(one["url"].removeprefix(KEPT), one["valueString"]) for one in made["extension"]]
    assert ("urn:example:own", "one") in kept
    assert ("urn:example:own", "two") in kept
    assert ("sourcePatientInfo", "PID-18|9") in kept
    assert (
        "urn:uuid:00000000-0000-0000-0000-000000000001",
        "own-class – codingScheme=1.2.3.8",
    ) in kept
    names = ("repositoryUniqueId", "homeCommunityId", "uniqueId")
    assert [kept_value(made, name) for name in names] == [
        "1.2.3.4.5",
        "urn:oid:1.2.3.9",
        "1.3.6.1.4.1.12559.11",
    ]


def test_a_value_that_no_element_can_take_is_kept_as_it_is() -> None:
    strange = WHOLE.replace("20250619183812", "yesterday").replace(">12<", ">twelve<")
    strange = strange.replace("StatusType:Deprecated", "StatusType:Submitted").replace(
        "PID-8|F", "PID-8|?"
    )
    made = made_of(strange)
    kept = {(one["url"].removeprefix(KEPT), one["valueString"]) for one in made["extension"]}
    assert {
        ("creationTime", "yesterday"),
        ("size", "twelve"),
        ("sourcePatientInfo", "PID-8|?"),
    } <= kept
    assert "urn:oasis:names:tc:ebxml-regrep:StatusType:Submitted" in dict(kept).values()
    assert "status" not in made


def test_each_word_of_an_object_is_somewhere_in_what_is_made_of_it() -> None:
    text = json.dumps(made_of(WHOLE), ensure_ascii=False)
    for word in (
        "Clinic letter",
        "After the visit",
        "en-GB",
        "Consultant",
        "G123",
        "RNG01",
        "own-class",
        "LS1 4AB",
    ):
        assert word in text


def association(kind: str, target: str, **more: Any) -> str:
    status = "".join(f' {name}="{value}"' for name, value in more.items())
    return (
        f'<Association xmlns="{RIM}" associationType="urn:ihe:iti:2007:AssociationType:{kind}"'
        f' sourceObject="urn:uuid:7d5bb8ac-68ee-4926-85e7-b8aac8e1f09d" targetObject="urn:uuid:{target}"{status}/>'
    )


def test_what_a_document_does_to_others_leads_to_them() -> None:
    gone = association(
        "RPLC", "gone", status="urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated"
    )
    each = [association(kind, kind.lower()) for kind in ("RPLC", "APND", "XFRM", "HasMember")]
    both = association("XFRM_RPLC", "both")
    made = made_of(WHOLE, *each, both, gone)
    assert [(one["code"], one["target"]["reference"]) for one in made["relatesTo"]] == [
        ("replaces", "DocumentReference/rplc"),
        ("appends", "DocumentReference/apnd"),
        ("transforms", "DocumentReference/xfrm"),
        ("transforms", "DocumentReference/both"),
        ("replaces", "DocumentReference/both"),
    ]


def test_an_object_that_says_nothing_is_still_a_document_of_nobody() -> None:
    made = made_of(f'<ExtrinsicObject xmlns="{RIM}"/>')
    assert (made["resourceType"], "subject" in made) == ("DocumentReference", False)
