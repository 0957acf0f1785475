"""One NHS number takes the place of another, and gives it back: with what was said of it, and its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from carerecord.identity.putting import SQL, name_again
from carerecord.identity.trace import filling
from carerecord.store import Transaction


class SupersedeRefused(Exception):
    """One number cannot replace the other, or give back its place; the message says why and names neither."""


def supersede(tx: Transaction, old: str, new: str, at: str) -> None:
    if known := tx.one(SQL.replaced_by, old=old):
        if known["new"] == new:
            return
        raise SupersedeRefused("this number was already replaced by another")
    following = [new, *_following(tx, new)]
    if old in following:
        raise SupersedeRefused("a number cannot replace itself, directly or through others")

    def carry() -> None:
        for number in following:
            tx.run(SQL.carry_protection, old=old, new=number)
            tx.run(SQL.protect_superseded, old=old, new=number)

    _writing(tx, following, carry)
    tx.run(SQL.supersede, old=old, new=new, at=at)
    for number in (old, *following):
        name_again(tx, number)


def restore(tx: Transaction, old: str) -> None:
    """What the numbers after it were told only by it goes; what anybody else said of them stays (SFL-2)."""
    following = list(_following(tx, old))
    if not following:
        raise SupersedeRefused("this number was not replaced by another")

    def give_back() -> None:
        for number in following:
            tx.run(SQL.carry_no_longer, old=old, number=number)
            tx.run(SQL.forget_carried, old=old, number=number)

    tx.run(SQL.not_superseded, old=old)
    _writing(tx, following, give_back)
    for number in (old, *following):
        name_again(tx, number)


def _following(tx: Transaction, number: str) -> Iterator[str]:
    while row := tx.one(SQL.replaced_by, old=number):
        number = row["new"]
        yield number


def _writing(tx: Transaction, numbers: list[str], write: Callable[[], None]) -> None:
    held = (tx.one(SQL.by_number, nhs_number=number) for number in numbers)
    filling.writing(tx, [row["id"] for row in held if row], write)
