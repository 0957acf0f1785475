"""The prescription tracker over a socket: one person's prescriptions, each followed to where it is."""

import asyncio
from datetime import UTC, datetime

import pytest

from carerecord.config import SettingsError
from carerecord.connectors import Http, open_source
from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.fake_national import Refusal
from carerecord.connectors.prescriptions.fake import ASKER, FakePrescriptions
from carerecord.connectors.prescriptions.source import MOST_FOLLOWED
from carerecord.contract import Origin, Query, Receipt, SourceSettings, Viewer
from carerecord.federation.check import check
from carerecord.fhir import NHS_NUMBER
from carerecord.sections.prescriptions import status_of

NUMBER = "9990000042"
PATIENT = {"resourceType": "Patient", "identifier": [{"system": NHS_NUMBER, "value": NUMBER}]}
WHOM = {"subject": {"reference": "urn:uuid:p"}}
STATUSES = "https://fhir.nhs.uk/CodeSystem/EPS-task-business-status"
NURSE = Viewer("v", "N", "nurse", "Nurse", "B82617", "Riverside", role_id="555011122233")


def prescription(number):
    status = {"url": "status", "valueCoding": {"system": STATUSES, "code": "0002"}}
    url = "https://fhir.nhs.uk/StructureDefinition/Extension-EPS-PrescriptionStatusHistory"
    return {
        "resourceType": "RequestGroup",
        "id": f"g-{number}",
        "identifier": [{"value": number}],
        "authoredOn": "2026-03-06",
        "extension": [{"url": url, "extension": [status]}],
        **WHOM,
    }


def medicine(number, name):
    return {
        "resourceType": "MedicationRequest",
        "id": f"m-{name}",
        "groupIdentifier": {"value": number},
        "medicationCodeableConcept": {"text": name},
        **WHOM,
    }


def asked(records, viewer=None, broken=None):
    origin = Origin(viewer, "TREAT", ()) if viewer else None
    person = Query(NUMBER, "", (), "view-7", datetime(2026, 3, 8, tzinfo=UTC), origin)
    headers = []

    class Watched(FakePrescriptions):
        def answered(self, request, find):
            headers.append(
                {
                    name: request.header(name)
                    for name in ("nhsd-session-urid", "nhsd-organization-uuid")
                }
            )
            if broken and len(headers) > 1:
                broken(request)
            return super().answered(request, find)

    async def scenario():
        fake, http = Watched(lambda number: records if number == NUMBER else None), Http()
        await fake.start()
        settings = SourceSettings(
            "eps", "E", "E", "pharmacy", "prescriptions", options={"url": fake.url, **ASKER}
        )
        try:
            source = open_source(settings, http)
            pages = [page async for page in source.pages(person, Receipt(1, "e"))]
        finally:
            await http.close()
            await fake.stop()
        items = tuple(item for page in pages for item in page.items)
        short = [page.incomplete for page in pages if page.incomplete]
        return check(items, person), short, headers

    return asyncio.run(scenario())


RECORD = [
    {**PATIENT, "id": "p"},
    prescription("52A873-A83008-A538E4"),
    medicine("52A873-A83008-A538E4", "Amoxicillin"),
    medicine("52A873-A83008-A538E4", "Paracetamol"),
]


def test_each_medicine_says_where_its_prescription_is():
    checked, short, headers = asked(RECORD, NURSE)
    named = {i.resource["medicationCodeableConcept"]["text"]: i.resource for i in checked.items}
    assert set(named) == {"Amoxicillin", "Paracetamol"}
    assert {status_of(one) for one in named.values()} == {"At the pharmacy, not yet dispensed"}
    assert (checked.held_back, short) == ((), [])
    who = {"nhsd-session-urid": "555011122233", "nhsd-organization-uuid": "B82617"}
    assert headers == [who, who]


def test_what_was_dispensed_comes_with_the_prescription_it_was_dispensed_for():
    given = {
        "resourceType": "MedicationDispense",
        "id": "d",
        "authorizingPrescription": [{"reference": "urn:uuid:m-Amoxicillin"}],
        **WHOM,
    }
    checked, short, _ = asked([*RECORD, given])
    assert sorted(item.resource["id"] for item in checked.items) == [
        "d",
        "m-Amoxicillin",
        "m-Paracetamol",
    ]
    assert (checked.held_back, short) == ((), [])


def test_nobody_in_particular_asks_in_the_name_of_the_region():
    _, _, headers = asked(RECORD)
    assert headers[0] == {
        "nhsd-session-urid": ASKER["role_profile"],
        "nhsd-organization-uuid": "RNG99",
    }


def test_a_prescription_that_cannot_be_followed_keeps_its_line_and_it_is_said():
    def refuse(request):
        raise Refusal(500, "exception")

    checked, short, _ = asked(RECORD, broken=refuse)
    (line,) = checked.items
    assert status_of(line.resource) == "At the pharmacy, not yet dispensed"
    assert short == ["did not say which medicines are on 1 prescription"]


def test_of_very_many_only_the_newest_are_followed_and_all_are_shown():
    many = [prescription(f"A{n}") for n in range(MOST_FOLLOWED + 3)]
    checked, short, headers = asked([{**PATIENT, "id": "p"}, *many])
    assert len(headers) == 1 + MOST_FOLLOWED
    assert (len(checked.items), short) == (len(many), [])


def test_what_has_come_is_kept_when_nobody_waits_for_the_rest():
    """Each prescription is handed on as it comes, and asking ends with whoever asked."""
    many = [
        one
        for n in range(MOST_FOLLOWED)
        for one in (prescription(f"A{n:02}"), medicine(f"A{n:02}", str(n)))
    ]

    async def scenario():
        fake, http = FakePrescriptions(lambda number: [{**PATIENT, "id": "p"}, *many]), Http()
        await fake.start()
        settings = SourceSettings(
            "eps", "E", "E", "pharmacy", "prescriptions", options={"url": fake.url, **ASKER}
        )
        person = Query(NUMBER, "", (), "view-7", datetime(2026, 3, 8, tzinfo=UTC))
        seen = []
        try:
            pages = open_source(settings, http).pages(person, Receipt(1, "e"))
            async for page in pages:
                seen += [item.type for item in page.items]
                if "MedicationRequest" in seen:
                    fake.faults.set(Fault("hang"))
                    break
            await pages.aclose()
            left = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
            return seen, left
        finally:
            await http.close()
            await fake.stop()

    seen, left = asyncio.run(scenario())
    assert seen == ["Patient", "MedicationRequest"]
    assert not [one for one in left if "follow" in repr(one)]


@pytest.mark.parametrize("missing", ["url", *ASKER])
def test_a_missing_setting_is_named(missing):
    options = {"url": "https://x", **ASKER}
    del options[missing]
    settings = SourceSettings("eps", "E", "E", "pharmacy", "prescriptions", options=options)
    with pytest.raises(SettingsError, match=f"eps.*{missing}"):
        open_source(settings, Http())


def test_a_number_in_an_address_goes_over_https_alone():
    options = {"url": "http://api.example", **ASKER}
    settings = SourceSettings("eps", "E", "E", "pharmacy", "prescriptions", options=options)
    with pytest.raises(SettingsError, match="https"):
        open_source(settings, Http())
