"""Nothing about another person gets through, however it is dressed; nothing of this person's is lost."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carerecord.contract import Item
from carerecord.federation.check import check, patient_is
from carerecord.fhir import NHS_NUMBER, encode_resource

ME, OTHER = "9990000042", "9990000050"
CONDEMNED = "in an answer about another person"
BASE = "http://source.example/fhir"


def patient(number=ME, own="p1", born="1948-11-08", **more):
    return {
        "resourceType": "Patient",
        "id": own,
        "identifier": [{"system": NHS_NUMBER, "value": number}],
        "birthDate": born,
        **more,
    }


def about(reference="Patient/p1", kind="Observation", field="subject", **more):
    return {"resourceType": kind, "id": "x", field: {"reference": reference}, **more}


def checked(region, *resources, base=BASE):
    items = [Item("s", resource, encode_resource(resource)) for resource in resources]
    return check(items, region.query(nhs_number=ME), base)


LOGICAL = {"identifier": {"system": NHS_NUMBER, "value": ME}}
LOGICAL_OTHER = {"identifier": {"system": NHS_NUMBER, "value": OTHER}}


@pytest.mark.parametrize(
    ("resource", "shown"),
    [
        pytest.param(about(), True, id="relative"),
        pytest.param(about("Patient/p1/_history/3"), True, id="versioned"),
        pytest.param(about("urn:uuid:p1"), True, id="urn"),
        pytest.param(about(f"{BASE}/Patient/p1"), True, id="own-address"),
        pytest.param(about(kind="AllergyIntolerance", field="patient"), True, id="patient"),
        pytest.param(about(kind="Coverage", field="beneficiary"), True, id="beneficiary"),
        pytest.param(about(f"Patient?identifier={NHS_NUMBER}|{ME}"), True, id="conditional"),
        pytest.param({"resourceType": "Flag", "subject": LOGICAL}, True, id="logical"),
        pytest.param(
            {
                "resourceType": "Appointment",
                "participant": [
                    {"actor": {"reference": "Practitioner/1"}},
                    {"actor": {"reference": "Patient/p1"}},
                ],
            },
            True,
            id="appointment",
        ),
        pytest.param(about("#p", contained=[patient(own="p")]), True, id="contained"),
        pytest.param({"resourceType": "Organization", "id": "o"}, True, id="organisation"),
        pytest.param({"resourceType": "Medication"}, True, id="medication"),
        pytest.param({"resourceType": "Device"}, True, id="device-of-nobody"),
        pytest.param(about(kind="Device", field="patient"), True, id="device-of-this-person"),
        pytest.param(about("Patient/p2"), False, id="other"),
        pytest.param(about("Patient/p1x"), False, id="longer-id"),
        pytest.param(about("patient/p1"), False, id="not-a-type"),
        pytest.param(about("Group/p1"), False, id="group"),
        pytest.param(about("https://elsewhere.example/Patient/p1"), False, id="elsewhere"),
        pytest.param(about("urn:uuid:p2"), False, id="other-urn"),
        pytest.param(about(f"Patient?identifier={NHS_NUMBER}|{OTHER}"), False, id="conditional-2"),
        pytest.param(about("#p"), False, id="contained-missing"),
        pytest.param(about("#q", contained=[patient(own="p")]), False, id="contained-elsewhere"),
        pytest.param(
            about("#p", contained=[patient(own="p", resourceType="RelatedPerson")]),
            False,
            id="contained-relative",
        ),
        pytest.param(about("#p", contained=[patient(OTHER, "p")]), False, id="contained-other"),
        pytest.param(about(contained=[patient(OTHER, "p")]), False, id="contained-other-unused"),
        pytest.param(about("#p", contained=[patient("", "p")]), False, id="contained-unnumbered"),
        pytest.param(
            {"resourceType": "Flag", "subject": {"reference": "https://else.example/1", **LOGICAL}},
            True,
            id="number-and-an-address-elsewhere",
        ),
        pytest.param(
            {"resourceType": "Flag", "subject": {"reference": "Person/1", **LOGICAL}},
            False,
            id="number-and-somebody-unknown-here",
        ),
        pytest.param(
            about(modifierExtension=[], note="implicitRules"), True, id="modifies-nothing"
        ),
        pytest.param({"resourceType": "Flag", "subject": LOGICAL_OTHER}, False, id="logical-other"),
        pytest.param(
            {"resourceType": "Flag", "subject": {"reference": "Patient/p1", **LOGICAL_OTHER}},
            False,
            id="reference-and-number-disagree",
        ),
        pytest.param(
            {"resourceType": "Flag", "subject": {"reference": "Patient/p2", **LOGICAL}},
            False,
            id="number-and-reference-disagree",
        ),
        pytest.param(about(patient={"reference": "Patient/p2"}), False, id="two-fields-disagree"),
        pytest.param({"resourceType": "Observation"}, False, id="no-subject"),
        pytest.param(
            {"resourceType": "Observation", "subject": {"display": "Marker"}}, False, id="display"
        ),
        pytest.param({"resourceType": "Observation", "subject": "Patient/p1"}, False, id="string"),
        pytest.param({"resourceType": "Observation", "subject": None}, False, id="null"),
        pytest.param(
            about(kind="Device", field="patient", reference="Patient/p2"), False, id="dev"
        ),
        pytest.param({"resourceType": "Madeup"}, False, id="unknown-type"),
        pytest.param(about(kind="Madeup"), True, id="unknown-type-about-this-person"),
        pytest.param(
            {
                "resourceType": "Appointment",
                "participant": [
                    {"actor": {"reference": "Patient/p1"}},
                    {"actor": {"reference": "Patient/p2"}},
                ],
            },
            False,
            id="appointment-with-another",
        ),
        pytest.param(about(modifierExtension=[{"url": "urn:not"}]), False, id="modifier"),
        pytest.param(about(x=[{"modifierExtension": [{"url": "u"}]}]), False, id="inner-modifier"),
        pytest.param(about(implicitRules="urn:rules"), False, id="implicit-rules"),
    ],
)
def test_an_item_is_shown_only_when_it_is_this_persons(region, resource, shown):
    result = checked(region, patient(), resource)
    assert [item.resource for item in result.items] == ([resource] if shown else [])
    assert len(result.held_back) == (0 if shown else 1)
    assert (len(result.patients), result.wrong_person) == (1, False)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (patient(), "same"),
        (patient("999 000 0042"), "same"),
        (patient(born="1948"), "same"),
        (patient(born=None), "same"),
        (patient(born="1948-11-09"), "other"),
        (patient(born="1948-12"), "other"),
        (patient(born=7), "other"),
        (patient(OTHER), "other"),
        (patient(identifier=[]), "unknown"),
        (patient(identifier="x"), "unknown"),
        (patient(identifier=[{"system": "urn:mrn", "value": ME}]), "unknown"),
        (
            patient(
                identifier=[
                    {"system": NHS_NUMBER, "value": ME},
                    {"system": NHS_NUMBER, "value": OTHER},
                ]
            ),
            "other",
        ),
        (
            patient(
                identifier=[
                    {"system": NHS_NUMBER, "value": ME},
                    {"system": NHS_NUMBER, "value": OTHER, "use": "old"},
                ]
            ),
            "same",
        ),
    ],
)
def test_a_patient_is_told_by_number_and_birth_date(region, found, verdict):
    assert patient_is(found, region.query(nhs_number=ME)) == verdict


@pytest.mark.parametrize(
    ("resource", "why"),
    [
        (about("Patient/p2"), "about another person"),
        ({"resourceType": "Observation"}, "does not say whose it is"),
        (about(implicitRules="urn:rules"), "changes its meaning in a way not understood"),
        (
            {"resourceType": "Organization", "implicitRules": "urn:rules"},
            "changes its meaning in a way not understood",
        ),
    ],
)
def test_what_is_held_back_is_counted_with_why(region, resource, why):
    kind = resource["resourceType"]
    assert checked(region, patient(), resource).held_back == ((kind, why),)
    both = checked(region, patient(OTHER), resource).held_back
    assert both == (("Patient", CONDEMNED), (kind, CONDEMNED))


def test_where_the_index_knows_no_birth_date_the_number_decides(region):
    assert patient_is(patient(), region.query(nhs_number=ME, birth_date="")) == "same"
    assert patient_is(patient(OTHER), region.query(nhs_number=ME, birth_date="")) == "other"


def test_a_source_of_no_known_address_has_no_references_of_its_own(region):
    items = [Item("s", one, encode_resource(one)) for one in (patient(), about("x/Patient/p1"))]
    assert check(items, region.query(nhs_number=ME)).items == ()


@pytest.mark.parametrize("base", [BASE, f"{BASE}x"])
def test_references_to_its_own_address_are_its_own_however_it_was_written(region, base):
    own = about(f"{base}/Patient/p1")
    assert len(checked(region, patient(), own, base=base).items) == 1
    assert len(checked(region, patient(), own, base=f"{base}/").items) == 1


def test_two_people_in_one_answer_condemn_all_of_it(region):
    result = checked(region, patient(), about(), patient(OTHER, "p2"))
    assert (result.items, result.patients, result.wrong_person) == ((), (), True)
    assert len(result.held_back) == 3


def test_a_patient_without_a_number_proves_nothing(region):
    result = checked(region, patient("", identifier=[]), about())
    assert (result.items, result.patients) == ((), ())
    assert len(result.held_back) == 2


def test_an_id_that_two_patients_share_proves_nothing(region):
    result = checked(region, patient(), patient("", identifier=[]), about())
    assert result.items == ()


def test_a_type_that_is_free_text_does_not_get_into_the_words(region):
    result = checked(region, patient(), {"resourceType": "Zebedee Marker 9990000042"})
    assert [kind for kind, _ in result.held_back] == ["unknown"]


SPOILS = st.sampled_from(
    [
        {"reference": "Patient/p2"},
        {"reference": f"{BASE}/Patient/p2"},
        {"reference": "https://elsewhere.example/Patient/p1"},
        {"reference": "urn:uuid:p2"},
        {"reference": ""},
        {"reference": 7},
        {"reference": ["Patient/p1"]},
        {"display": "Marker"},
        LOGICAL_OTHER,
        {"reference": "Patient/p1", **LOGICAL_OTHER},
        {"type": "Patient"},
        None,
        [],
        "Patient/p1",
        7,
    ]
)
KINDS = st.sampled_from(
    [
        ("Observation", "subject"),
        ("AllergyIntolerance", "patient"),
        ("Condition", "subject"),
        ("Coverage", "beneficiary"),
        ("Immunization", "patient"),
        ("MedicationRequest", "subject"),
        ("DocumentReference", "subject"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(KINDS, st.none() | st.tuples(SPOILS)), max_size=12), st.randoms())
def test_whatever_is_mixed_in_no_foreign_item_is_shown_and_every_item_is_counted(mix, order):
    resources = [patient()]
    own = 0
    for (kind, field), spoil in mix:
        resource = {"resourceType": kind, "id": str(len(resources)), "mine": spoil is None}
        resource[field] = copy.deepcopy(spoil[0]) if spoil else {"reference": "Patient/p1"}
        own += spoil is None
        resources.append(resource)
    order.shuffle(resources)
    items = [Item("s", resource, encode_resource(resource)) for resource in resources]
    result = check(items, _QUERY, BASE)
    assert all(item.resource["mine"] for item in result.items)
    assert len(result.items) == own
    assert len(result.items) + len(result.patients) + len(result.held_back) == len(items)


class _Query:
    nhs_number = ME
    birth_date = "1948-11-08"
    known = None


_QUERY = _Query()
