"""What of a bundle a FHIR source is ever asked for: the rest would be dealt and never be seen."""

from __future__ import annotations

import re
from collections import Counter

from carerecord.demo.bundles.reading import Bundle
from carerecord.fhir import EVERY_TYPE

ASKED_FOR = frozenset({"Patient", *EVERY_TYPE})
_NAME = re.compile(r"[A-Z][A-Za-z]{0,63}")


def asked_for(bundle: Bundle) -> tuple[Bundle, str]:
    """The bundle without what no source is asked for, and in words how much that is."""
    rest = Counter(_shown(entry.type) for entry in bundle.entries if entry.type not in ASKED_FOR)
    if not rest:
        return bundle, ""
    kept = tuple(entry for entry in bundle.entries if entry.type in ASKED_FOR)
    return Bundle(kept, bundle.unreadable), _in_words(rest.total(), ", ".join(sorted(rest)))


def _in_words(count: int, kinds: str) -> str:
    if count == 1:
        return f"1 resource of a type a FHIR source is not asked for ({kinds}) is left out"
    return f"{count} resources of types a FHIR source is not asked for ({kinds}) are left out"


def _shown(kind: str) -> str:
    """A type is a file's free text; only what could be the name of one is repeated."""
    return kind if _NAME.fullmatch(kind) else "no name of a type"
