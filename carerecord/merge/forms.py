"""Elements in the one form they are compared in, each worked out once for a merge: most are sent again and again."""

from __future__ import annotations

from typing import Any

from carerecord.merge.canonical import plain
from carerecord.merge.statement import encoded, in_one_form


class Forms:
    """Of one merge, by how they were sent, so it is no larger than what came."""

    __slots__ = ("_bodies", "_elements")

    def __init__(self) -> None:
        self._bodies: dict[bytes, bytes] = {}
        self._elements: dict[bytes | tuple[str, str], bytes] = {}

    def element(self, key: str, value: Any) -> bytes:
        """With its name. Raises what cannot be written."""
        sent = (key, value) if type(value) is str else encoded({key: value})
        found = self._elements.get(sent)
        if found is None:
            found = in_one_form(encoded({key: plain(value)}))
            self._elements[sent] = found
        return found

    def body(self, sent: bytes) -> bytes:
        """Of all that is compared of an item: copies are often sent alike to the last letter."""
        found = self._bodies.get(sent)
        if found is None:
            found = self._bodies[sent] = in_one_form(sent)
        return found

    def all_but(self, resource: dict[str, Any], left: frozenset[str]) -> bytes:
        """Of every element but these, in one order."""
        element = self.element
        return b",".join(sorted([element(k, v) for k, v in resource.items() if k not in left]))
