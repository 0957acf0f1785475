"""Training to the second, new versions, files of records, warnings (TRN-1 to TRN-4, T18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from carerecord.onboarding import OnboardingRefused, Training
from carerecord.onboarding.tests.small_region import CARER, DOCTOR
from carerecord.onboarding.training_file import COLUMNS, read_training

MICROSECOND = timedelta(microseconds=1)
EVERYONE = ("access-rules", "data-security", "system-use")
CARE_HOME = (*EVERYONE, "residency", "confidentiality")
HEADER = ",".join(COLUMNS)
TODAY = date(2026, 11, 21)


def record(module, viewer="n.new", version=1, score=100, day=TODAY):
    return Training(viewer, module, version, score, day, "RNG01", "e-learning")


async def current(onboarding, viewer, at):
    return (await onboarding.standing(viewer, at)).training_current


@pytest.mark.parametrize(
    ("viewer", "needs"),
    [
        pytest.param(replace(DOCTOR, id="n.new"), EVERYONE, id="hospital"),
        pytest.param(replace(CARER, id="n.new"), CARE_HOME, id="care-home"),
        pytest.param(replace(DOCTOR, id="n.new", role="care-home-nurse"), CARE_HOME, id="its-role"),
        pytest.param(replace(DOCTOR, id="n.new", organisation="VNW01"), CARE_HOME, id="its-place"),
    ],
)
async def test_every_module_the_role_needs_and_no_other(onboarding, region, viewer, needs):
    for module in needs:
        assert not await current(onboarding, viewer, region.now)
        await onboarding.training.add([record(module)], by="lead")
    assert await current(onboarding, viewer, region.now)


async def test_t18_training_stops_after_twelve_months_to_the_moment(onboarding, region):
    ends = datetime(2027, 11, 21, 0, 0, tzinfo=UTC)
    assert await current(onboarding, DOCTOR, ends - MICROSECOND)
    assert not await current(onboarding, DOCTOR, ends)


async def test_training_passed_on_a_leap_day_ends_on_the_last_of_february(onboarding, region):
    leap = date(2024, 2, 29)
    await onboarding.training.add([record(m, day=leap) for m in EVERYONE], by="lead")
    viewer, ends = replace(DOCTOR, id="n.new"), datetime(2025, 2, 28, tzinfo=UTC)
    assert (await onboarding.training.of("n.new"))[0]["day"] == "2024-02-29"
    rows = await onboarding.training.of("n.new")
    assert all(row["counts_until"] == int(ends.timestamp() * 1e6) for row in rows)
    assert not await current(onboarding, viewer, region.now)


async def test_training_counts_from_its_day(onboarding, region):
    begins = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
    assert not await current(onboarding, DOCTOR, begins - MICROSECOND)
    assert await current(onboarding, DOCTOR, begins)


async def test_a_score_under_the_mark_is_kept_and_counts_for_nothing(onboarding, region):
    viewer = replace(DOCTOR, id="n.new")
    records = [record(module) for module in EVERYONE[:2]] + [record(EVERYONE[2], score=79)]
    await onboarding.training.add(records, by="lead")
    assert not await current(onboarding, viewer, region.now)
    assert [row["score"] for row in await onboarding.training.of("n.new")] == [100, 100, 79]
    await onboarding.training.add([record(EVERYONE[2], score=80)], by="lead")
    assert await current(onboarding, viewer, region.now)


async def test_a_new_version_leaves_fourteen_days(onboarding, region):
    """TRN-3, to the moment; the new version counts at once."""
    published = region.now
    await onboarding.training.publish("access-rules", by="lead", why="the law changed")
    ends = published + timedelta(days=14)
    assert await current(onboarding, DOCTOR, ends - MICROSECOND)
    assert not await current(onboarding, DOCTOR, ends)
    await onboarding.training.add([record("access-rules", "a.okafor", version=2)], by="lead")
    assert await current(onboarding, DOCTOR, published)
    assert await current(onboarding, DOCTOR, ends)


async def test_a_second_new_version_does_not_give_the_first_more_time(onboarding, region):
    published = region.now
    await onboarding.training.publish("access-rules", by="lead", why="the law changed")
    region.pass_time(days=10)
    await onboarding.training.publish("access-rules", by="lead", why="and again")
    assert not await current(onboarding, DOCTOR, published + timedelta(days=14))


async def test_what_was_withdrawn_does_not_come_back_with_the_same_record(onboarding, region):
    await onboarding.training.withdraw("a.okafor", "system-use", by="lead", why="not theirs")
    await onboarding.training.add([record("system-use", "a.okafor")], by="lead")
    assert not await current(onboarding, DOCTOR, region.now)
    with pytest.raises(OnboardingRefused, match="nothing is recorded"):
        await onboarding.training.withdraw("nobody", "system-use", by="lead", why="not theirs")


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (record("acess-rules"), "module"),
        (record("access-rules", version=2), "no version 2"),
        (record("access-rules", score=101), "score"),
        (record("access-rules", day=date(2026, 11, 22)), "date"),
        (record("access-rules", viewer=""), "viewer"),
    ],
)
async def test_a_record_that_cannot_be_is_refused_with_all_beside_it(onboarding, one, words):
    with pytest.raises(OnboardingRefused, match=words):
        await onboarding.training.add([record("system-use"), one], by="lead")
    assert await onboarding.training.of("n.new") == []


async def test_a_file_is_read_whole_in_any_order_of_columns(onboarding):
    lines = "\ufeffmodule,viewer,organisation,version,score,date,delivered_by\r\n" + "".join(
        f"{module},n.new,RNG01,1,95,2026-11-01,“ESR, face to face”\r\n".replace("“", '"').replace(
            "”", '"'
        )
        for module in EVERYONE
    )
    records = read_training(lines.encode(), await onboarding.training.modules(), TODAY)
    assert [one.module for one in records] == list(EVERYONE)
    assert records[0] == Training(
        "n.new", "access-rules", 1, 95, date(2026, 11, 1), "RNG01", "ESR, face to face"
    )


GOOD = "n.new,RNG01,access-rules,1,95,2026-11-01,ESR"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([GOOD, GOOD.replace("95", "95%")], "row 3, column score: “95%” is not a whole number"),
        ([GOOD.replace("95", "٩٥")], "row 2, column score"),
        ([GOOD.replace("95", "-1")], "row 2, column score"),
        ([GOOD.replace("95", "101")], "row 2, column score: 101 is not from 0 to 100"),
        ([GOOD.replace(",1,", ",9,")], "row 2, column version: there is no version 9"),
        ([GOOD.replace("access", "acess")], "row 2, column module: “acess-rules” is not one of"),
        ([GOOD, "", GOOD.replace("2026-11-01", "01/11/2026")], "row 4, column date"),
        ([GOOD.replace("2026-11-01", "2026-W45-1")], "row 2, column date"),
        ([GOOD.replace("2026-11-01", "2026-11-22")], "row 2, column date: 2026-11-22 has not come"),
        ([GOOD.replace("n.new", "")], "row 2, column viewer: is empty"),
        ([GOOD.replace("n.new", "n\0new")], "row 2, column viewer: holds a character"),
        ([GOOD + ",more"], "row 2 has 8 columns, not 7"),
        (["n.new,RNG01"], "row 2 has 2 columns, not 7"),
        ([GOOD.replace("95", "x")] * 8, "and 3 more"),
        ([], "no records"),
        (['"n.new'], "cannot be read as CSV"),
    ],
)
async def test_a_file_with_one_wrong_cell_is_refused_naming_it(onboarding, lines, words):
    content = "\n".join([HEADER, *lines]).encode()
    with pytest.raises(OnboardingRefused, match=words.replace("(", r"\(")):
        read_training(content, await onboarding.training.modules(), TODAY)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "row 1 must name"),
        (b"viewer,module\n", "row 1 must name"),
        (HEADER.encode() + b"\n\xff\xfe", "not text in UTF-8"),
    ],
)
async def test_a_file_that_is_no_table_of_training_is_refused(onboarding, content, words):
    with pytest.raises(OnboardingRefused, match=words):
        read_training(content, await onboarding.training.modules(), TODAY)


@pytest.mark.parametrize(
    ("days", "within"),
    [(31, None), (30, 30), (15, 30), (14, 14), (7, 7), (1, 1), (0.5, 1)],
)
async def test_training_is_warned_of_in_steps(onboarding, region, days, within):
    ends = datetime(2027, 11, 21, tzinfo=UTC)
    warned = await onboarding.warnings(ends - timedelta(days=days))
    ours = {one.within_days for one in warned if one.about == "a.okafor"}
    assert ours == (set() if within is None else {within})


@pytest.mark.parametrize(
    ("days", "within"), [(91, None), (90, 90), (31, 90), (30, 30), (7, 7), (0.5, 7)]
)
async def test_an_agreement_is_warned_of_in_steps(onboarding, region, days, within):
    ends = datetime(2027, 1, 1, tzinfo=UTC)
    warned = await onboarding.warnings(ends - timedelta(days=days))
    assert [w.within_days for w in warned if w.kind == "agreement"] == [within] * (
        within is not None
    )


async def test_a_review_is_due_from_its_day_until_the_agreement_ends(onboarding, region):
    kinds = []
    for day in (30, 31):
        warned = await onboarding.warnings(datetime(2026, 11, 30, tzinfo=UTC) + timedelta(day - 30))
        kinds.append("review" in {one.kind for one in warned})
    assert kinds == [False, True]
    assert "review" not in {
        w.kind for w in await onboarding.warnings(datetime(2027, 1, 1, tzinfo=UTC))
    }


async def test_a_new_version_is_warned_of_as_what_it_replaces_stops(onboarding, region):
    await onboarding.training.publish("access-rules", by="lead", why="the law changed")
    warned = [w for w in await onboarding.warnings(region.now) if w.about == "a.okafor"]
    assert [(w.within_days, w.ends) for w in warned] == [(14, region.now + timedelta(days=14))]
    await onboarding.training.add([record("access-rules", "a.okafor", version=2)], by="lead")
    warned = await onboarding.warnings(region.now)
    assert "a.okafor" not in {one.about for one in warned}
