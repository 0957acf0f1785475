"""A structured record of GP Connect as R4, with what its Lists warn of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from carerecord.connectors.bundle import NOT_COMPLETE, NOT_READABLE, Bundle
from carerecord.connectors.gp_connect.products import with_products
from carerecord.connectors.said import SAID
from carerecord.contract import Item, Resource
from carerecord.fhir import as_dict, as_list, encode_resource, first_text, list_warnings, text_of
from carerecord.fhir.stu3 import STU3_TYPES, NotReadableError, lifted, to_r4

_WARNING = "ListWarningCode"


def translated(bundle: Bundle, source_id: str) -> Bundle:
    """The same answer in R4. What cannot be read is counted under the name of its type; the rest is whole."""
    made: list[Resource] = []
    unreadable = list(bundle.unreadable)
    for item in bundle.items:
        try:
            made.append(to_r4(item.resource))
        except NotReadableError:
            unreadable.append(f"{_named(item)} {NOT_READABLE}")
    warnings = tuple(_warnings(made))
    return replace(
        bundle,
        items=tuple(
            Item(source_id, one, encode_resource(one)) for one in _apart(with_products(made))
        ),
        unreadable=tuple(unreadable),
        warnings=(*bundle.warnings, *warnings),
        incomplete=bundle.incomplete or (NOT_COMPLETE if warnings else ""),
    )


def _named(item: Item) -> str:
    return item.type if item.type in STU3_TYPES else "An entry"


def _apart(made: Iterable[Resource]) -> Iterator[Resource]:
    """Ended allergies stand inside a List; here they are entries like any other."""
    resources = list(made)
    taken = {_name(one) for one in resources}
    for one in resources:
        rest, out = lifted(one, taken)
        taken.update(map(_name, out))
        yield rest
        yield from out


def _name(resource: Resource) -> tuple[str, str]:
    return first_text(resource.get("resourceType")), first_text(resource.get("id"))


def _warnings(made: Iterable[Resource]) -> Iterator[str]:
    """Each warning once, after the names of the Lists that give it."""
    lists: dict[str, list[str]] = {}
    for one in made:
        if one.get("resourceType") == "List":
            title = first_text(one.get("title"), text_of(one.get("code")), "A list")
            for words in _warned(one):
                lists.setdefault(words, []).append(title)
    for words, titles in lists.items():
        yield f"{', '.join(dict.fromkeys(titles))}: {words}"


def _warned(one: Resource) -> Iterator[str]:
    """The List's own words where they are about this warning: they name dates. Else those of the table."""
    notes = [first_text(as_dict(note).get("text")) for note in as_list(one.get("note"))]
    for extension in map(as_dict, as_list(one.get("extension"))):
        if first_text(extension.get("url")).removesuffix("-1").endswith(_WARNING):
            code = first_text(extension.get("valueCode"))
            words = SAID[code].words if code in SAID else f"Warning {code or 'without a code'}"
            yield next((note for note in notes if code in list_warnings(note)), words)
