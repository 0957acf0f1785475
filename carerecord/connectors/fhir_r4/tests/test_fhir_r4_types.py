"""Asked for nothing in particular, a source gives everything that can be about a person."""

import asyncio
from datetime import UTC, datetime

import pytest

from carerecord.connectors import Http, open_source
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.contract import Query, Receipt, SourceSettings
from carerecord.fhir import EVERY_TYPE, NHS_NUMBER, PERSON_FIELDS, SUPPORTING, WITHOUT_PARAMETER

NUMBER = "9990000042"
PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "identifier": [{"system": NHS_NUMBER, "value": NUMBER}],
}
EVERYTHING = [PATIENT, *({"resourceType": kind, "id": kind.lower()} for kind in EVERY_TYPE)]


def received(**options):
    """The types of what came, and the paths asked."""

    async def scenario():
        fake = FakeSource(lambda _: EVERYTHING)
        await fake.start()
        http = Http()
        try:
            options["url"] = fake.url
            settings = SourceSettings("s", "S", "S", "gp", "fhir_r4", options=options)
            query = Query(NUMBER, "", (), "v", datetime(2026, 1, 2, tzinfo=UTC))
            source = open_source(settings, http)
            pages = [page async for page in source.pages(query, Receipt(1, "e"))]
            kinds = sorted(item.type for page in pages for item in page.items)
            return kinds, {one["path"] for one in fake.faults.served}
        finally:
            await http.close()
            await fake.stop()

    return asyncio.run(scenario())


def test_a_search_over_all_types_brings_each_once():
    kinds, _ = received()
    assert kinds == sorted(["Patient", *EVERY_TYPE])


def test_a_search_by_type_asks_only_types_that_can_be_searched_by_the_person():
    kinds, paths = received(search="type")
    assert kinds == sorted({"Patient", *PERSON_FIELDS} - WITHOUT_PARAMETER)
    assert not any(f"/{kind}/" in path for kind in WITHOUT_PARAMETER for path in paths)


@pytest.mark.parametrize(
    "kind",
    ["ActivityDefinition", "BiologicallyDerivedProduct", "Contract", "Linkage", "Measure",
     "MessageHeader", "Person", "PlanDefinition", "ResearchStudy", "ResearchSubject"],
)  # fmt: skip
def test_what_may_be_in_a_persons_bundle_is_asked_for(kind):
    assert kind in EVERY_TYPE


def test_a_type_is_about_a_person_or_supporting_but_not_both():
    assert not set(PERSON_FIELDS) & set(SUPPORTING)
    assert set(PERSON_FIELDS) > WITHOUT_PARAMETER
