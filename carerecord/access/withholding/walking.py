"""One walk over an item for all that ties it to others: what it refers to, its words, its business identifiers.

A record whose person has anything withheld is walked for every page, so it is walked once.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from carerecord.contract import Resource

_WORDS = frozenset({"text", "display", "title", "description", "valueString"})
_NAMES = "dentifier"
"""How the names end of elements that hold business identifiers: `identifier`, `masterIdentifier` and so on."""
_NAMES_TOO = "requisition"


class Walked(NamedTuple):
    pointing: list[tuple[str, Resource]]
    """Elements that may refer to something, each with the name it stands under."""
    words: set[str]
    """As sent."""
    identifiers: list[Resource]


def walked(resource: Resource) -> Walked:
    """Itself and all it contains, however deep; no recursion limit."""
    found = Walked([], set(), [])
    pointing, words, identifiers = found
    waiting: list[Any] = [resource]
    while waiting:
        element = waiting.pop()
        if isinstance(element, list):  # one that lies in a list: nothing in it stands under a name
            waiting += [one for one in element if isinstance(one, dict | list)]
            continue
        for key, value in element.items():
            if isinstance(value, str):
                if key in _WORDS:
                    words.add(value)
                continue
            if not isinstance(value, dict | list) or not value:
                continue
            names = key.endswith(_NAMES) or key == _NAMES_TOO
            for one in value if isinstance(value, list) else (value,):
                if isinstance(one, dict):
                    waiting.append(one)
                    if "reference" in one or "identifier" in one or "url" in one:
                        pointing.append((key, one))
                    if names:
                        identifiers.append(one)
                elif isinstance(one, list):
                    waiting.append(one)
    return found
