"""Whatever the door does is written down first, by whom and about whom; what cannot be is not done (I1)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from carerecord.access.withholding.restricted import seed_text
from carerecord.store import Database
from carerecord.viewing import IdentityUnknown, RecordUnavailable
from carerecord.viewing.contract import Criteria, NotForThisRole, View
from carerecord.viewing.tests.door_region import (
    CLERK,
    DOCTOR,
    NOW,
    OFFICER,
    PERSON,
    DoorRegion,
    patient,
    problem,
)


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    return await DoorRegion(db).begin()


async def opened(region: DoorRegion) -> View:
    await region.relate()
    return await region.records.open(DOCTOR, "p1")


@pytest.mark.parametrize("face", ["web", "api"])
async def test_an_opened_record_is_written_down_with_who_whom_and_why(
    region: DoorRegion, face: str
):
    await region.relate()
    view = await region.records.open(DOCTOR, "p1", **({} if face == "web" else {"face": face}))
    (entry,) = await region.entries()
    assert (entry.kind, entry.view_id, entry.person_id) == ("open", view.id, "p1")
    assert entry.viewer is not None
    assert (entry.viewer.id, entry.viewer.session) == ("a.okafor", "s1")
    assert entry.entry_id == view.receipt.entry_id
    assert entry.body["face"] == face
    assert entry.body["outcome"] == "permit"
    assert entry.body["evidence"] == ["e-a.okafor-LR-3"]
    assert entry.body["purpose"] == "TREAT"
    assert entry.body["restricted_version"] == (await region.restricted.in_force()).version
    assert (view.at, view.viewer, view.person) == (NOW, DOCTOR, PERSON)
    assert len(view.id) == 24


async def test_a_refusal_is_written_down_about_the_person_and_asks_nobody(region: DoorRegion):
    view = await region.records.open(DOCTOR, "p1")
    (entry,) = await region.entries()
    assert (entry.kind, entry.view_id, entry.person_id) == ("refused", view.id, "p1")
    assert entry.body["outcome"] == view.decision.outcome == "challenge"
    assert region.gp.asked == region.acute.asked == []
    assert (view.answers, view.records, view.terms.sources) == ({}, {}, {})


async def test_each_source_is_asked_about_this_person_with_the_receipt_of_this_view(
    region: DoorRegion,
):
    view = await opened(region)
    for source in (region.gp, region.acute):
        ((query, receipt),) = source.asked
        assert receipt == view.receipt
        assert (query.nhs_number, query.birth_date) == (PERSON.nhs_number, PERSON.birth_date)
        assert (query.view_id, query.at, query.resource_types) == (view.id, NOW, ())
    assert [source.id for source in view.sources] == ["gp", "acute"]
    assert {name: answer.state for name, answer in view.answers.items()} == {
        "gp": "answered",
        "acute": "answered",
    }


async def test_what_is_shown_is_written_down_about_this_view_and_person(region: DoorRegion):
    view = await opened(region)
    released = await region.records.release(view, b"a page", ["problems"], content_type="text/x")
    (entry,) = await region.entries("shown")
    assert (entry.view_id, entry.person_id) == (view.id, "p1")
    assert entry.viewer is not None
    assert entry.viewer.id == "a.okafor"
    assert entry.body["content_type"] == "text/x"
    assert entry.body["bytes"] == 6
    assert entry.body["sources"]["gp"]["request_ids"] == ["to-gp"]
    assert entry.entry_id == released.receipt.entry_id


async def test_a_decision_that_is_only_explained_is_written_down_too(region: DoorRegion):
    person, decision = await region.records.decide(DOCTOR, "p1")
    assert (person, decision.outcome) == (PERSON, "challenge")
    (entry,) = await region.entries()
    assert (entry.kind, entry.person_id, entry.body["face"]) == ("decided", "p1", "web")
    assert entry.viewer is not None
    assert entry.viewer.id == "a.okafor"
    assert entry.body["outcome"] == "challenge"


async def test_signing_in_and_out_is_written_down(region: DoorRegion):
    await region.records.signed("sign-in", DOCTOR, {"provider": "demo"})
    await region.records.signed("sign-in-refused", None)
    known, unknown = await region.entries()
    assert (known.kind, known.viewer and known.viewer.id) == ("sign-in", "a.okafor")
    assert (known.body, known.person_id, known.view_id) == ({"provider": "demo"}, "", "")
    assert (unknown.kind, unknown.viewer, unknown.body) == ("sign-in-refused", None, {})


@pytest.mark.parametrize("kind", ["sign-in", "locked", "sign-out"])
async def test_only_signing_in_again_lets_somebody_search_again(region: DoorRegion, kind: str):
    nobody = Criteria(nhs_number="9990000026")
    for _ in range(11):
        await region.records.find(DOCTOR, nobody)
    await region.records.signed(kind, DOCTOR)
    assert (await region.records.find(DOCTOR, nobody)).problem
    await region.records.signed("resumed", None)
    assert (await region.records.find(DOCTOR, nobody)).problem
    await region.records.signed("resumed", DOCTOR)
    assert not (await region.records.find(DOCTOR, nobody)).problem


async def test_an_answer_about_somebody_else_is_an_incident_of_that_source_alone(
    region: DoorRegion,
):
    region.gp.holds = [patient(birthDate="1950-02-03"), problem("Gout")]
    region.acute.holds = [patient(), problem("of nobody", subject=None)]
    view = await opened(region)
    (entry,) = await region.entries("incident")
    assert (entry.view_id, entry.person_id) == (view.id, "p1")
    assert entry.viewer is not None
    assert entry.viewer.id == "a.okafor"
    said = {"source": "gp", "held_back": 2, "request_ids": ["to-gp"], "fields": ["birth-date"]}
    assert entry.body == said
    assert view.answers["acute"].failure is not None


async def test_words_of_a_withheld_code_in_another_item_are_an_incident(region: DoorRegion):
    code = {"coding": [{"system": "http://snomed.info/sct", "code": "57797005"}]}
    words = "Termination of pregnancy"
    region.gp.holds += [
        problem("secret", code=code | {"text": words}),
        problem("letter", note=[{"text": f"Seen after {words}."}]),
    ]
    view = await opened(region)
    (entry,) = await region.entries("incident")
    assert (entry.view_id, entry.person_id) == (view.id, "p1")
    assert entry.viewer is not None
    assert entry.viewer.id == "a.okafor"
    assert entry.body == {"source": "gp", "item": "gp/Condition/letter", "rule": "SEN-5"}


async def test_the_sets_in_force_now_are_the_ones_that_withhold(region: DoorRegion):
    text = seed_text().replace('version = "seed-2"', 'version = "ours-1"')
    more = '[[set]]\nname = "ours"\nrule = "SEN-2"\ncodes = [\n  "195967001",\n]\n'
    await region.restricted.propose(f"{text}\n{more}", "a.lee")
    await region.restricted.approve("ours-1", "b.ward")
    asthma = {"coding": [{"system": "http://snomed.info/sct", "code": "195967001"}]}
    region.gp.holds.append(problem("asthma", code=asthma))
    view = await opened(region)
    shown = {entry.head.resource["id"] for entry in view.records["problems"].entries}
    assert "asthma" not in shown
    assert (await region.entries("open"))[0].body["restricted_version"] == "ours-1"


async def unreadable_sets(region: DoorRegion) -> None:
    def put(tx: object) -> None:
        tx.run("INSERT INTO restricted_proposal VALUES ('broken', 'no sets at all', 0, 'a', 1)")
        tx.run("INSERT INTO restricted_approval VALUES (1, 'broken', 'b', 2)")

    await region.db.write(put)


async def test_without_readable_restricted_sets_nothing_is_asked_and_nothing_opens(
    region: DoorRegion,
):
    await region.relate()
    await unreadable_sets(region)
    with pytest.raises(RecordUnavailable):
        await region.records.open(DOCTOR, "p1")
    assert region.gp.asked == []


async def test_what_opened_the_record_must_be_kept_before_anybody_is_asked(region: DoorRegion):
    await region.relate()
    await region.without("access_opened")
    with pytest.raises(RecordUnavailable):
        await region.records.open(DOCTOR, "p1")
    assert region.gp.asked == []


async def test_a_record_says_what_opened_it_before_and_has_ended(region: DoorRegion):
    await region.relate(kind="LR-3", ends=NOW + timedelta(hours=1), words="while you saw them")
    await region.relate(kind="LR-1")
    assert (await region.records.open(DOCTOR, "p1")).ended == ()
    region.at = NOW + timedelta(hours=2)
    assert (await region.records.open(DOCTOR, "p1")).ended == ("while you saw them",)


async def test_people_expected_today_are_listed_with_why(region: DoorRegion):
    await region.relate()
    assert await region.records.people_today(DOCTOR) == [(PERSON, "in your department")]
    assert await region.records.people_today(CLERK) == []
    (entry,) = await region.entries("listed")
    assert entry.viewer is not None
    assert (entry.viewer.id, entry.person_id) == ("a.okafor", "p1")
    await region.lost("audit_entry")
    with pytest.raises(RecordUnavailable):
        await region.records.people_today(DOCTOR)


async def test_a_privacy_officer_asks_who_would_see_what_and_that_is_written_down(
    region: DoorRegion,
):
    records = region.records
    for found in (
        await records.explain(OFFICER, DOCTOR, "p1"),
        await records.explain_by_number(OFFICER, DOCTOR, PERSON.nhs_number),
    ):
        assert (found.viewer, found.person, found.decision.outcome) == (DOCTOR, PERSON, "challenge")
    assert await region.kinds() == ["explained", "explained"]
    assert await records.may_explain(OFFICER) is True
    assert await records.may_explain(DOCTOR) is False
    with pytest.raises(NotForThisRole):
        await records.explain(DOCTOR, CLERK, "p1")
    with pytest.raises(IdentityUnknown):
        await records.explain_by_number(OFFICER, DOCTOR, "9990000026")


async def test_a_privacy_officer_reads_what_their_organisation_was_told(region: DoorRegion):
    await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    (told,) = await region.records.alerts(OFFICER)
    assert (told.alert.rule, told.person) == ("LR-16", PERSON)
    assert (await region.kinds())[-1] == "audit-read"


async def test_the_clock_is_the_real_one_unless_another_is_given(region: DoorRegion):
    await region.access.add_evidence([])
    records = region.door()
    real = type(records).of(
        people=region.people,
        access=region.access,
        onboarding=region.standings,
        policies=records.decider.policies,
        alerts=region.alerts,
        log=region.log,
        sources=(),
        breakers=records.fetching.asking.breakers,
        fanout=records.fetching.asking.fanout,
        restricted=region.restricted,
        renderings=records.renderings,
    )
    assert abs((await real.open(DOCTOR, "p1")).at - datetime.now(UTC)) < timedelta(minutes=1)


Doing = Callable[[DoorRegion], Awaitable[object]]

EVERY_PATH: dict[str, Doing] = {
    "open": lambda r: r.records.open(DOCTOR, "p1"),
    "decide": lambda r: r.records.decide(DOCTOR, "p1"),
    "find": lambda r: r.records.find(DOCTOR, Criteria(nhs_number=PERSON.nhs_number)),
    "sign-in": lambda r: r.records.signed("sign-in", DOCTOR),
    "declare": lambda r: r.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", ""),
    "launch": lambda r: launch(r),
    "launch-refused": lambda r: r.records.launch_refused("epr", "signature"),
    "explain": lambda r: r.records.explain(OFFICER, DOCTOR, "p1"),
    "alerts": lambda r: r.records.alerts(OFFICER),
}


async def launch(region: DoorRegion, **changes: str) -> str:
    given = {"launcher": "epr", "encounter": "E-1", "launch_id": "l1"} | changes
    return await region.records.launched(DOCTOR, PERSON.nhs_number, PERSON.birth_date, **given)


@pytest.mark.parametrize("path", EVERY_PATH)
async def test_nothing_happens_that_cannot_be_written_down(region: DoorRegion, path: str):
    await region.without("audit_entry")
    with pytest.raises(RecordUnavailable):
        await EVERY_PATH[path](region)
    assert region.gp.asked == []
    assert await region.told() == []
    assert await region.access.evidence.of_person("p1") == []


async def test_a_page_that_cannot_be_written_down_is_not_released(region: DoorRegion):
    view = await opened(region)
    await region.without("audit_entry")
    with pytest.raises(RecordUnavailable):
        await region.records.release(view, b"a page", ["problems"], content_type="text/x")


async def test_of_a_search_inside_the_record_the_number_of_words_is_written_down(
    region: DoorRegion,
):
    view = await opened(region)
    for searched in (0, 3):
        page = replace(view, searched=searched)
        await region.records.release(page, b"<p>needle</p>", ["problems"], content_type="text/html")
    plain, search = (one for one in await region.entries() if one.kind == "shown")
    assert "searched" not in plain.body
    assert search.body["searched"] == 3
    assert "needle" not in str(search)
