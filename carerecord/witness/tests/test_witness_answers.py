"""What a witness answers, over a real socket, to a log that behaves and to one that does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import aiohttp
import pytest

from carerecord.audit.notes import Checkpoint, Key, Note, PublicKey, Signature, Submission
from carerecord.audit.tree import consistency_ranges, leaf_hash
from carerecord.audit.tree.frontier import Frontier
from carerecord.witness import Telling, listening, new_key, open_witnessing, read_settings
from carerecord.witness.witnessing import Witnessing

KEY = Key("region.example/audit", bytes(32))
ORIGIN = "region.example/audit/2026-11"


class Tree:
    """A log held whole: every proof by hand from its leaves."""

    def __init__(self, size: int, salt: bytes = b"") -> None:
        self.leaves = [leaf_hash(salt + str(n).encode()) for n in range(size)]

    def root(self, low: int, high: int) -> bytes:
        frontier = Frontier()
        for leaf in self.leaves[low:high]:
            frontier, _ = frontier.add(leaf)
        return frontier.root

    def point(self, size: int, origin: str = ORIGIN) -> Checkpoint:
        return Checkpoint(origin, size, self.root(0, size))

    def asked(self, old: int, size: int, key: Key = KEY) -> Submission:
        proof = tuple(self.root(*one) for one in consistency_ranges(old, size))
        return Submission(old, proof, key.sign(self.point(size).note), self.point(size))


TREE, OTHER = Tree(20), Tree(20, b"other")


@dataclass
class Outsider:
    """A witness on a socket, with a clock of ours."""

    address: str
    witnessing: Witnessing
    telling: Telling
    folder: Path
    at: list[datetime] = field(default_factory=lambda: [datetime(2026, 11, 21, 8, tzinfo=UTC)])

    async def post(self, body: bytes) -> tuple[int, str, str]:
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.address}/add-checkpoint", data=body) as answer,
        ):
            return answer.status, await answer.text(), answer.content_type

    async def ask(self, asked: Submission) -> int:
        return (await self.post(asked.written))[0]

    def later(self, **how: float) -> None:
        self.at[0] += timedelta(**how)

    async def alarms(self) -> list[str]:
        return [one.kind for one in await self.witnessing.alarms() if one.over_at is None]


@pytest.fixture
async def outsider(tmp_path: Path) -> AsyncIterator[Outsider]:
    new_key(tmp_path / "witness.key")
    (tmp_path / "witness.toml").write_text(
        f'[witness]\nname = "ig.example/w"\n[[region]]\nkeys = ["{KEY.public}"]\n', "utf-8"
    )
    settings = read_settings(tmp_path / "witness.toml")
    at = [datetime(2026, 11, 21, 8, tzinfo=UTC)]
    made = open_witnessing(settings)
    witnessing = Witnessing(made._db, settings, now=lambda: at[0])
    telling = Telling(settings)
    async with listening(witnessing, telling, "127.0.0.1", 0) as address:
        yield Outsider(address, witnessing, telling, tmp_path, at)
    witnessing.close()


async def test_a_log_that_only_grows_is_cosigned(outsider):
    key = PublicKey.read(outsider.witnessing.verifier_key)
    for old, size in ((0, 1), (1, 7), (7, 7), (7, 20)):
        asked = TREE.asked(old, size)
        status, body, _ = await outsider.post(asked.written)
        assert status == 200
        signed = asked.note.signed_by(Signature.read(body.rstrip("\n")))
        assert key.times(signed) == [outsider.at[0]]
    assert await outsider.alarms() == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="nothing"),
        pytest.param(b"old x\n\n", 400, id="no-size"),
        pytest.param(b"old 01\n\na\n1\nb\n", 400, id="a-leading-zero"),
        pytest.param(b"\xff\xfe", 400, id="not-utf-8"),
        pytest.param(TREE.asked(3, 7).written.replace(b"old 3", b"old 8"), 400, id="old-is-more"),
        pytest.param(b"old 0\n" + b"AA==\n" * 64 + b"\nx", 400, id="too-many-lines"),
        pytest.param(Submission(0, (), Key("who.example", bytes(32)).sign(
            TREE.point(3, "who.example/x").note), TREE.point(3)).written, 404, id="unknown-log"),
        pytest.param(TREE.asked(0, 3, Key("region.example/audit", b"1" * 32)).written, 403,
                     id="unknown-key"),
    ],
)  # fmt: skip
async def test_what_is_not_a_submission_of_a_known_log_is_refused(outsider, body, status):
    assert (await outsider.post(body))[0] == status
    assert await outsider.witnessing.newest(ORIGIN) is None


async def test_another_old_size_is_told_ours(outsider):
    assert await outsider.ask(TREE.asked(0, 7)) == 200
    for old in (0, 5):
        assert await outsider.post(TREE.asked(old, 9).written) == (409, "7\n", "text/x.tlog.size")
    assert await outsider.alarms() == []


async def test_two_roots_of_one_size_are_a_fork_whose_evidence_stays(outsider):
    assert await outsider.ask(TREE.asked(0, 7)) == 200
    assert await outsider.ask(OTHER.asked(7, 7)) == 409
    assert await outsider.ask(OTHER.asked(0, 7)) == 409  # whatever it says of the old size
    assert await outsider.ask(TREE.asked(7, 9)) == 200  # the log itself goes on
    (alarm,) = await outsider.witnessing.alarms()
    assert (alarm.kind, alarm.over_at) == ("fork", None)
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{outsider.address}/evidence/{alarm.alarm_id}") as answer,
    ):
        text = await answer.text()
    for tree in (TREE, OTHER):
        note = str(KEY.sign(tree.point(7).note))
        assert note in text
        assert KEY.public.signed(Note.read(note))
    assert await outsider.witnessing.settle(alarm.alarm_id)
    assert await outsider.alarms() == []


async def test_a_proof_that_does_not_hold_is_an_alarm_until_that_checkpoint_is_proved(outsider):
    assert await outsider.ask(TREE.asked(0, 7)) == 200
    true = TREE.asked(7, 9)
    bent = Submission(7, (b"\0" * 32, *true.proof[1:]), true.note, true.checkpoint)
    assert await outsider.ask(bent) == 422
    assert await outsider.ask(OTHER.asked(7, 10)) == 422
    assert await outsider.alarms() == ["unproved", "unproved"]
    assert await outsider.ask(true) == 200
    assert await outsider.alarms() == ["unproved"]


async def test_an_older_checkpoint_is_an_alarm_unless_it_was_only_overtaken(outsider):
    assert await outsider.ask(TREE.asked(0, 9)) == 200
    assert await outsider.ask(TREE.asked(0, 7)) == 409
    assert await outsider.alarms() == []
    outsider.later(seconds=61)
    assert await outsider.ask(TREE.asked(0, 7)) == 409
    assert await outsider.alarms() == ["older"]
    assert await outsider.ask(TREE.asked(9, 9)) == 200
    assert await outsider.alarms() == ["older"]  # nothing has shown yet that the log goes on
    assert await outsider.ask(TREE.asked(9, 12)) == 200
    assert await outsider.alarms() == []


async def test_a_log_that_falls_silent_is_an_alarm_until_it_is_heard_of(outsider):
    assert await outsider.ask(TREE.asked(0, 7)) == 200
    outsider.later(minutes=4.9)
    await outsider.witnessing.watch()
    assert await outsider.alarms() == []
    outsider.later(minutes=0.2)
    await outsider.witnessing.watch()
    await outsider.witnessing.watch()
    assert await outsider.alarms() == ["silent"]
    assert await outsider.ask(TREE.asked(7, 7)) == 200
    assert await outsider.alarms() == []


async def test_a_closed_log_is_not_missed_and_never_grows_and_the_next_is_expected(outsider):
    following = "region.example/audit/2026-12"
    last = KEY.sign(TREE.point(7).closing(following))
    assert await outsider.ask(Submission(0, (), last, TREE.point(7))) == 200
    assert await outsider.ask(TREE.asked(7, 7)) == 200  # as it was before, sent again
    assert await outsider.ask(TREE.asked(7, 9)) == 422
    assert await outsider.alarms() == ["regrown"]
    outsider.later(minutes=6)
    await outsider.witnessing.watch()
    found = await outsider.witnessing.alarms()
    assert [one.origin for one in found if one.kind == "silent"] == [following]


async def test_submissions_at_once_leave_the_newest(outsider):
    """Whatever the order they are taken in, the size never goes back (the race of the specification)."""
    import asyncio

    async def grow() -> None:
        old = 0
        while old < 20:
            status, body, _ = await outsider.post(TREE.asked(old, old + 1).written)
            old = old + 1 if status == 200 else int(body)

    await asyncio.gather(*(grow() for _ in range(3)))
    (log,) = await outsider.witnessing.logs()
    assert log.size == 20
    assert await outsider.alarms() == []


async def test_an_alarm_is_told_once_in_a_file_and_by_a_command(outsider):
    said = outsider.folder / "said"
    script = outsider.folder / "tell"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> {said}\n', "utf-8")
    script.chmod(0o755)
    path = outsider.folder / "witness.toml"
    path.write_text(path.read_text("utf-8") + f'[tell]\ncommand = ["{script}"]\n', "utf-8")
    telling = Telling(read_settings(path))
    await outsider.ask(TREE.asked(0, 3, Key("region.example/audit", b"1" * 32)))
    await telling.new(outsider.witnessing)
    await telling.new(outsider.witnessing)
    (alarm,) = await outsider.witnessing.alarms()
    assert said.read_text("utf-8") == f"{alarm.line}\n"
    assert (outsider.folder / "alarms.log").read_text("utf-8") == f"{alarm.line}\n"


async def test_the_newest_checkpoint_can_be_read_by_anybody(outsider):
    await outsider.ask(TREE.asked(0, 7))
    name = sha256(ORIGIN.encode()).hexdigest()
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{outsider.address}/checkpoint/{name}") as answer,
    ):
        assert Note.read(await answer.text()) == KEY.sign(TREE.point(7).note)


async def test_names_that_anybody_can_make_up_are_one_alarm(outsider):
    stranger = Key("region.example/audit", b"1" * 32)
    for n in range(3):
        point = TREE.point(3, f"region.example/audit/made-up-{n}")
        assert await outsider.ask(Submission(0, (), stranger.sign(point.note), point)) == 403
    assert await outsider.alarms() == ["unknown-key"]
    assert await outsider.witnessing.logs() == []


async def test_old_checkpoints_sent_again_are_one_alarm(outsider):
    assert await outsider.ask(TREE.asked(0, 9)) == 200
    outsider.later(minutes=2)
    for size in (3, 4, 5):
        assert await outsider.ask(TREE.asked(0, size)) == 409
    assert await outsider.alarms() == ["older"]
