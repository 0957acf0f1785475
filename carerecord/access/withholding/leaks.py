"""Words of a withheld item in another item's free text: told to the source's privacy officer, not promised (SEN-5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carerecord.access.withholding.attachments import text_inside
from carerecord.access.withholding.labels import elements, plain
from carerecord.contract import Item, Resource


@dataclass(frozen=True, slots=True)
class Finding:
    """One probable leak, for an audit incident; says neither the words nor the category."""

    source_id: str
    item: str  # "source/Type/id"
    rule: str


def leaks(items: Sequence[Item], texts: set[str]) -> list[int]:
    """Positions of items in whose words one of `texts` stands, case and spacing aside."""
    if not texts:
        return []
    return [at for at, item in enumerate(items) if _repeats(item.resource, texts)]


def finding(item: Item) -> Finding:
    return Finding(item.source_id, name_of(item), "SEN-5")


def name_of(item: Item) -> str:
    """As objections and the audit log name an item."""
    return f"{item.source_id}/{item.type}/{item.resource.get('id')}"


def _repeats(resource: Resource, texts: set[str]) -> bool:
    return any(text in words for words in _words(resource) for text in texts)


def _words(resource: Resource) -> Iterator[str]:
    for element in elements(resource):
        for key, value in element.items():
            for one in value if isinstance(value, list) else (value,):
                if isinstance(one, str):
                    yield plain(text_inside(element, one) if key == "data" else one)
