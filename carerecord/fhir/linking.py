"""Following references inside one source's answer. Nothing leads out of it, and nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b

from carerecord.contract import Item, Resource
from carerecord.fhir.reading import as_dict, as_list, first_text

_URN = "urn:uuid:"


def reference_id(reference: object) -> str:
    """`Type/id`, `urn:uuid:…`, `#id` or the whole address, without a version; "" when it points nowhere."""
    name = reference.get("reference") if isinstance(reference, dict) else None
    return name.split("/_history/")[0] if isinstance(name, str) and name.strip() else ""


def fetched_id(address: str) -> str:
    """The id of the Binary that holds what was fetched from where an attachment points."""
    return blake2b(address.encode(errors="backslashreplace"), digest_size=16).hexdigest()


def linked_in(items: Iterable[Item]) -> Callable[[object], Resource | None]:
    """A resolver of references among these items: by type and id, by urn:uuid, and `#id` of what is contained."""
    resources = [item.resource for item in items]
    named: dict[str, Resource] = {}
    by_own: dict[str, Resource] = {}
    contained: dict[int, Resource] = {}

    def follow(reference: object) -> Resource | None:
        name = reference_id(reference)
        if not name:
            return None
        if name.startswith("#"):
            if not contained:
                contained.update(_contained(resources))
            return contained.get(id(reference))
        if not named:
            owned = _owned(resources)
            named.update((f"{one.get('resourceType')}/{own}", one) for own, one in owned)
            by_own.update(owned)
        return by_own.get(name[len(_URN) :]) if name.startswith(_URN) else named.get(name)

    return follow


def _owned(resources: Iterable[Resource]) -> list[tuple[str, Resource]]:
    """Each with its id, where it has one."""
    return [
        (own, one) for one in resources if isinstance(own := one.get("id"), str) and own.strip()
    ]


def _contained(resources: Iterable[Resource]) -> Iterator[tuple[int, Resource]]:
    """By the identity of the reference that is followed: `#p` means another thing in each resource."""
    for resource in resources:
        inside = {first_text(as_dict(c).get("id")): c for c in as_list(resource.get("contained"))}
        if inside:
            for reference in inner_references(resource):
                target = inside.get(first_text(reference["reference"])[1:])
                if isinstance(target, dict):
                    yield id(reference), target


def inner_references(resource: Resource) -> Iterator[Resource]:
    """Every element with a reference of the form `#id`."""
    waiting: list[object] = [resource]
    while waiting:
        element = waiting.pop()
        if isinstance(element, dict):
            if first_text(element.get("reference")).startswith("#"):
                yield element
            waiting.extend(element.values())
        elif isinstance(element, list):
            waiting.extend(element)
