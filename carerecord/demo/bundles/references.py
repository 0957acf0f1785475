"""References inside a bundle: what they point to, and what they become in one source's copy.

A source knows only what it holds. A reference to something it holds becomes `Type/id`; a reference to
something another source holds becomes a logical reference (identifier and display), as real systems
send it; a reference to something that was never in the bundle stays as it was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.bundles.reading import Entry, identifiers

Rewrite = Callable[[str, dict[str, Any]], dict[str, Any] | None]
"""Given what a reference says and the whole Reference: the new Reference, or None to leave it."""


def said(value: Any) -> Iterator[str]:
    """Everything `value` refers to, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("reference", "url") and isinstance(inner, str):
                yield inner
            else:
                yield from said(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from said(inner)


def strip(reference: str) -> str:
    """Without the version: `Observation/1/_history/2` means `Observation/1`."""
    return reference.split("/_history/", 1)[0]


def rewritten(value: Any, local: Callable[[str], str | None], rewrite: Rewrite) -> Any:
    """A new value; what is not a reference is shared with the old one or copied, never changed.

    `local` answers for addresses that are not a Reference (`Attachment.url` of a Binary).
    """
    if isinstance(value, list):
        return [rewritten(inner, local, rewrite) for inner in value]
    if not isinstance(value, dict):
        return value
    new = {key: rewritten(inner, local, rewrite) for key, inner in value.items()}
    if isinstance(reference := value.get("reference"), str):
        changed = rewrite(strip(reference), new)
        return new if changed is None else changed
    if isinstance(url := value.get("url"), str) and (here := local(strip(url))):
        new["url"] = here
    return new


def logical(entry: Entry, reference: dict[str, Any]) -> dict[str, Any]:
    """The same thing named without an address, for a source that does not hold it."""
    kept = {key: value for key, value in reference.items() if key != "reference"}
    kept["type"] = entry.type
    if "identifier" not in kept and (identifier := _identifier(entry)):
        kept["identifier"] = identifier
    return kept


def conditional(reference: str, holder: dict[str, Any]) -> dict[str, Any] | None:
    """`Practitioner?identifier=system|value` with nobody to mean: the same as a logical reference."""
    kind, found, search = reference.partition("?identifier=")
    system, bar, value = search.partition("|")
    if not (found and bar and kind.isalpha()):
        return None
    kept = {key: inner for key, inner in holder.items() if key != "reference"}
    return {**kept, "type": kind, "identifier": {"system": system, "value": value}}


def _identifier(entry: Entry) -> Resource | None:
    for identifier in identifiers(entry.resource):
        return {"system": identifier["system"], "value": identifier["value"]}
    for name in entry.names:
        if name.startswith(("urn:uuid:", "urn:oid:")):
            return {"system": "urn:ietf:rfc:3986", "value": name}
    return None
