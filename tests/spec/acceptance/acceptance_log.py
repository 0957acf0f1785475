"""The audit log out of order: not there, tampered with, and verified by the command (AUD-3, AUD-6)."""

from __future__ import annotations

import asyncio
import json

from acceptance_contract import Step
from acceptance_given import step
from acceptance_world import World

from carerecord.store import StoreError
from running import COMMAND

_LOST = 2  # number of the entry that is lost; not the last, of which no gap would tell


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
    @step(f"The owner of the database takes its guard away and deletes entry {_LOST}")
    async def deleted(world: World) -> None:
        away = "DROP TRIGGER audit_entry_kept"
        if world.db.engine == "postgres":
            away = "ALTER TABLE audit_entry DISABLE TRIGGER USER"
        await world.db.write(lambda tx: tx.run(away))
        await world.db.write(
            lambda tx: tx.run("DELETE FROM audit_entry WHERE seq = :seq", seq=_LOST)
        )

    return deleted


def verifies(*, missing: int) -> Step:
    found = f"entry {_LOST} is missing" if missing else "none is missing"

    @step(f"`carerecord audit verify` says that {found}")
    async def verified(world: World) -> None:
        config = world.folder / "region.toml"
        config.write_text(f'[store]\nurl = "{world.url}"\n', "utf-8")
        command = [COMMAND, "audit", "verify", "--json", "--config", str(config)]
        done = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        said = json.loads((await done.communicate())[0])
        assert said["missing"] == missing
        assert said["first_missing"] == (_LOST if missing else None)
        assert done.returncode == (1 if missing else 0)

    return verified
