"""What each row of a file of vaccinations comes to, and what is said of one that is wrong."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from carerecord.connectors.contract import Pushed
from carerecord.connectors.csv_vaccinations.rows import COLUMNS, rows
from carerecord.connectors.folder_feed import Part
from carerecord.contract import Resource, SourceSettings
from carerecord.sections import SECTIONS

SOURCE = SourceSettings(id="vaccinator", name="Northgate Vaccinations", short="Vaccinations", kind="immunisation", protocol="csv_vaccinations", organisation="VAC01", options={"folder": "drop"})  # fmt: skip
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
GIVEN = {
    "nhs_number": "9990000018", "person_forename": "MARGERY", "person_surname": "GIBSON",
    "person_dob": "19380211", "person_gender_code": "2", "person_postcode": "LS1 4AB",
    "date_and_time": "20260730T11525001", "site_code": "RNG01", "site_code_type_uri": ODS,
    "unique_id": "V-1", "unique_id_uri": "https://vaccinator.example/id", "action_flag": "new",
    "recorded_date": "20260731", "primary_source": "FALSE",
    "vaccination_procedure_code": "308081000000105",
    "vaccination_procedure_term": "MMR vaccination - first dose", "dose_sequence": "1",
    "vaccine_product_code": "34925111000001104", "vaccine_product_term": "Priorix vaccine",
    "vaccine_manufacturer": "GlaxoSmithKline UK Ltd", "batch_number": "B-77",
    "expiry_date": "20270519", "site_of_vaccination_code": "368209003",
    "site_of_vaccination_term": "Right arm", "route_of_vaccination_code": "78421000",
    "route_of_vaccination_term": "Intramuscular", "dose_amount": "0.50",
    "dose_unit_code": "3318611000001103", "dose_unit_term": "Pre-filled disposable injection",
    "indication_code": "443684005", "location_code": "X99999", "location_code_type_uri": ODS,
    "performing_professional_forename": "Anna", "performing_professional_surname": "Mills",
}  # fmt: skip


def line(**changed: str) -> str:
    return "|".join(f'"{ {**GIVEN, **changed}[name] }"' for name in COLUMNS.known)


def file(*lines: str) -> bytes:
    return "\r\n".join(["|".join(COLUMNS.known).upper(), *lines, ""]).encode()


def read(raw: bytes) -> list[Part]:
    return list(rows(raw, SOURCE, ZoneInfo("Europe/London")))


def said(**changed: str) -> Pushed:
    (part,) = read(file(line(**changed)))
    assert part.said, part.wrong
    return part.said


def given(**changed: str) -> Resource:
    (one,) = said(**changed).documents
    return one.own


def coded(code: str, display: str) -> dict:
    return {"coding": [{"system": "http://snomed.info/sct", "code": code, "display": display}]}


def test_every_cell_of_a_row_stands_in_the_vaccination():
    found = given()
    assert (found["resourceType"], found["status"]) == ("Immunization", "completed")
    assert found["vaccineCode"] == coded("34925111000001104", "Priorix vaccine")
    assert found["extension"][0]["valueCodeableConcept"] == coded(
        "308081000000105", "MMR vaccination - first dose"
    )
    assert found["occurrenceDateTime"] == "2026-07-30T11:52:50+01:00"
    assert (found["recorded"], found["primarySource"]) == ("2026-07-31", False)
    assert (found["lotNumber"], found["expirationDate"]) == ("B-77", "2027-05-19")
    assert found["site"] == coded("368209003", "Right arm")
    assert found["route"] == coded("78421000", "Intramuscular")
    assert str(found["doseQuantity"]["value"]) == "0.50"
    assert found["doseQuantity"]["unit"] == "Pre-filled disposable injection"
    assert found["protocolApplied"] == [{"doseNumberPositiveInt": 1}]
    assert found["reasonCode"][0]["coding"][0]["code"] == "443684005"
    assert found["manufacturer"] == {"display": "GlaxoSmithKline UK Ltd"}
    assert found["location"]["identifier"] == {"system": ODS, "value": "X99999"}
    person, site = (one["actor"] for one in found["performer"])
    assert (person["display"], site["identifier"]["value"]) == ("Anna Mills", "RNG01")
    assert found["identifier"] == [{"system": "https://vaccinator.example/id", "value": "V-1"}]


def test_whom_it_is_about_is_said_as_it_was_sent():
    found = said()
    assert (found.numbers, found.birth_date) == (("9990000018",), "1938-02-11")
    (patient,) = found.resources
    assert patient["name"] == [{"family": "GIBSON", "given": ["MARGERY"]}]
    assert (patient["gender"], patient["address"]) == ("female", [{"postalCode": "LS1 4AB"}])
    assert said(nhs_number="").numbers == ()


def test_it_stands_among_the_immunisations():
    found = given()
    owner = next(one for one in SECTIONS if "Immunization" in one.resource_types and one.claims(found))  # fmt: skip
    assert owner.name == "immunisations"


def test_of_one_day_a_change_comes_after_what_it_changes_and_a_deletion_last():
    first, second, last = (said(action_flag=one) for one in ("new", "UPDATE", "delete"))
    assert first.said < second.said < last.said
    assert first.said.isoformat() == "2026-07-30T23:00:00+00:00"
    assert last.documents == ()
    assert last.removed == (("Immunization", first.documents[0].own["id"]),)


@pytest.mark.parametrize(
    ("changed", "element", "meant"),
    [
        ({"vaccine_product_code": "", "vaccine_product_term": ""}, "vaccineCode", coded("308081000000105", "MMR vaccination - first dose")),
        ({"date_and_time": "20260730"}, "occurrenceDateTime", "2026-07-30"),
        ({"date_and_time": "20260730T115250"}, "occurrenceDateTime", "2026-07-30T11:52:50+01:00"),
        ({"date_and_time": "last Tuesday"}, "occurrenceString", "last Tuesday"),
        ({"date_and_time": "20260730T11525099"}, "occurrenceString", "20260730T11525099"),
        ({"dose_sequence": "booster"}, "protocolApplied", [{"doseNumberString": "booster"}]),
        ({"dose_amount": "half"}, "note", [{"text": "Amount as sent: half"}]),
        ({"expiry_date": "05/27"}, "note", [{"text": "Expiry as sent: 05/27"}]),
        ({"site_of_vaccination_code": ""}, "site", {"text": "Right arm"}),
    ],
)  # fmt: skip
def test_what_is_missing_or_odd_is_kept_as_it_was_sent(changed, element, meant):
    assert given(**changed)[element] == meant


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"action_flag": "amend"}, "row 3, column action_flag: it must be one of new, update, delete"),
        ({"person_dob": "11021938"}, "row 3, column person_dob: it is no day, as 20261121"),
        ({"recorded_date": "20260230"}, "row 3, column recorded_date: it is no day, as 20261121"),
        ({"unique_id": ""}, "row 3, column unique_id: it is empty"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_stops_no_good_one(changed, words):
    good, bad = read(file(line(), line(**changed)))
    assert (bad.said, bad.wrong) == (None, words)
    assert good.said
    assert read(good.raw) == [good]
