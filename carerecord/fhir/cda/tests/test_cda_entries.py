"""Every entry becomes what it means, with its negation, or stands in words; the account adds up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from carerecord.fhir import codings
from carerecord.fhir.cda.tests.cda_written import only, read, section

VACCINE = """<consumable><manufacturedProduct><manufacturedMaterial><code code="88" displayName="Influenza"
    codeSystem="2.16.840.1.113883.12.292"/><lotNumberText>7A</lotNumberText></manufacturedMaterial>
    </manufacturedProduct></consumable>"""
MEDICINE = VACCINE.replace("Influenza", "Aspirin 75 mg tablets")


def concern(inner: str, status: str = "active", negated: str = "") -> str:
    return f"""<act classCode="ACT" moodCode="EVN"><code code="CONC"/><statusCode code="{status}"/>
        <entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN" {negated}>
        <code code="55607006" codeSystem="2.16.840.1.113883.6.96"/><effectiveTime><low value="2019"/>
        </effectiveTime>{inner}</observation></entryRelationship></act>"""


ASTHMA = '<value xsi:type="CD" code="195967001" codeSystem="2.16.840.1.113883.6.96" displayName="Asthma"/>'
PENICILLIN = """<participant typeCode="CSM"><participantRole><playingEntity><code code="373270004"
    codeSystem="2.16.840.1.113883.6.96" displayName="Penicillin"/></playingEntity></participantRole></participant>"""


def code_of(resource: dict, element: str) -> str:
    return codings(resource[element])[0].code


def test_a_problem_and_one_that_is_not_there():
    there = only(section("11450-4", concern(ASTHMA)))
    assert (code_of(there, "clinicalStatus"), there["onsetDateTime"]) == ("active", "2019")
    absent = only(section("11450-4", concern(ASTHMA, negated='negationInd="true"')))
    assert code_of(absent, "verificationStatus") == "refuted"
    assert "clinicalStatus" not in absent


def test_no_problem_at_all_is_a_statement_of_none():
    any_problem = ASTHMA.replace("195967001", "55607006")
    made = only(section("11450-4", concern(any_problem, negated='negationInd="true"')))
    assert code_of(made, "code") == "160245001"


def test_an_allergy_and_one_that_is_refuted():
    there = only(section("48765-2", concern(PENICILLIN)))
    assert (code_of(there, "code"), code_of(there, "clinicalStatus")) == ("373270004", "active")
    refuted = only(section("48765-2", concern(PENICILLIN, negated='negationInd="true"')))
    assert code_of(refuted, "verificationStatus") == "refuted"


def test_a_vaccine_given_refused_and_planned():
    sent = '<substanceAdministration moodCode="EVN"><statusCode code="completed"/>' + VACCINE
    end = "</substanceAdministration>"
    given_ = only(section("11369-6", f"{sent}<effectiveTime value='20251001'/>{end}"))
    assert (given_["status"], given_["occurrenceDateTime"]) == ("completed", "2025-10-01")
    assert given_["lotNumber"] == "7A"
    refused = only(
        section("11369-6", sent.replace("moodCode", 'negationInd="true" moodCode') + end)
    )
    assert refused["status"] == "not-done"
    planned = only(section("11369-6", sent.replace("EVN", "INT") + end))
    assert planned["code"]["text"] == "Part: Planned: Influenza"


def test_a_medicine_that_is_stopped_and_how_often_it_was_taken():
    made = only(
        section(
            "10160-0",
            f"""<substanceAdministration moodCode="EVN"><statusCode code="aborted"/>
            <effectiveTime xsi:type="IVL_TS"><low value="2024"/><high value="202503"/></effectiveTime>
            <effectiveTime xsi:type="PIVL_TS" operator="A"><period value="8" unit="h"/></effectiveTime>
            <doseQuantity value="75" unit="mg"/>{MEDICINE}</substanceAdministration>""",
        )
    )
    assert (made["status"], made["effectivePeriod"]) == (
        "stopped",
        {"start": "2024", "end": "2025-03"},
    )
    (dose,) = made["dosage"]
    assert dose["timing"]["repeat"] == {"period": 8, "periodUnit": "h", "frequency": 1}
    assert dose["doseAndRate"][0]["doseQuantity"]["value"] == 75


def test_what_is_said_not_to_be_so_is_never_an_observation():
    sent = section(
        "48765-2", '<observation moodCode="EVN" negationInd="true"><code code="x"/></observation>'
    )
    assert only(sent)["code"]["text"] == "Part: Stated as not so: x"


def test_what_is_about_a_relative_is_never_the_persons_own():
    sent = """<organizer moodCode="EVN"><subject><relatedSubject><code displayName="father"/></relatedSubject>
        </subject><component><observation moodCode="EVN"><code displayName="Disease"/>
        <value xsi:type="CD" displayName="Asthma"/></observation></component></organizer>"""
    assert only(section("10157-6", sent))["code"]["text"] == "Part: father; Disease: Asthma"


def test_words_that_an_entry_only_points_to_are_found():
    sent = """<act classCode="ACT" moodCode="EVN"><text><reference value="#a"/></text></act>"""
    made = only(
        section("18776-5", sent, '<list><item ID="a">See the nurse on Monday</item></list>')
    )
    assert made["code"]["text"] == "Part: See the nurse on Monday"


def test_a_visit_that_is_booked_and_one_that_was():
    visit = '<encounter moodCode="{}"><code displayName="Clinic"/><effectiveTime value="{}"/></encounter>'
    booked = only(section("18776-5", visit.format("APT", "202605011030+0100")))
    assert (booked["status"], booked["start"]) == ("booked", "2026-05-01T10:30:00+01:00")
    day = only(section("18776-5", visit.format("INT", "20260501")))
    assert (day["status"], day["comment"]) == ("proposed", "On 2026-05-01")
    was = only(section("46240-8", visit.format("EVN", "20260301")))
    assert (was["resourceType"], was["period"]) == ("Encounter", {"start": "2026-03-01"})


NAMES = (
    "act",
    "observation",
    "procedure",
    "substanceAdministration",
    "encounter",
    "organizer",
    "supply",
)
PARTS = (ASTHMA, PENICILLIN, MEDICINE, "<text>words</text>", '<code displayName="name"/>', "")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES), st.sampled_from(PARTS), st.sampled_from(["EVN", "INT", "GOL"]),
            st.booleans(), st.sampled_from(["11450-4", "48765-2", "10160-0", "30954-2", "1"]),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_whatever_is_sent_is_read_or_stands_in_words(sent: list[tuple[str, str, str, bool, str]]):
    sections = [
        section(code, f'<{name} moodCode="{mood}" negationInd="{str(no).lower()}">{part}</{name}>')
        for name, part, mood, no, code in sent
    ]
    found = read(*sections)
    kept = [one for one in found.resources[2:] if one["resourceType"] == "Basic"]
    assert found.entries == found.read + found.in_words == len(sent)
    assert (len(kept), len(found.resources) - 2) == (found.in_words, len(sent))
    for one in kept:
        assert one["code"]["text"]
