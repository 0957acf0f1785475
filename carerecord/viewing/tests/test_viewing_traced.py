"""The national index before the region's own: asked with a receipt, once in a day, and never in anybody's way."""

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from carerecord.config import Settings
from carerecord.config.settings import Pds as Block
from carerecord.connectors import Http
from carerecord.connectors.pds import Pds, Traced
from carerecord.connectors.pds.fake import FakePds, patient_of
from carerecord.contract import Person, Viewer
from carerecord.store import Database
from carerecord.viewing import IdentityUnknown
from carerecord.viewing.contract import Criteria
from carerecord.viewing.tests.door_region import DOCTOR, NOW, PERSON, DoorRegion

NUMBER = Criteria(nhs_number=PERSON.nhs_number)
OLD = "9990000026"
ELSEWHERE = Person(
    "", "9990000050", "Okoro", "Ngozi", "Ms", "1971-04-02", "female",
    address="9 Far Lane", postcode="BN1 1AA", gp_code="G81001",
)  # fmt: skip
BY_DETAILS = Criteria(family="Okoro", given="Ngozi", birth_date="1971-04-02", gender="female")


@pytest.fixture
async def pds():
    fake = FakePds([patient_of(PERSON), patient_of(ELSEWHERE)])
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def region(db: Database, pds: FakePds):
    region, http = await DoorRegion(db).begin(), Http()
    own = Block(url=pds.url, organisation="RNG99", per_second=1000)
    region.records = region.door(national=Pds.of(Settings(pds=own), http))
    yield region
    await http.close()


async def kinds(region: DoorRegion) -> list[str]:
    return [one.kind for one in await region.entries()]


async def test_a_number_is_asked_about_once_in_a_day_and_written_down_first(region, pds):
    for _ in range(2):
        matches = await region.records.find(DOCTOR, NUMBER)
        assert (matches.people[0].id, matches.traced) == ("p1", "found")
    assert len(pds.asked) == 1
    assert await kinds(region) == ["traced", "search", "matched", "search", "matched"]
    traced, search, *_ = await region.entries()
    assert (traced.person_id, traced.body) == ("p1", {"by": "number"})
    assert search.body["national"] == "found"
    region.at = NOW + timedelta(hours=25)
    await region.records.find(DOCTOR, NUMBER)
    assert len(pds.asked) == 2


async def test_nothing_that_was_typed_and_nothing_that_came_back_is_in_the_log(region, pds):
    await region.records.find(DOCTOR, BY_DETAILS)
    written = repr([one.body for one in await region.entries()])
    for word in ("Okoro", "Ngozi", "1971", "BN1", "9990000050", "Far Lane"):
        assert word not in written


async def test_whom_the_national_index_alone_knows_is_found_by_details_and_known_from_then(
    region, pds
):
    matches = await region.records.find(DOCTOR, BY_DETAILS)
    assert [one.nhs_number for one in matches.people] == [ELSEWHERE.nhs_number]
    again = await region.records.find(DOCTOR, Criteria(nhs_number=ELSEWHERE.nhs_number))
    assert again.people == matches.people


@pytest.mark.parametrize(
    "asked",
    [
        replace(BY_DETAILS, gender="", given="Ngozi"),
        replace(BY_DETAILS, birth_date="1971"),
        replace(BY_DETAILS, birth_date="", postcode="BN1 1AA"),
    ],
)
async def test_whoever_is_not_looking_for_one_person_asks_nobody_in_the_country(region, pds, asked):
    matches = await region.records.find(DOCTOR, asked)
    assert (matches.people, matches.traced, pds.asked) == ((), "", [])


async def test_a_home_looks_for_its_residents_and_for_nobody_in_the_country(region, pds):
    nurse = Viewer("c.h", "C", "care-home-nurse", "Nurse", "RNG01", "Northgate", assurance=2)
    await region.records.find(nurse, NUMBER)
    await region.records.find(nurse, BY_DETAILS)
    assert pds.asked == []


async def test_a_replaced_number_opens_the_record_of_the_number_that_holds_now(region, pds):
    pds.superseded[OLD] = PERSON.nhs_number
    matches = await region.records.find(DOCTOR, Criteria(nhs_number=OLD))
    assert (matches.people[0].id, matches.replaced) == ("p1", OLD)


async def test_a_withdrawn_number_finds_nobody_and_closes_the_record(region, pds):
    pds.patients.clear()
    pds.withdrawn.add(PERSON.nhs_number)
    await region.relate()
    matches = await region.records.find(DOCTOR, NUMBER)
    assert (matches.people, matches.traced) == ((), "withdrawn")
    assert not (await region.records.open(DOCTOR, "p1")).decision.allowed


async def test_somebody_restricted_is_shown_without_a_place_from_the_first_search(region, pds):
    pds.patients[PERSON.nhs_number]["meta"] = {"security": [{"code": "R"}]}
    (person,) = (await region.records.find(DOCTOR, NUMBER)).people
    assert (person.protected, person.address, person.postcode) == (True, "", "")


@pytest.mark.parametrize("state", ["busy", "failed"])
async def test_where_it_does_not_answer_the_regions_own_people_do(region, pds, state):
    if state == "busy":
        pds.busy = 1
    else:
        await pds.stop()
    matches = await region.records.find(DOCTOR, NUMBER)
    assert (matches.people[0].id, matches.traced) == ("p1", state)
    assert (await region.entries("search"))[0].body["national"] == state


