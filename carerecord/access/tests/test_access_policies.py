"""Rules that cannot be read, were not tried, or do not hold together stop the start."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cedarpy
import pytest

from carerecord.access import Policies, PoliciesUnusable, policies
from carerecord.access.judge import NotDecided, judge
from carerecord.access.policies import FILES, answer
from carerecord.access.policies.reading import ACTIONS, read_rules

PACKAGED = Path(policies.__file__).parent
ORDINARY = next(
    case for case in Policies.load().cases if case.name == "an emergency department attendance"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGED, tmp_path / "policies"))


def remove(folder: Path) -> None:
    (folder / "objection.cedar").unlink()


def add(folder: Path) -> None:
    (folder / "extra.cedar").write_text("permit (principal, action, resource);")


def no_schema(folder: Path) -> None:
    (folder / "schema.cedarschema").unlink()


def broken_schema(folder: Path) -> None:
    (folder / "schema.cedarschema").write_text("entity ;")


def no_cases(folder: Path) -> None:
    (folder / "cases.toml").unlink()


def written(text: str, name: str = "role.cedar") -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / name).write_text(text)

    write.__name__ = text[:30]
    return write


def appended(text: str, name: str = "cases.toml") -> Callable[[Path], None]:
    def append(folder: Path) -> None:
        path = folder / name
        path.write_text(f"{path.read_text('utf-8')}\n{text}\n")

    append.__name__ = text[:30]
    return append


def changed(name: str, before: str, after: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert before in text
        (folder / name).write_text(text.replace(before, after, 1))

    change.__name__ = f"{name}: {after}"[:30]
    return change


ALWAYS = "(principal, action, resource);"
SHOW = (
    '@id("X")\n@words("w")\n@state("withheld")\n'
    'forbid (principal, action == Action::"show", resource)'
)
OPENED = '(principal, action == Action::"opened", resource);'
CASE = '[[case]]\nname = "new"\npermitted = true\nrules = '


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (remove, "objection.cedar"),
        (add, "extra.cedar"),
        (no_schema, "schema.cedarschema"),
        (broken_schema, "schema.cedarschema"),
        (no_cases, "cases.toml"),
        (written("permit (nobody);"), "role.cedar"),
        (written(f"permit {ALWAYS}"), "@id"),
        (written(f'@id("AUT-1")\npermit {ALWAYS}'), "AUT-1"),
        (written(f'@id("ROL-2")\nforbid {ALWAYS}'), "@words"),
        (
            written('@id("X")\n@words("w")\nforbid (principal, action == Action::"show", resource);'),
            "@state",
        ),
        (written(f'@id("X-alert")\n@words("w")\npermit {OPENED}'), "@level"),
        (written(f'@id("X-alert")\n@words("w")\n@level("siren")\npermit {OPENED}'), "@level"),
        (written(f'@id("X")\n@words("w")\n@level("alert")\npermit {OPENED}'), "-alert"),
        (written(f'@id("X-alert")\n@words("w")\n@level("alert")\nforbid {OPENED}'), "a permit"),
        (
            written(
                '@id("X")\npermit (principal, action == Action::"view", resource) '
                "when { context.evidense.isEmpty() };"
            ),
            "role.cedar",
        ),
        (
            written('@id("X")\npermit (principal == Role::"wizard", action, resource);'),
            "role.cedar",
        ),
        (written('@id("X")\npermit (principal == ?principal, action, resource);'), "role.cedar"),
        # Asked in a way that would not be safe to shorten.
        (written(f'{SHOW} when {{ context.labelled && context.document }};'), "one class"),
        (written(f'{SHOW} when {{ context.labelled }} when {{ context.document }};'), "one class"),
        (written(f'{SHOW} when {{ context.labelled && context.shared }};'), "one class"),
        (written(f'{SHOW} unless {{ context.labelled }};'), "one class"),
        (
            written('@id("X")\npermit (principal, action == Action::"show", resource) '
                    'when { context.labelled };'),
            "one class",
        ),
        (written('@id("X")\n@words("w")\nforbid (principal, action == Action::"view", resource) '
                 'when { context has evidence };'), "as a whole"),
        (changed("show.cedar", "permit (principal, action == Action::\"show\", resource);",
                 "permit (principal, action == Action::\"show\", resource) when { context.shared };"),
         "permits to show"),
        (changed("schema.cedarschema", "shared: Bool,", "shared?: Bool,"), "shared"),
        (changed("schema.cedarschema", "partObjections: Set<Objection>,", "partObjections: Set<Set<String>>,"),
         "partObjections"),
        # Untried, or not doing what the cases say.
        (
            appended('@id("NEW-1")\npermit (principal, action == Action::"view", resource)\n'
                     'when { context.evidence.contains("LR-77") };', "relationship.cedar"),
            "no case is determined by NEW-1",
        ),
        (changed("ties.cedar", "context.ownRecord", "context.watched"), "OWN-1"),
        (changed("died.cedar", "> 28", "> 30"), "29 days"),
        (changed("emergency.cedar", '@id("BTG-1")', '@id("BTG-2")'), "BTG-1"),
        (appended(f'{CASE}["LR-3"]'), "“new”.*no rule"),
        (appended(f'{CASE}["LR-77"]'), "LR-77"),
        (appended(f'{CASE}[]\nrole = "wizard"'), "“new”.*could not be asked"),
        (appended(f'{CASE}[]\nfacts = {{ surprise = true }}'), "“new”.*could not be asked"),
        (appended(f'{CASE}[]\naction = "erase"'), "erase"),
        (appended(f"{CASE}[]\nrulez = []"), "rulez"),
        (appended('[[case]]\nname = "new"\nrules = []'), "permitted"),
        (appended("nonsense"), "cases.toml"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
def test_unusable_rules_stop_the_start(
    folder: Path, spoil: Callable[[Path], None], named: str
) -> None:
    assert Policies.load(folder)
    spoil(folder)
    with pytest.raises(PoliciesUnusable, match=named):
        Policies.load(folder)


@pytest.mark.parametrize("scope", ['action in Action::"use"', 'action == Action::"view"'])
def test_a_rule_that_fails_while_it_is_asked_denies(folder: Path, scope: str) -> None:
    """The engine itself leaves such a `forbid` out, and would permit."""
    overflow = "9223372036854775807 + 1 == 0"
    (folder / "training.cedar").write_text(
        f'@id("TRN-1")\n@words("w")\nforbid (principal, {scope}, resource) when {{ {overflow} }};'
    )
    cases = folder / "cases.toml"
    cases.write_text(cases.read_text("utf-8").replace("TRN-5", "TRN-1"))
    rules = Policies.load(folder, tried=False)
    verdict = rules.ask("view", "doctor", ORDINARY.about)
    assert verdict.failed
    assert not verdict.permitted
    with pytest.raises(NotDecided):
        judge("doctor", ORDINARY.about, rules)


def test_a_fault_is_not_remembered(folder: Path) -> None:
    rules = Policies.load()
    assert rules.ask("view", "wizard", ORDINARY.about).failed
    assert rules.ask("view", "doctor", ORDINARY.about).permitted
    assert rules.ask("view", "wizard", ORDINARY.about).failed


def test_rules_about_a_group_of_actions_reach_each_of_them() -> None:
    """Without the groups of the schema the engine would leave every such rule out, and permit."""
    without = {**ORDINARY.about, "suspended": True}
    assert Policies.load().ask("view", "doctor", without).ids == ("TRN-5",)
    assert Policies.load().ask("declare-emergency", "doctor", without).ids == ("TRN-5",)


def test_the_version_changes_with_any_rule(folder: Path) -> None:
    before = Policies.load(folder).version
    assert before == Policies.load().version
    path = folder / "training.cedar"
    path.write_text(path.read_text() + "\n// A word more.\n")
    assert Policies.load(folder).version != before


def test_every_rule_can_be_listed_in_words() -> None:
    listing = Policies.load().listing()
    assert [rule.place for rule in listing] == list(range(len(listing)))
    assert all(rule.comment.endswith((".", ";", ":")) for rule in listing)
    assert all(rule.words for rule in listing if rule.forbids or rule.level)


def test_the_rules_that_are_not_tried_for_an_action_say_nothing_of_it() -> None:
    texts = "".join((PACKAGED / name).read_text("utf-8") for name in FILES)
    document = json.loads(cedarpy.policies_to_json_str(texts))
    named = {one["annotations"]["id"]: one for one in document["staticPolicies"].values()}
    every = cedarpy.PolicySet.from_json_str(json.dumps({**document, "staticPolicies": named}))
    few = read_rules(PACKAGED)
    whole = replace(few, sets=dict.fromkeys(ACTIONS, every))
    assert all(len(rules) < len(every) for rules in few.sets.values())
    for case in Policies.load().cases:
        facts = few.asking[case.action].put(case.role, case.about)
        asked = (case.action, case.role, facts)
        assert answer(few, *asked) == answer(whole, *asked), case.name


@pytest.mark.parametrize(
    "scope",
    ["action", 'action in Action::"use"', 'action in [Action::"find", Action::"view"]'],
)
def test_a_rule_for_several_actions_is_tried_for_each(folder: Path, scope: str) -> None:
    said = f'// Nothing.\n@id("NO")\n@words("No.")\nforbid (principal, {scope}, resource);'
    appended(said, "died.cedar")(folder)
    rules = Policies.load(folder, tried=False)
    assert rules.ask("view", ORDINARY.role, ORDINARY.about).ids == ("NO",)
