import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache

import pytest

from carerecord.demo.histories import record_of
from carerecord.demo.histories.stories import STORIES
from carerecord.demo.people import invent_region
from carerecord.demo.people.lives import BY_NAME

TODAY = date(2026, 11, 21)
REGION = invent_region(1, 90, TODAY)
PATIENT_KEYS = ("subject", "patient")
WITHOUT_SUBJECT = {"Patient", "Organization", "PractitionerRole", "Appointment"}


@cache  # seconds of work: not while tests are collected
def records():
    return {one.index: record_of(one, 1, TODAY) for one in REGION.people}


def resources():
    for index, record in records().items():
        for source, held in record.items():
            for resource in held:
                yield index, source, resource


def elements(value):
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from elements(one)
    elif isinstance(value, list):
        for one in value:
            yield from elements(one)


def test_the_same_person_seed_and_day_give_the_same_bytes():
    for person in REGION.people[:30]:
        if person.case == "huge":
            continue
        again = json.dumps(record_of(person, 1, TODAY))
        assert again == json.dumps(records()[person.index])


def test_one_source_alone_holds_what_it_holds_among_all():
    for person in (one for one in REGION.people[:24] if one.case != "huge"):
        for source in person.sources:
            alone = record_of(person, 1, TODAY, only=source)
            assert alone == {source: records()[person.index][source]}


def test_only_sources_that_know_the_person_answer_and_each_with_its_own_patient_first():
    for person in REGION.people:
        record = records()[person.index]
        assert tuple(record) == person.sources
        for held in record.values():
            assert held[0]["resourceType"] == "Patient"
            assert [one["resourceType"] for one in held].count("Patient") == 1
            numbers = [
                one["value"] for one in held[0]["identifier"] if "nhs-number" in one["system"]
            ]
            assert numbers == [person.person.nhs_number]


def test_every_resource_has_a_type_an_id_of_its_own_and_the_right_subject():
    seen = defaultdict(set)
    for index, source, resource in resources():
        patient = f"Patient/{records()[index][source][0]['id']}"
        place = (source, resource["resourceType"])
        assert resource["id"] not in seen[place]
        seen[place].add(resource["id"])
        assert resource["meta"]["lastUpdated"]
        if resource["resourceType"] in WITHOUT_SUBJECT:
            continue
        (subject,) = [resource[key] for key in PATIENT_KEYS if key in resource]
        assert subject["reference"] == patient


def test_every_appointment_names_its_person_among_those_taking_part():
    for index, source, resource in resources():
        if resource["resourceType"] == "Appointment":
            patient = f"Patient/{records()[index][source][0]['id']}"
            actors = [one["actor"].get("reference") for one in resource["participant"]]
            assert patient in actors


def test_every_reference_leads_to_something_of_the_same_source():
    for record in records().values():
        for held in record.values():
            known = {f"{one['resourceType']}/{one['id']}" for one in held}
            for resource in held:
                for element in elements(resource):
                    if "reference" in element:
                        assert element["reference"] in known


def test_no_code_has_two_displays_and_none_lacks_its_words():
    displays = defaultdict(set)
    for _, _, resource in resources():
        for element in elements(resource):
            if {"system", "code", "display"} <= set(element):
                displays[element["system"], element["code"]].add(element["display"])
    assert displays
    assert not {code: words for code, words in displays.items() if len(words) > 1}


def test_nothing_is_recorded_before_birth_or_after_today():
    """A family history may be older; what is booked may be ahead."""
    dated = (
        "effectiveDateTime",
        "recordedDate",
        "authoredOn",
        "occurrenceDateTime",
        "performedDateTime",
        "date",
    )
    for index, source, resource in resources():
        born = REGION.people[index].person.birth_date
        for key in dated:
            if when := resource.get(key):
                assert when[:10] <= TODAY.isoformat(), (source, resource["resourceType"], key)
                assert when[:10] >= born[: len(when)], (
                    index,
                    source,
                    resource["resourceType"],
                    key,
                    when,
                )


def test_encounters_end_after_they_start():
    for _, _, resource in resources():
        if resource["resourceType"] == "Encounter" and "end" in resource["period"]:
            assert resource["period"]["start"][:16] < resource["period"]["end"][:16]


def test_a_copy_keeps_the_first_identifier_about_seven_times_in_ten():
    """Of what the laboratory measured and a practice or hospital relays."""
    kept = all_of = 0
    for record in records().values():
        for source, held in record.items():
            if source.endswith(("-gp", "-acute")):
                for one in held:
                    if one["resourceType"] == "Observation" and _laboratory(one):
                        all_of += 1
                        kept += any("regional-laboratory" in i["system"] for i in one["identifier"])
    assert 0.65 < kept / all_of < 0.75


def test_copies_of_a_report_name_whom_the_laboratory_named():
    interpreters = defaultdict(set)
    for _, _, one in resources():
        if one["resourceType"] == "DiagnosticReport" and _laboratory(one):
            interpreters[one["code"]["text"]].add(one["resultsInterpreter"][0]["display"])
    assert interpreters
    assert all(len(named) == 1 for named in interpreters.values())


def _laboratory(observation):
    return observation["category"][0]["coding"][0]["code"] == "laboratory"


def test_grown_up_people_have_a_record_worth_reading():
    sizes = {
        one.index: sum(map(len, records()[one.index].values()))
        for one in REGION.people
        if one.person.birth_date < "1985" and not one.case
    }
    assert sizes
    assert sum(size >= 80 for size in sizes.values()) >= 0.9 * len(sizes)
    assert max(sizes.values()) < 2000


def test_together_the_sources_hold_every_kind_of_thing():
    kinds = Counter(resource["resourceType"] for _, _, resource in resources())
    assert set(kinds) >= {
        "AllergyIntolerance", "Appointment", "CarePlan", "CareTeam", "Condition", "Consent",
        "Device", "DiagnosticReport", "DocumentReference", "Encounter", "EpisodeOfCare",
        "FamilyMemberHistory", "Flag", "Goal", "ImagingStudy", "Immunization", "MedicationDispense",
        "MedicationRequest", "MedicationStatement", "Observation", "Organization",
        "PractitionerRole", "Procedure", "QuestionnaireResponse", "RelatedPerson", "ServiceRequest",
    }  # fmt: skip


def test_every_life_has_its_story_and_every_story_a_life():
    assert set(STORIES) == set(BY_NAME)


@pytest.mark.parametrize("days", [0, 100, 131, 300])
def test_any_day_of_the_year_will_do(days):
    today = date(2027, 2, 28) + timedelta(days=days)
    for person in (one for one in invent_region(3, 40, today).people if one.case != "huge"):
        for held in record_of(person, 3, today).values():
            json.dumps(held)
