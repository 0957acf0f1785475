"""`carerecord policy`: try the access rules, try others on what was decided, and explain one decision."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from carerecord.access import NotReplayable, Policies, PoliciesUnusable, differences, replay
from carerecord.access.policies import fails
from carerecord.app import App
from carerecord.audit import Entry
from carerecord.cli.explaining import as_lines, as_object
from carerecord.cli.region import as_json, as_whom, configuration, folder, settings_of, with_region
from carerecord.cli.staff import member
from carerecord.config import Settings, SettingsError
from carerecord.identity import NotAnNHSNumber, nhs_number
from carerecord.viewing.contract import Explanation

DECIDED = frozenset({"open", "refused", "decided"})
"""Kinds of audit entry that hold what the rules were asked."""
_rules = click.option(
    "--policies",
    "rules",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of rules (default: those of this package).",
)


@click.group("policy")
def command() -> None:
    """The rules of who may see whom."""


@command.command("test")
@_rules
@as_json
def _test(rules: Path | None, as_json: bool) -> int:
    """Try the cases that stand beside the rules. Exit code 1: one does not come out as it says."""
    loaded = _loaded(rules, tried=False)
    tried = [(case, loaded.ask(case.action, case.role, case.about)) for case in loaded.cases]
    seen = {rule for _, verdict in tried for rule in verdict.ids}
    untried = [rule for rule in loaded.rules if rule not in seen]
    results = [
        {"case": case.name, "action": case.action, "rules": verdict.ids, "problem": problem}
        for case, verdict in tried
        for problem in [fails(case, verdict)]
    ]
    if as_json:
        said = {"version": loaded.version, "cases": results, "untried": untried}
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        for line in _table(results, untried, loaded):
            click.echo(line)
    return 1 if untried or any(one["problem"] for one in results) else 0


def _table(results: list[dict[str, Any]], untried: list[str], loaded: Policies) -> Iterator[str]:
    for one in results:
        mark = "fails" if one["problem"] else "ok"
        by = one["problem"] or ", ".join(one["rules"]) or "no rule"
        yield f"{mark:<6} {one['action']:<18} {one['case']:<62} {by}"
    for rule in untried:
        yield f"fails  no case is determined by {rule}"
    failing = sum(bool(one["problem"]) for one in results)
    yield f"{len(results)} cases, {failing} fail; {len(loaded.rules)} rules, version {loaded.version}"


@command.command("simulate")
@click.option(
    "--policies",
    "rules",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of rules to try.",
)
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what was decided from then on."
)
@configuration
@folder
@as_json
def _simulate(
    rules: Path, since: datetime | None, config: Path | None, directory: Path, as_json: bool
) -> int:
    """Decide again what was decided, by the rules in force and by others. Exit code 1: something changes."""
    settings = settings_of(config, directory)
    proposed = _loaded(rules, assurance=settings.access.assurance)
    in_force = _in_force(settings)
    start = since.replace(tzinfo=UTC) if since else datetime.min.replace(tzinfo=UTC)

    async def simulate(app: App) -> tuple[int, int, list[dict[str, Any]]]:
        await app.log.append("audit-read", None, body={"command": "policy simulate"})
        replayed, not_replayable, changed = 0, 0, []
        async for entry in app.log.entries():
            if entry.kind not in DECIDED or not entry.body.get("asked") or entry.at < start:
                continue
            try:
                different = _different(entry, in_force, proposed)
            except NotReplayable:
                not_replayable += 1
                continue
            replayed += 1
            changed += [different] if different else []
        return replayed, not_replayable, changed

    replayed, not_replayable, changed = with_region(settings, simulate)
    if as_json:
        said: dict[str, Any] = {"from": in_force.version, "to": proposed.version}
        said |= {"replayed": replayed, "not_replayable": not_replayable, "changed": changed}
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        for one in changed:
            click.echo(_line(one))
        skipped = f", {not_replayable} cannot be decided again" if not_replayable else ""
        click.echo(f"{replayed} decisions, {len(changed)} would change{skipped}.")
    return 1 if changed or not_replayable else 0


def _different(entry: Entry, before: Policies, after: Policies) -> dict[str, Any] | None:
    asked = entry.body["asked"]
    changes = list(differences(replay(asked, before), replay(asked, after)))
    if not changes:
        return None
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(timespec="seconds"),
        "viewer": entry.viewer.id if entry.viewer else None,
        "role": asked["role"],
        "person_id": entry.person_id,
        "changes": changes,
    }


def _line(one: dict[str, Any]) -> str:
    changes = "; ".join(one["changes"])
    return f"{one['seq']:>7}  {one['at']}  {one['viewer']} ({one['role']})  {one['person_id']}  {changes}"


@command.command("explain")
@as_whom
@click.option(
    "--person", "number", required=True, help="NHS number; “-” reads it from standard input."
)
@configuration
@folder
@as_json
def _explain(
    username: str, number: str, config: Path | None, directory: Path, as_json: bool
) -> int:
    """What a member of staff would see of a person now, and which rule says so. Exit code 1: nothing."""
    typed = sys.stdin.readline().strip() if number == "-" else number

    async def explain(app: App) -> Explanation:
        viewer = await member(app, username)
        return await app.records.explain(None, viewer, await _person(app, typed))

    settings = settings_of(config, directory)
    explained = with_region(settings, explain)
    in_force = _in_force(settings)
    if as_json:
        click.echo(json.dumps(as_object(explained, settings.source), ensure_ascii=False))
    else:
        for line in as_lines(explained, settings.source, in_force):
            click.echo(line)
    return 0 if explained.decision.allowed else 1


async def _person(app: App, number: str) -> str:
    try:
        found = await app.people.by_number(nhs_number.read(number))
    except NotAnNHSNumber:
        raise SettingsError("that is not an NHS number.") from None
    if found.person is None:
        raise SettingsError("nobody here has that NHS number.")
    return found.person.id


def _in_force(settings: Settings) -> Policies:
    named = settings.access.policies
    return _loaded(settings.beside(named) if named else None, assurance=settings.access.assurance)


def _loaded(rules: Path | None, *, assurance: int = 2, tried: bool = True) -> Policies:
    try:
        return Policies.load(rules, assurance=assurance, tried=tried)
    except PoliciesUnusable as error:
        raise SettingsError(f"the rules cannot be used: {error}") from None
