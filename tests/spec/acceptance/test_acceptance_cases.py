"""Every acceptance case of governance 3.15, tried on both stores through the pages and the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from acceptance_contract import Case, Try
from acceptance_reading import readable
from acceptance_table import CASES
from acceptance_world import World
from structlog.testing import capture_logs

WITHIN = timedelta(minutes=10)  # those who must know are told by then (BTG-6, ALR-3)
TRIES = [
    pytest.param(case, one, id=f"{case.number}-{one.words.replace(' ', '-')}")
    for case in CASES
    for one in case.tries
]


@pytest.mark.parametrize(("case", "one"), TRIES)
async def test_acceptance(world: World, case: Case, one: Try) -> None:
    for given in one.given:
        await given.run(world)
    await world.begin()
    with capture_logs() as world.events:
        for done in one.done:
            await done.run(world)
    await _decided(world, one)
    await _recorded(world, one)
    await _answered(world, one)
    await _readable(world, one)
    for then in one.then:
        await then.run(world)


async def _decided(world: World, one: Try) -> None:
    """Every record that was opened came out so, in the answer and in what was written down."""
    if one.outcome == "unavailable":
        assert [opening.reply.status_code for opening in world.openings] == [503]
        return
    decisions = [opening.decision for opening in world.openings]
    assert bool(decisions) == bool(one.outcome)
    for made in decisions:
        assert made.outcome == one.outcome
        assert " ".join(reason.rule for reason in made.reasons) == one.rules
        assert " ".join(made.offers) == one.offered
    if one.written is None:
        return
    await world.audit(down=False)
    written = [e.body for e in await world.entries() if e.kind in ("open", "refused")]
    outcomes = [body["outcome"] for body in written if "outcome" in body]
    assert outcomes.count(one.outcome) >= len(decisions)


async def _recorded(world: World, one: Try) -> None:
    await world.audit(down=False)
    told = await world.told()
    assert sorted(f"{t.kind} {t.rule} to {t.to}" for t in told) == sorted(one.told)
    assert all(world.now() - alert.at <= WITHIN for alert in told)
    if one.written is not None:
        assert " ".join(entry.kind for entry in await world.entries()) == one.written
    if one.asked is not None:
        assert " ".join(s for s, held in world.held.items() if held.asked) == one.asked


async def _answered(world: World, one: Try) -> None:
    if one.found is not None:
        assert (" ".join(await world.last_found()) or "nobody") == one.found
    said = readable(world.said or (world.replies[-1].text if world.replies else ""))
    for words in one.says:
        assert words.casefold() in said


async def _readable(world: World, one: Try) -> None:
    """What is looked for is on a page and in the bundle; what must not be seen is in no byte of either."""
    seen = [readable(reply.text) for reply in world.replies]
    if world.openings and (one.shown or one.sent or one.hidden) and one.outcome != "unavailable":
        pages, bundle = await world.whole_record(world.openings[-1])
        for words in one.shown:
            assert words.casefold() in pages, f"not on any page: {words}"
        for words in one.sent:
            assert words.casefold() in bundle, f"not in the bundle: {words}"
        seen += [pages, bundle]
    for words in one.hidden:
        assert not any(words.casefold() in text for text in seen), f"can be read: {words}"
