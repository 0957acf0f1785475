"""The access rules, in the order a decision is explained, and what runs them.

Each rule is a Cedar policy with the governance rule as its `@id` and, where it forbids, the words a
viewer reads as its `@words`. Everything is read once; anything unreadable, unlisted or not true to the
schema stops the start.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cedarpy
import msgspec

FILES = (
    "organisation.cedar",
    "training.cedar",
    "role.cedar",
    "purpose.cedar",
    "own_record.cedar",
    "objection.cedar",
    "relationship.cedar",
    "emergency.cedar",
)
SCHEMA = "schema.cedarschema"


class PoliciesUnusable(Exception):
    """The access rules cannot be read or do not hold together; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One policy: its governance id, whether it forbids, and the words for the viewer."""

    id: str
    forbids: bool
    words: str
    place: int  # in the order of explaining


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine answered. `failed` when it did not decide, for whatever reason: never a permit."""

    permitted: bool
    rules: tuple[Rule, ...]  # that determined it, in the order of explaining
    failed: bool = False


FAILED = Verdict(permitted=False, rules=(), failed=True)
_NO_ENTITIES = cedarpy.Entities.from_json_str("[]")


@dataclass(frozen=True, slots=True, eq=False)
class Policies:
    """Rules parsed once. Holds no state; safe to share."""

    rules: Mapping[str, Rule]
    version: str
    _set: cedarpy.PolicySet
    _schema: cedarpy.Schema

    @classmethod
    def load(cls, folder: Path | None = None) -> Policies:
        """The rules of this package, or of `folder`. Raises PoliciesUnusable."""
        folder = folder or Path(__file__).parent
        texts = _texts(folder)
        schema_text = _text(folder / SCHEMA)
        try:
            schema = cedarpy.Schema.from_str(schema_text)
        except ValueError as error:
            raise PoliciesUnusable(f"{SCHEMA}: {error}") from None
        by_id: dict[str, Any] = {}
        for name, text in texts.items():
            by_id |= _named(name, text, schema, taken=by_id.keys())
        document = {"templates": {}, "staticPolicies": by_id, "templateLinks": []}
        digest = hashlib.sha256("\0".join([*texts.values(), schema_text]).encode())
        return cls(
            rules={name: _rule(name, by_id[name], place) for place, name in enumerate(by_id)},
            version=digest.hexdigest()[:12],
            _set=cedarpy.PolicySet.from_json_str(json.dumps(document)),
            _schema=schema,
        )

    def ask(self, action: str, role: str, person_id: str, about: Mapping[str, Any]) -> Verdict:
        """What the rules say. Whatever goes wrong, on the way or inside, is `FAILED`."""
        request = {
            "principal": {"type": "Role", "id": role},
            "action": {"type": "Action", "id": action},
            "resource": {"type": "Person", "id": person_id},
            "context": msgspec.json.encode(about).decode(),
        }
        try:
            result = cedarpy.is_authorized(request, self._set, _NO_ENTITIES, self._schema)
            if result.decision is cedarpy.Decision.NoDecision or result.diagnostics.errors:
                return FAILED
            rules = [self.rules[name] for name in result.diagnostics.reasons]
        except Exception:  # a fault of the engine denies (governance 3.1, iii)
            return FAILED
        return Verdict(result.allowed, tuple(sorted(rules, key=lambda rule: rule.place)))


def _texts(folder: Path) -> dict[str, str]:
    found = {path.name for path in folder.glob("*.cedar")}
    if unlisted := sorted(found - set(FILES)):
        raise PoliciesUnusable(f"{unlisted[0]} is in the folder but not in the list of files")
    return {name: _text(folder / name) for name in FILES}


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise PoliciesUnusable(f"{path.name} cannot be read") from None


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
        if policy["effect"] == "forbid" and not policy["annotations"].get("words"):
            raise PoliciesUnusable(f"{name}: {rule_id} forbids without @words for the viewer")
        by_id[rule_id] = policy
    return by_id


def _in_file_order(policies: Mapping[str, Any]) -> list[Any]:
    """The engine names them policy0, policy1 … as they stand in the file."""
    return [policies[key] for key in sorted(policies, key=lambda key: int(key[len("policy") :]))]


def _rule(name: str, policy: Mapping[str, Any], place: int) -> Rule:
    return Rule(name, policy["effect"] == "forbid", policy["annotations"].get("words", ""), place)
