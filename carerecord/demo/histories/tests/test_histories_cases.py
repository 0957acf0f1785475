import base64
from datetime import date

import pytest

from carerecord.demo.histories import record_of
from carerecord.demo.people import invent_region
from carerecord.drawing import Drawing
from carerecord.drawing.printed import PDF

TODAY = date(2026, 11, 21)
REGION = invent_region(1, 60, TODAY)


def record(case):
    person = next(one for one in REGION.people if one.case == case)
    return record_of(person, 1, TODAY)


def of(held, kind):
    return [one for one in held if one["resourceType"] == kind]


def statements(held, generic):
    found = of(held, "MedicationStatement")
    return [one for one in found if generic in one["medicationCodeableConcept"]["text"].lower()]


GIBSON = record("medicines-conflict")
NORTHGATE, RIVERSIDE = GIBSON["northgate-acute"], GIBSON["riverside-gp"]


@pytest.mark.parametrize(
    ("medicine", "at_practice", "at_hospital"),
    [
        pytest.param("ramipril", "active", "stopped", id="ramipril"),
        pytest.param("simvastatin", "active", "stopped", id="simvastatin"),
        pytest.param("clopidogrel", "active", "active", id="clopidogrel"),
    ],
)
def test_mrs_gibsons_medicines_stand_as_each_system_left_them(medicine, at_practice, at_hospital):
    (practice,) = statements(RIVERSIDE, medicine)
    (hospital,) = statements(NORTHGATE, medicine)
    assert (practice["status"], hospital["status"]) == (at_practice, at_hospital)


def test_mrs_gibsons_metformin_differs_in_how_often_by_words_and_by_codes():
    (practice,) = statements(RIVERSIDE, "metformin")
    (hospital,) = statements(NORTHGATE, "metformin")
    repeats = [one["dosage"][0]["timing"]["repeat"]["frequency"] for one in (practice, hospital)]
    assert repeats == [2, 1]
    assert practice["dosage"][0]["text"] != hospital["dosage"][0]["text"]
    assert statements(NORTHGATE, "atorvastatin")
    assert not statements(RIVERSIDE, "atorvastatin")


def test_mrs_gibsons_creatinine_rose_to_192_and_came_down():
    values = sorted(
        (one["effectiveDateTime"], one["valueQuantity"]["value"])
        for one in of(GIBSON["regional-laboratory"], "Observation")
        if one["code"]["text"] == "Serum creatinine level"
    )
    assert [value for _, value in values][-6:] == [192, 176, 151, 132, 118, 109]


def test_mrs_gibsons_plan_is_at_version_four_and_only_that_is_in_force():
    plans = of(GIBSON["urgent-care-plans"], "CarePlan")
    assert [one["status"] for one in plans] == ["revoked", "revoked", "revoked", "active"]
    assert plans[-1]["title"] == "Urgent care plan, version 4"
    assert any("Do not attempt CPR" in one["code"]["text"] for one in of(RIVERSIDE, "Flag"))


def test_mrs_gibsons_allergies_are_three_with_other_words_and_one_none_known():
    def texts(source):
        return {one["code"]["text"] for one in of(GIBSON[source], "AllergyIntolerance")}

    assert texts("riverside-gp") == texts("northgate-acute") == {"Penicillin", "Codeine"}
    assert texts("eastfield-community") == {"Adhesive agent"}
    assert texts("st-columbas-acute") == {"No known allergy"}


def test_allergies_disagree_four_ways():
    held = record("allergies-disagree")
    said = {
        source: list(of(held[source], "AllergyIntolerance"))
        for source in ("riverside-gp", "st-columbas-acute", "capital-ambulance")
    }
    refuted = [one for one in said["st-columbas-acute"] if _verification(one) == "refuted"]
    typed = [one for one in said["st-columbas-acute"] if "coding" not in one["code"]]
    assert len(refuted) == len(typed) == 1
    assert said["capital-ambulance"][0]["code"]["text"] == "No known allergy"
    assert any(one["code"]["text"] == "Allergy to penicillin" for one in said["riverside-gp"])


def _verification(allergy):
    return allergy["verificationStatus"]["coding"][0]["code"]


def test_the_resident_is_in_ward_4_since_this_morning():
    encounters = of(record("resident-in-hospital")["northgate-acute"], "Encounter")
    (now,) = [one for one in encounters if one["status"] == "in-progress"]
    assert now["class"]["code"] == "IMP"
    assert now["period"] == {"start": "2026-11-21T09:12:00+00:00"}
    assert "Ward 4" in now["location"][0]["location"]["display"]


def test_restricted_items_carry_the_label_or_the_concept_and_their_appointment_refers_to_them():
    held = record("restricted-item")["northgate-acute"]
    labelled = [
        one for one in held if one["meta"].get("security") and one["resourceType"] != "Patient"
    ]
    assert {one["resourceType"] for one in labelled} >= {
        "Condition", "Procedure", "MedicationStatement", "DocumentReference",
    }  # fmt: skip
    names = {f"{one['resourceType']}/{one['id']}" for one in labelled}
    (booked,) = [one for one in of(held, "Appointment") if "reasonReference" in one]
    assert booked["reasonReference"][0]["reference"] in names
    practice = record("restricted-item")["riverside-gp"]
    bare = [
        one for one in of(practice, "Procedure") if one["code"]["coding"][0]["code"] == "52637005"
    ]
    assert bare
    assert not bare[0]["meta"].get("security")


def test_nothing_is_recorded_anywhere_for_one_person():
    assert record("nothing-recorded") == {}


def test_two_sources_hold_what_no_other_does():
    held = record("two-sources-down")
    assert {"st-columbas-acute", "lowland-mental-health"} <= set(held)
    assert statements(held["st-columbas-acute"], "apixaban")
    assert not statements(held["riverside-gp"], "apixaban")


@pytest.mark.parametrize(
    ("case", "least", "most"),
    [("typical", 400, 700), ("large", 3_000, 3_800), ("huge", 10_000, 11_500)],
)
def test_the_yardsticks_have_their_size(case, least, most):
    held = record(case)
    assert least <= sum(map(len, held.values())) <= most


def test_the_huge_record_has_seven_hundred_encounters():
    encounters = [one for held in record("huge").values() for one in of(held, "Encounter")]
    assert len(encounters) >= 700


def test_the_deceased_is_known_to_have_died_where_it_was_told():
    held = record("deceased")
    assert held["highfield-gp"][0]["deceasedDateTime"] == "2026-11-11"


async def test_documents_can_be_read_and_name_their_person():
    for held in GIBSON.values():
        for document in of(held, "DocumentReference"):
            attachment = document["content"][0]["attachment"]
            file = base64.b64decode(attachment["data"])
            assert attachment["contentType"] in ("text/plain", "text/html", PDF)
            if attachment["contentType"] != PDF:
                assert "GIBSON, Margery (Mrs)" in file.decode()
            else:
                (page,) = (await Drawing().pages(PDF, file, 1, 2)).leaves
                assert "GIBSON, Margery (Mrs)" in page.words
