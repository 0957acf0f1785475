"""Rules that cannot be read, or do not hold together, stop the start; and how long asking takes."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carerecord.access import Policies, PoliciesUnusable, decide, policies
from carerecord.access.contract import AccessRequest, Evidence, Facts
from carerecord.contract import Person, Viewer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(Path(policies.__file__).parent, tmp_path / "policies"))


def remove(folder: Path) -> None:
    (folder / "objection.cedar").unlink()


def add(folder: Path) -> None:
    (folder / "extra.cedar").write_text("permit (principal, action, resource);")


def no_schema(folder: Path) -> None:
    (folder / "schema.cedarschema").unlink()


def broken_schema(folder: Path) -> None:
    (folder / "schema.cedarschema").write_text("entity ;")


def written(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "role.cedar").write_text(text)

    write.__name__ = text[:30]
    return write


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (remove, "objection.cedar"),
        (add, "extra.cedar"),
        (no_schema, "schema.cedarschema"),
        (broken_schema, "schema.cedarschema"),
        (written("permit (nobody);"), "role.cedar"),
        (written("permit (principal, action, resource);"), "@id"),
        (written('@id("LR-1")\npermit (principal, action, resource);'), "LR-1"),
        (written('@id("ROL-2")\nforbid (principal, action, resource);'), "@words"),
        (
            written(
                '@id("X")\npermit (principal, action, resource) when { context.evidense.isEmpty() };'
            ),
            "role.cedar",
        ),
        (
            written('@id("X")\npermit (principal == Role::"wizard", action, resource);'),
            "role.cedar",
        ),
        (written('@id("X")\npermit (principal == ?principal, action, resource);'), "role.cedar"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_unusable_rules_stop_the_start(
    folder: Path, spoil: Callable[[Path], None], named: str
) -> None:
    spoil(folder)
    with pytest.raises(PoliciesUnusable, match=named):
        Policies.load(folder)


NOW = datetime(2026, 11, 21, tzinfo=UTC)
VIEWER = Viewer("u", "N", "doctor", "Doctor", "o", "O")
CARING = Facts((Evidence("e", "LR-2", "p", "user", "u", "w", NOW - timedelta(hours=1)),))
REQUEST = AccessRequest(VIEWER, Person("p", "", "", ""), NOW)


@pytest.mark.parametrize("scope", ["action", 'action == Action::"view"'])
def test_a_rule_that_fails_while_it_is_asked_denies(folder: Path, scope: str) -> None:
    """The engine itself leaves such a `forbid` out, and would permit."""
    overflow = "9223372036854775807 + 1 == 0"
    (folder / "training.cedar").write_text(
        f'@id("TRN-1")\n@words("w")\nforbid (principal, {scope}, resource) when {{ {overflow} }};'
    )
    decision = decide(REQUEST, CARING, Policies.load(folder))
    assert decision.outcome == "deny"
    assert [reason.rule for reason in decision.reasons] == ["3.1-fault"]
    assert not decision.may_declare_emergency


def test_no_emergency_is_offered_against_a_rule_it_does_not_override(folder: Path) -> None:
    path = folder / "own_record.cedar"
    path.write_text(path.read_text("utf-8").split("// And declaring")[0])  # OWN-2 is gone
    decision = decide(REQUEST, replace(CARING, own_record=True), Policies.load(folder))
    assert decision.outcome == "deny"
    assert not decision.may_declare_emergency


def test_the_version_changes_with_any_rule(folder: Path) -> None:
    before = Policies.load(folder).version
    assert before == Policies.load().version
    path = folder / "training.cedar"
    path.write_text(path.read_text() + "\n// A word more.\n")
    assert Policies.load(folder).version != before


def test_a_decision_is_quick() -> None:
    rules = Policies.load()
    assert decide(REQUEST, CARING, rules).allowed
    fastest = min(_timed(lambda: decide(REQUEST, CARING, rules)) for _ in range(200))
    assert fastest < 0.0005  # seen: 0.1 ms


def _timed(job: Callable[[], object]) -> float:
    started = time.perf_counter()
    job()
    return time.perf_counter() - started
