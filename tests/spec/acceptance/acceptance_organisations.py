"""What organisations do about their privacy officers (ORG-1, ORG-2)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from acceptance_contract import Step
from acceptance_given import step
from acceptance_region import ORGANISATIONS
from acceptance_world import World

from carerecord.onboarding import Change, OnboardingRefused


def removes_officer(code: str, officer: str) -> Step:
    return _change(
        f"{ORGANISATIONS[code][0]} removes {officer} as privacy officer",
        lambda of: of.organisations.remove_privacy_officer(code, officer, by="lead"),
    )


def adds_officer(code: str, officer: str) -> Step:
    return _change(
        f"{ORGANISATIONS[code][0]} has {officer} as a second privacy officer",
        lambda of: of.organisations.add_privacy_officer(code, officer, by="lead"),
    )


def replaces_officer(code: str, old: str, new: str) -> Step:
    return _change(
        f"{ORGANISATIONS[code][0]} replaces {old} by {new} as privacy officer",
        lambda of: of.organisations.replace_privacy_officer(code, old, new, by="lead"),
    )


def _change(words: str, change: Callable[..., Awaitable[Change]]) -> Step:
    """What was changed, or why it was refused, is what was said."""

    async def run(world: World) -> None:
        try:
            world.said = (await change(world.onboarding)).what
        except OnboardingRefused as refused:
            world.said = str(refused)

    return Step(words, run)


def officer_is_gone(code: str) -> Step:
    """Not by any way of the product: as after a hand in the database."""

    @step(f"{ORGANISATIONS[code][0]}’s only privacy officer is gone from the store")
    async def gone(world: World) -> None:
        def work(tx) -> None:
            tx.run("DELETE FROM onboarding_privacy_officer WHERE organisation = :code", code=code)
            tx.run("UPDATE onboarding_version SET version = version + 1")

        await world.db.write(work)

    return gone