async def test_nobody_in_the_country_who_fits_is_written_down_as_that(region, pds):
    matches = await region.records.find(DOCTOR, replace(BY_DETAILS, family="Nobody"))
    assert (matches.people, matches.traced) == ((), "nobody")
    assert (await region.entries("search"))[0].body["national"] == "nobody"


async def test_two_in_the_country_who_fit_are_not_chosen_between(region, pds):
    pds.patients["9990000069"] = patient_of(replace(ELSEWHERE, nhs_number="9990000069"))
    matches = await region.records.find(DOCTOR, BY_DETAILS)
    assert (matches.people, matches.traced) == ((), "unsure")


async def test_a_launch_follows_a_number_that_was_replaced(region, pds):
    pds.superseded[OLD] = PERSON.nhs_number
    person_id = await region.records.launched(DOCTOR, OLD, PERSON.birth_date, launcher="north")
    assert person_id == "p1"
    assert (await region.entries("launch"))[0].body["national"] == "found"


async def test_a_launch_of_somebody_with_another_birth_date_opens_nobody(region, pds):
    with pytest.raises(IdentityUnknown):
        await region.records.launched(DOCTOR, ELSEWHERE.nhs_number, "1971-04-03", launcher="north")


async def test_a_record_opens_on_what_was_said_of_the_person_in_the_last_day(region, pds):
    await region.relate()
    pds.patients[PERSON.nhs_number]["meta"] = {"security": [{"code": "R"}]}
    view = await region.records.open(DOCTOR, "p1")
    assert (view.decision.allowed, view.person.protected) == (True, True)
    await region.records.open(DOCTOR, "p1")
    assert len(pds.asked) == 1
    assert (await kinds(region))[0] == "traced"


async def test_nobody_is_asked_about_for_a_person_without_a_number_or_not_known(region, pds):
    tracer = region.records.finder.tracer
    await region.people.add([Person("p9", "", "Baby", "of Gibson", birth_date="2026-11-20")])
    await tracer.opening(DOCTOR, "p9")
    await tracer.opening(DOCTOR, "nobody")
    assert pds.asked == []


async def test_a_record_opens_all_the_same_where_it_does_not_answer(region, pds):
    await region.relate()
    await pds.stop()
    assert (await region.records.open(DOCTOR, "p1")).decision.allowed


async def test_where_there_is_none_nothing_changes(db: Database):
    region = await DoorRegion(db).begin()
    matches = await region.records.find(DOCTOR, NUMBER)
    assert (matches.people[0].id, matches.traced) == ("p1", "")
    assert await kinds(region) == ["search", "matched"]
    assert "national" not in (await region.entries("search"))[0].body


async def test_what_was_asked_by_details_is_written_down_by_the_names_of_the_fields(region, pds):
    await region.records.find(DOCTOR, BY_DETAILS)
    (entry,) = await region.entries("traced")
    given = {"family", "given", "birth_date", "gender"}
    assert (entry.person_id, entry.body["by"], {*entry.body["given"]}) == ("", "details", given)


class OneAnswer:
    """An index that gives the same answer to whatever it is asked."""

    def __init__(self, person: Person | None, outcome: str = "found") -> None:
        self.answer = Traced(outcome, person)

    async def by_details(self, *_: object) -> Traced:
        return self.answer

    async def by_number(self, *_: object) -> Traced:
        return self.answer


@pytest.mark.parametrize(
    "changed",
    [{"family": "Adeyemi"}, {"birth_date": "1971-04-03"}, {"given": "Ada"}, {"nhs_number": ""}],
)
async def test_whom_the_details_do_not_fit_is_not_taken(region, pds, changed):
    national = OneAnswer(replace(ELSEWHERE, **changed))
    tracer = replace(region.records.finder.tracer, national=national)
    assert await tracer.details(DOCTOR, BY_DETAILS) == ("unsure", "")
    assert (await region.people.by_number(ELSEWHERE.nhs_number)).person is None


@pytest.mark.parametrize(("outcome", "state"), [("unsure", "unsure"), ("unknown", "nobody")])
async def test_an_answer_about_nobody_finds_nobody(region, pds, outcome, state):
    tracer = replace(region.records.finder.tracer, national=OneAnswer(None, outcome))
    assert await tracer.details(DOCTOR, BY_DETAILS) == (state, "")


async def test_a_trace_by_details_that_is_not_answered_says_so_and_leaves_a_line_without_anybody(
    region, pds
):
    await pds.stop()
    with capture_logs() as lines:
        matches = await region.records.find(DOCTOR, BY_DETAILS)
    assert (matches.people, matches.traced) == ((), "failed")
    (line,) = [one for one in lines if one["event"] == "trace.failed"]
    assert (line["kind"], line["state"]) == ("refused", "failed")
    assert "Okoro" not in repr(lines)


async def test_a_number_the_country_does_not_know_is_the_regions_own_to_answer(region, pds):
    pds.patients.clear()
    matches = await region.records.find(DOCTOR, NUMBER)
    assert matches.people[0].id == "p1"
    await region.records.find(DOCTOR, NUMBER)
    assert len(pds.asked) == 1
