"""What is denied, taken back, only planned or not known is never read as what it is about."""

from __future__ import annotations

import pytest

from carerecord.fhir.cda.tests.cda_written import only, read, result, section
from carerecord.fhir.cda.tests.test_cda_entries import (
    ASTHMA,
    MEDICINE,
    PENICILLIN,
    code_of,
    concern,
)

ALLERGY = '<value xsi:type="CD" code="416098002" codeSystem="2.16.840.1.113883.6.96"/>'
RASH = """<entryRelationship typeCode="MFST" {}><observation classCode="OBS" moodCode="EVN" {}>
    <templateId root="2.16.840.1.113883.10.20.22.4.9"/><value xsi:type="CD" displayName="Anaphylaxis"/>
    </observation></entryRelationship>"""


def words(*sections: str) -> str:
    return only(*sections, type="Basic")["code"]["text"]


@pytest.mark.parametrize("sent", ["true", "1", " true ", "TRUE"])
def test_a_negation_however_it_is_written(sent: str):
    found = only(section("11450-4", concern(ASTHMA, negated=f'negationInd="{sent}"')))
    assert code_of(found, "verificationStatus") == "refuted"


@pytest.mark.parametrize(
    "denies",
    [("<act ", '<act negationInd="true" '), ("<entryRelationship ", '<entryRelationship negationInd="true" ')],
    ids=["the act", "its place"],
)  # fmt: skip
@pytest.mark.parametrize(("part", "said"), [("11450-4", "Asthma"), ("48765-2", "Penicillin")])
def test_an_act_that_is_denied_is_told_in_words(denies: tuple[str, str], part: str, said: str):
    inner = concern(ASTHMA if said == "Asthma" else ALLERGY + PENICILLIN).replace(*denies)
    found = words(section(part, inner))
    assert "Stated as not so" in found
    assert said in found


@pytest.mark.parametrize("where", [('negationInd="true"', ""), ("", 'negationInd="true"')])
def test_a_reaction_that_did_not_happen_is_none(where: tuple[str, str]):
    found = only(section("48765-2", concern(ALLERGY + PENICILLIN + RASH.format(*where))))
    assert "reaction" not in found
    assert found["note"] == [{"text": "Stated as not so: Anaphylaxis"}]


@pytest.mark.parametrize("part", ["11450-4", "48765-2"])
@pytest.mark.parametrize("place", ["the act", "the statement"])
def test_what_was_taken_back_is_marked(part: str, place: str):
    inner = ASTHMA if part == "11450-4" else ALLERGY + PENICILLIN
    own = '<statusCode code="nullified"/>' if place == "the statement" else ""
    status = "nullified" if place == "the act" else "active"
    found = only(section(part, concern(own + inner, status=status)))
    assert code_of(found, "verificationStatus") == "entered-in-error"
    assert "clinicalStatus" not in found


def test_results_under_a_heading_that_was_taken_back_have_no_value():
    one = """<component><observation classCode="OBS" moodCode="EVN"><code displayName="Potassium"/>
        <statusCode code="completed"/><value xsi:type="PQ" value="9.9" unit="mmol/L"/></observation></component>"""
    heading = (
        f'<organizer><code displayName="U and E"/><statusCode code="nullified"/>{one}</organizer>'
    )
    found = read(section("30954-2", heading)).resources[2:]
    assert {one["status"] for one in found} == {"entered-in-error"}
    assert not any("valueQuantity" in one for one in found)


def test_a_goal_is_no_problem_and_nothing_known_is_no_allergy():
    goal = concern(ASTHMA).replace('<observation classCode="OBS" moodCode="EVN"', '<observation classCode="OBS" moodCode="GOL"')  # fmt: skip
    assert words(section("11450-4", goal)).startswith("Part: Goal: ")
    nothing = concern(ALLERGY).replace("<act ", '<act nullFlavor="NI" ')
    assert "No information (NI)" in words(section("48765-2", nothing))


def test_a_problem_that_ended_nobody_knows_when_is_not_active():
    ended = concern(ASTHMA).replace('<low value="2019"/>', '<low value="2019"/><high nullFlavor="UNK"/>')  # fmt: skip
    assert code_of(only(section("11450-4", ended)), "clinicalStatus") == "resolved"


def test_a_ratio_is_not_one_number():
    sent = '<value xsi:type="RTO"><numerator xsi:type="INT" value="1"/><denominator xsi:type="INT" value="128"/></value>'
    assert only(section("30954-2", result(sent).partition("<entry>")[2].partition("</entry>")[0]))["valueString"] == "1 / 128"  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ('<maxDoseQuantity><numerator value="8"/><denominator value="24" unit="h"/></maxDoseQuantity>', "At most: 8 / 24 h"),
        ('<effectiveTime xsi:type="PIVL_TS"><period value="2" unit="{score}"/></effectiveTime>', "How often, as sent: 2 {score}"),
        ('<effectiveTime xsi:type="EIVL_TS"><event code="AC"/><offset><low value="-60" unit="min"/></offset></effectiveTime>', "-60 min from AC"),
        ('<effectiveTime xsi:type="SXPR_TS"><comp xsi:type="PIVL_TS"><period value="12" unit="h"/></comp></effectiveTime>', "When, as sent: 12 h"),
    ],
)  # fmt: skip
def test_what_of_a_dose_no_element_holds_is_said(sent: str, said: str):
    entry = f"""<substanceAdministration moodCode="EVN"><statusCode code="active"/>
        <effectiveTime xsi:type="IVL_TS"><low value="2020"/></effectiveTime>{sent}{MEDICINE}</substanceAdministration>"""
    notes = [one["text"] for one in only(section("10160-0", entry))["note"]]
    assert said in notes
