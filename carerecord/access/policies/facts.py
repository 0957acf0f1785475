"""What each action is asked with: checked as a whole against the schema, and then the facts that its rules read.

The engine's time goes into taking over facts and into checking them, and not into trying rules. So the check of a
request is made ready once, from the schema as the engine itself writes it, and refuses what the engine would
refuse; and the engine is handed the facts its rules read. No other fact can change what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import GenericAlias
from typing import Any, Literal

import cedarpy
import msgspec

# As the engine writes a schema, whatever the file looks like.
_TYPE = re.compile(r"^type (\w+) = \{\n(.*?)\n\};$", re.MULTILINE | re.DOTALL)
_FACT = re.compile(r"  (\w+): ([\w<>]+),?")
_ENTITY = re.compile(r"^entity (\w+) enum (\[.*\]);$", re.MULTILINE)
_ACTION = re.compile(
    r'^action "([^"]+)"[^;]*? appliesTo \{\n  principal: \[(\w+)\],[^;]*?  context: (\w+)\n\};$',
    re.MULTILINE,
)
_PLAIN: Mapping[str, type] = {"Bool": bool, "Long": int, "String": str}


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """How one action is asked."""

    roles: frozenset[str]  # that may ask
    read: tuple[str, ...]  # the facts its rules read
    entities: tuple[str, ...]  # those of them that are sets of entities
    _whole: type[msgspec.Struct]  # every fact there has to be

    def put(self, role: str, about: Mapping[str, Any]) -> str:
        """The facts as the engine takes them, once all is as the schema has it.

        Raises on a role nobody knows, and on a fact that is missing, of another kind, or that nobody knows.
        """
        if role not in self.roles:
            raise ValueError("a role that the schema does not name")
        msgspec.convert(about, self._whole)
        facts = {name: about[name] for name in self.read}
        for name in self.entities:
            facts[name] = [{"__entity": one} for one in facts[name]]
        return msgspec.json.encode(facts).decode()


def asking(schema: cedarpy.Schema, action: str, rules: Iterable[Mapping[str, Any]]) -> Asking:
    """Of an action, by its rules in their JSON form. Raises ValueError."""
    text = str(schema)
    entities = {kind: msgspec.json.decode(names) for kind, names in _ENTITY.findall(text)}
    asked_of = {name: (role, context) for name, role, context in _ACTION.findall(text)}
    types = dict(_TYPE.findall(text))
    role, context = asked_of.get(action, ("", ""))
    if role not in entities or context not in types:
        raise ValueError(f"{action} needs a list of roles, and a type of facts that has a name")
    kinds = dict(_facts(types[context]))
    read = frozenset(name for rule in rules for name in read_by(rule))
    return Asking(
        roles=frozenset(entities[role]),
        read=tuple(name for name in kinds if name in read),
        entities=tuple(
            name for name in kinds if name in read and _element(kinds[name]) in entities
        ),
        _whole=msgspec.defstruct(
            action.replace("-", "_"),
            [(name, _kind(name, kind, entities)) for name, kind in kinds.items()],
            forbid_unknown_fields=True,
        ),
    )


def read_by(rule: Mapping[str, Any]) -> frozenset[str]:
    """The facts a rule reads. Raises ValueError when it takes them as a whole."""
    return frozenset(_read(rule["conditions"]))


def _read(expression: Any) -> Iterator[str]:
    match expression:
        case {".": {"left": {"Var": "context"}, "attr": str(name)}}:
            yield name
        case {"Var": "context"}:
            raise ValueError("reads the facts as a whole: a rule names each that it reads")
        case dict():
            for part in expression.values():
                yield from _read(part)
        case list():
            for part in expression:
                yield from _read(part)


def _facts(described: str) -> Iterator[tuple[str, str]]:
    for line in described.splitlines():
        if not (fact := _FACT.fullmatch(line)):
            raise ValueError(f"a fact is needed always, and not made of others: {line.strip()}")
        yield fact[1], fact[2]


def _element(kind: str) -> str:
    """Of what a set is made; nothing for a fact that is no set."""
    return kind[4:-1] if kind.startswith("Set<") else ""


def _kind(name: str, kind: str, entities: Mapping[str, list[str]]) -> Any:
    element = _element(kind)
    if element in entities:
        return GenericAlias(list, _entity(element, entities[element]))
    if element in _PLAIN:
        return GenericAlias(list, _PLAIN[element])
    if kind not in _PLAIN:
        raise ValueError(f"{name} is of a kind that no request can be checked for: {kind}")
    return _PLAIN[kind]


def _entity(kind: str, names: list[str]) -> type[msgspec.Struct]:
    return msgspec.defstruct(
        kind,
        [("type", Literal[kind]), ("id", Literal[tuple(names)])],
        forbid_unknown_fields=True,
    )
