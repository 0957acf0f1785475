"""The person a command is about."""

from __future__ import annotations

import sys

from carerecord.app import App
from carerecord.config import SettingsError
from carerecord.contract import Person
from carerecord.identity import NotAnNHSNumber, nhs_number


def written(named: str) -> str:
    """“-” is read from standard input: out of the shell's history and the list of processes."""
    return sys.stdin.readline().strip() if named == "-" else named


async def person_named(app: App, named: str) -> Person:
    """By the opaque id that `person find` shows, or by NHS number. SettingsError when there is nobody."""
    try:
        person = (await app.people.by_number(nhs_number.read(named))).person
    except NotAnNHSNumber:
        person = await app.people.by_id(named)
    if person is None:
        raise SettingsError("nobody in the index has this id or NHS number.")
    return person
