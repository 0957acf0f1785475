"""The audit log out of order: not there, tampered with, and verified by the command (AUD-3, AUD-6)."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

from acceptance_contract import Step
from acceptance_given import step
from acceptance_world import LOG_KEY, LOG_SEED, World

from carerecord.audit.spool import Bounds, Spool
from carerecord.audit.spool.lines import Lines
from carerecord.store import StoreError
from running import COMMAND

_WRONG = 2  # number of the entry that is tampered with


def is_signed_in(who: str) -> Step:
    @step(f"{who} is signed in")
    async def signed_in(world: World) -> None:
        await world.viewer(who)
        await world.bearer(who)

    return signed_in


def audit_goes_down() -> Step:
    return Step("The audit log cannot be written", lambda world: world.audit(down=True))


def audit_is_back() -> Step:
    return Step("The audit log can be written again", lambda world: world.audit(down=False))


def has_a_spool(entries: int = 200) -> Step:
    """A folder where emergencies may wait while the log cannot be written (AUD-3)."""

    @step(f"The region has an emergency spool for {entries} entries and 30 minutes")
    async def opened(world: World) -> None:
        lines = Lines("", bytes(32), LOG_KEY, (LOG_KEY.public,))
        bounds = Bounds(entries=entries, size=4 * 1024 * 1024, time=timedelta(minutes=30))
        world.spool = Spool(world.folder, lines, bounds, now=world.clock)
        world.build()

    return opened


def spool_is_drained() -> Step:
    @step("What waited in the spool is added to the log")
    async def drained(world: World) -> None:
        assert world.records.views.spooling
        await world.records.views.spooling.drain()
        assert world.spool
        assert not (await world.spool.held()).digest

    return drained


def audit_goes_down_while_asking(source: str) -> Step:
    @step(f"The audit log breaks while {source.capitalize()} is answering")
    async def set_trap(world: World) -> None:
        world.held[source].meanwhile = lambda: world.audit(down=True)

    return set_trap


def edits_a_row() -> Step:
    return _tampers("UPDATE audit_entry SET viewer_id = 'somebody.else' WHERE seq = 2", "edits")


def deletes_a_row() -> Step:
    return _tampers("DELETE FROM audit_entry WHERE seq = 2", "deletes")


def _tampers(statement: str, what: str) -> Step:
    @step(f"Somebody {what} an entry in the database")
    async def tampered(world: World) -> None:
        try:
            await world.db.write(lambda tx: tx.run(statement))
            world.said = "done"
        except StoreError:
            world.said = "refused"

    return tampered


def owner_deletes_a_row() -> Step:
    return _by_owner(f"deletes entry {_WRONG}", "DELETE FROM audit_entry WHERE seq = :seq")


def owner_edits_a_row() -> Step:
    change = "UPDATE audit_entry SET viewer_id = 'somebody.else' WHERE seq = :seq"
    return _by_owner(f"changes who entry {_WRONG} is about", change)


def owner_cuts_the_end() -> Step:
    return _by_owner(
        f"deletes entry {_WRONG} and all after it", "DELETE FROM audit_entry WHERE seq >= :seq"
    )


def _by_owner(what: str, statement: str) -> Step:
    @step(f"The owner of the database takes its guard away and {what}")
    async def tampered(world: World) -> None:
        away = ("DROP TRIGGER audit_entry_kept", "DROP TRIGGER audit_entry_unchanged")
        if world.db.engine == "postgres":
            away = ("ALTER TABLE audit_entry DISABLE TRIGGER USER",)
        for guard in away:
            await world.db.write(lambda tx, guard=guard: tx.run(guard))
        await world.db.write(lambda tx: tx.run(statement, seq=_WRONG))

    return tampered


def verifies(*, names: str = "") -> Step:
    """`names`: what it says of the entry that is wrong; nothing of a log that nobody touched."""
    found = f"names entry {_WRONG}: {names}" if names else "finds nothing wrong"

    @step(f"`carerecord audit verify` {found}")
    async def verified(world: World) -> None:
        config = world.folder / "region.toml"
        where = f'[store]\nurl = "{world.url}"\n[audit]\norigin = "{LOG_KEY.public.name}"\n'
        config.write_text(where, "utf-8")
        key = world.folder / "audit.key"
        key.write_bytes(LOG_SEED)
        key.chmod(0o600)
        command = [COMMAND, "audit", "verify", "--json", "--config", str(config)]
        done = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        out, problem = await done.communicate()
        assert out, problem.decode()
        (said,) = map(json.loads, out.splitlines())
        fault = said["fault"] or {"first": None, "words": ""}
        assert (fault["first"], names in fault["words"]) == (_WRONG if names else None, True)
        assert done.returncode == (1 if names else 0)

    return verified
