"""A neighbouring region beside the one of the cases: its own store and door, asking ours over TLS as it would."""

from __future__ import annotations

from typing import Any

import httpx
from acceptance_contract import Step
from acceptance_given import step
from acceptance_region import PEOPLE
from acceptance_world import Opening, World

from carerecord.access.contract import Decision, Reason
from carerecord.api.neighbours import Neighbours
from carerecord.audit import Entry
from carerecord.config import Settings
from carerecord.demo.ports import free_port
from carerecord.regions import Proving, Regions
from carerecord.regions.tests.region_files import Files
from carerecord.signin.once import OneUse
from carerecord.store import Database
from neighbours.neighbours_region import Region, doctor, usual

THEIRS, OURS = "north", "west"
"""As they are called among each other: the neighbour is QNB01 here."""
SIGNS_IN_HERE = "n.dale"
"""One of theirs who signs in here too: nothing that stayed hidden from who asked there may be seen so."""


def asks_from_there(whom: str, on: str, words: str = "", **agreed: Any) -> Step:
    """Its own doctor opens the person there; `agreed`: what our side says of it, where that is not the usual."""
    beside = f", {words}" if words else ""

    @step(f"the neighbour’s own doctor opens {whom} there, on {on}{beside}")
    async def asked(world: World) -> None:
        files, ports = Files(world.folder / "near"), {one: free_port() for one in (THEIRS, OURS)}
        person, db = PEOPLE[whom], Database.open(str(world.folder / "theirs.db"))
        try:
            theirs = Region(THEIRS, db, files, ports, person=person, at=world.now())
            await theirs.begin()
            await theirs.relate(on)
            world.regions = _ours(files, ports[OURS], agreed)
            world.build()
            await _opened(world, theirs, whom)
        finally:
            db.close()

    return asked


def _ours(files: Files, port: int, agreed: dict[str, Any]) -> Regions:
    own = files.own(OURS, listen=f"127.0.0.1:{port}")
    neighbour = usual(files, THEIRS, **agreed)
    return Regions.of(Settings(folder=files.folder, neighbours=own, neighbour=(neighbour,)))


async def _opened(world: World, theirs: Region, whom: str) -> None:
    once = OneUse(world.db, now=world.clock)
    listening = Neighbours(Proving(world.regions, once), world.records, world.clock)
    async with listening.running(), theirs.answering():
        view = await theirs.open()
        await theirs.records.release(view, b"a page", list(view.records), content_type="text/x")
    world.theirs = await theirs.entries()
    answer = view.answers[OURS]
    got = b"".join(item.raw for item in (*answer.items, *answer.patients)).decode()
    world.said = answer.words or (answer.failure.words if answer.failure else "") or got
    reply = httpx.Response(200, text=got)
    world.replies.append(reply)
    for entry in await world.entries():
        if entry.kind in ("open", "refused"):
            world.openings.append(Opening(SIGNS_IN_HERE, whom, _decision(entry), reply))


def _decision(entry: Entry) -> Decision:
    reasons = tuple(Reason(rule, "") for rule in entry.body["reasons"])
    return Decision(entry.body["outcome"], reasons)


def both_logs_say(theirs: str) -> Step:
    """And of the same view, by the same member of staff."""

    @step(f"their log has, of the same view: {theirs.replace(' ', ', ')}")
    async def compared(world: World) -> None:
        assert " ".join(one.kind for one in world.theirs) == theirs
        (view_id,) = {one.view_id for one in world.theirs}
        ours = [one for one in await world.entries() if "neighbour" in one.body]
        assert ours
        for entry in ours:
            said = entry.body["neighbour"] if entry.viewer else entry.body
            assert said["view"] == view_id
            assert said["user"].removeprefix(f"{THEIRS}:") == doctor(THEIRS).id

    return compared
