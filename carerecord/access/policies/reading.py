"""Rules from their files: each under its governance id, true to the schema, and complete."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import cedarpy

from carerecord.access.policies.facts import Asking, asking, read_by

FILES = (
    "signed_in.cedar",
    "organisation.cedar",
    "training.cedar",
    "role.cedar",
    "identity.cedar",
    "ties.cedar",
    "died.cedar",
    "objection.cedar",
    "relationship.cedar",
    "emergency.cedar",
    "show.cedar",
    "notify.cedar",
)
SCHEMA = "schema.cedarschema"
ACTIONS = ("view", "declare-emergency", "opened", "refused", "show", "find", "review", "explain")
LEVELS = ("notification", "alert", "banner")
STATES = ("not-asked", "withheld")
CLASSES = ("labelled", "document", "mentalHealthDetail", "safeguardingDetail")
"""Facts of a part of a record that say it is of a class of item."""
_COMMENTED = re.compile(r'^// (.+)\n@id\("([^"]+)"\)', re.MULTILINE)


class PoliciesUnusable(Exception):
    """The access rules cannot be read or do not hold together; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One policy: its governance id, whether it forbids, and what its annotations say."""

    id: str
    forbids: bool
    words: str  # for the viewer; of a rule about telling somebody, for them
    place: int  # in the order of explaining
    comment: str = ""  # the rule in plain English
    level: Literal["", "notification", "alert", "banner"] = ""  # only what has to happen
    most: Literal["", "summary"] = ""  # every section is shown no fuller than that
    state: Literal["not-asked", "withheld"] = "withheld"  # of what it keeps back
    only: str = ""  # the one class of item that it keeps back

    @property
    def governance(self) -> str:
        """The governance rule: the id, without the level of what has to happen."""
        return self.id.removesuffix(f"-{self.level}") if self.level else self.id


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    rules: Mapping[str, Rule]
    version: str
    sets: Mapping[str, cedarpy.PolicySet]
    asking: Mapping[str, Asking]
    actions: cedarpy.Entities


def read_rules(folder: Path) -> Read:
    """Every rule of a folder. Raises PoliciesUnusable."""
    texts, schema_text = _texts(folder), text_of(folder / SCHEMA)
    try:
        schema = cedarpy.Schema.from_str(schema_text)
    except ValueError as error:
        raise PoliciesUnusable(f"{SCHEMA}: {error}") from None
    by_id: dict[str, Any] = {}
    comments: dict[str, str] = {}
    for name, text in texts.items():
        by_id |= _named(name, text, schema, taken=by_id.keys())
        comments |= {rule: comment for comment, rule in _COMMENTED.findall(text)}
    actions = cedarpy.Entities.from_json_str("[]", schema)
    can = _by_action(by_id, _groups(actions))
    _must_permit_showing(can["show"])
    return Read(
        rules={name: _rule(name, by_id[name], at, comments) for at, name in enumerate(by_id)},
        version=hashlib.sha256("\0".join([*texts.values(), schema_text]).encode()).hexdigest()[:12],
        sets={action: policy_set(can[action]) for action in ACTIONS},
        asking={action: _asking(schema, action, can[action]) for action in ACTIONS},
        actions=actions,
    )


def text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise PoliciesUnusable(f"{path.name} cannot be read") from None


def _texts(folder: Path) -> dict[str, str]:
    found = {path.name for path in folder.glob("*.cedar")}
    if unlisted := sorted(found - set(FILES)):
        raise PoliciesUnusable(f"{unlisted[0]} is in the folder but not in the list of files")
    return {name: text_of(folder / name) for name in FILES}


def _named(name: str, text: str, schema: cedarpy.Schema, taken: Any) -> dict[str, Any]:
    """The policies of one file under their `@id`: the engine then answers in governance rules."""
    try:
        policies = json.loads(cedarpy.policies_to_json_str(text))
        checked = cedarpy.validate_policies(text, schema)
    except ValueError as error:
        raise PoliciesUnusable(f"{name}: {error}") from None
    if not checked.validation_passed:
        raise PoliciesUnusable(f"{name}: {checked.errors[0]}")
    if policies["templates"]:
        raise PoliciesUnusable(f"{name}: a rule may not leave a place open")
    by_id: dict[str, Any] = {}
    for policy in _in_file_order(policies["staticPolicies"]):
        rule_id = policy.get("annotations", {}).get("id", "")
        if not rule_id or rule_id in by_id or rule_id in taken:
            raise PoliciesUnusable(f"{name}: every rule needs an @id of its own ({rule_id!r})")
        if said := _incomplete(rule_id, policy):
            raise PoliciesUnusable(f"{name}: {rule_id} {said}")
        by_id[rule_id] = policy
    return by_id


def _incomplete(rule_id: str, policy: Mapping[str, Any]) -> str:
    """What a rule lacks to be explained and acted on."""
    notes, action = policy["annotations"], policy["action"]
    forbids = policy["effect"] == "forbid"
    if forbids and not notes.get("words"):
        return "forbids without @words for the viewer"
    try:
        class_of(policy)
    except ValueError as error:
        return str(error)
    if forbids and _is(action, "show") and notes.get("state") not in STATES:
        return f"keeps something back without @state, one of {', '.join(STATES)}"
    if _is(action, "opened") or _is(action, "refused"):
        level = notes.get("level")
        if forbids or not notes.get("words") or level not in LEVELS:
            return "is about what has to happen: a permit with @words and @level"
        if not rule_id.endswith(f"-{level}"):
            return f"is named for its governance rule and its level: …-{level}"
    return ""


def policy_set(by_id: Mapping[str, Any]) -> cedarpy.PolicySet:
    document = {"templates": {}, "staticPolicies": by_id, "templateLinks": []}
    return cedarpy.PolicySet.from_json_str(json.dumps(document))


def class_of(rule: Mapping[str, Any]) -> str:
    """The class of item that a rule keeps back; empty when its class is nothing to the rule. Raises ValueError.

    All classes are asked about at once. A rule is alike for one and for all of them when it is about one at most,
    and not at all about an item that is not of that class.
    """
    named = read_by(rule).intersection(CLASSES)
    if not named:
        return ""
    said = [{"kind": "when", "body": _fact(name)} for name in named]
    if len(said) > 1 or said[0] not in rule["conditions"] or rule["effect"] != "forbid":
        raise ValueError(
            "is about a class of item: it forbids, `when` that one class, said by itself"
        )
    return min(named)


def _fact(name: str) -> dict[str, Any]:
    return {".": {"left": {"Var": "context"}, "attr": name}}


def _must_permit_showing(rules: Mapping[str, Any]) -> None:
    """Then nothing is kept back by silence, and the rules that forbid say all there is to say."""
    for rule in rules.values():
        anybody = rule["principal"]["op"] == rule["resource"]["op"] == "All"
        if rule["effect"] == "permit" and anybody and not rule["conditions"]:
            return
    raise PoliciesUnusable("no rule permits to show whatever no other rule forbids")


def _asking(schema: cedarpy.Schema, action: str, rules: Mapping[str, Any]) -> Asking:
    try:
        return asking(schema, action, rules.values())
    except ValueError as error:
        raise PoliciesUnusable(f"{SCHEMA}: {error}") from None


def _by_action(
    by_id: Mapping[str, Any], groups: Mapping[str, Set[str]]
) -> dict[str, dict[str, Any]]:
    """The rules that can say something of each action: no other one is tried, for speed alone."""
    return {
        action: {
            name: policy
            for name, policy in by_id.items()
            if _names_one(policy["action"], groups.get(action, {action}))
        }
        for action in ACTIONS
    }


def _groups(actions: cedarpy.Entities) -> dict[str, set[str]]:
    """Of each action of the schema: itself, and every group that it is in."""
    return {
        one["uid"]["id"]: {one["uid"]["id"], *(parent["id"] for parent in one["parents"])}
        for one in json.loads(str(actions))
    }


def _names_one(scope: Mapping[str, Any], groups: Set[str]) -> bool:
    """Whether the scope of a rule names one of them, or every action."""
    if scope["op"] == "All":
        return True
    named = scope["entities"] if "entities" in scope else [scope["entity"]]
    return not groups.isdisjoint(one["id"] for one in named)


def _is(scope: Mapping[str, Any], action: str) -> bool:
    return bool(scope["op"] == "==" and scope["entity"]["id"] == action)


def _in_file_order(policies: Mapping[str, Any]) -> list[Any]:
    """The engine names them policy0, policy1 … as they stand in the file."""
    return [policies[key] for key in sorted(policies, key=lambda key: int(key[len("policy") :]))]


def _rule(name: str, policy: Mapping[str, Any], place: int, comments: Mapping[str, str]) -> Rule:
    notes = policy["annotations"]
    return Rule(
        id=name,
        forbids=policy["effect"] == "forbid",
        words=notes.get("words", ""),
        place=place,
        comment=comments.get(name, ""),
        level=notes.get("level", ""),
        most="summary" if notes.get("most") else "",
        state=notes.get("state", "withheld"),
        only=class_of(policy),
    )
