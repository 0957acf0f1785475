"""Read one file as a FHIR R4 bundle about one person, or say in words why it cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from carerecord.contract import Resource

MOST_BYTES = 512 * 1024 * 1024

_decoder = msgspec.json.Decoder(float_hook=Decimal)
_encoder = msgspec.json.Encoder(decimal_format="number")


class Unusable(Exception):
    """This file cannot be used; the message completes “{file}: …”."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource of a bundle and every name other resources may call it by."""

    resource: Resource
    names: tuple[str, ...]

    @property
    def type(self) -> str:
        return str(self.resource["resourceType"])


@dataclass(frozen=True, slots=True)
class Bundle:
    entries: tuple[Entry, ...]
    unreadable: int = 0  # entries that hold no resource

    def of_type(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.type == kind]


def encode(resource: Resource) -> bytes:
    """The resource as JSON; decimals as they were sent (72.50 stays 72.50)."""
    return _encoder.encode(resource)


def bundle_files(folder: Path) -> list[Path]:
    """Every file below the folder in one order, hidden ones left out."""
    found = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return sorted(
        path
        for path in found
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def read_bundle(path: Path) -> Bundle:
    """The bundle in one file. Raises `Unusable`."""
    if path.suffix.lower() != ".json":
        raise Unusable("not a .json file")
    content = _decoded(_bytes(path))
    if not isinstance(content, dict) or content.get("resourceType") != "Bundle":
        raise Unusable(f"not a FHIR Bundle but {_kind(content)}")
    entries = content.get("entry")
    if not isinstance(entries, list) or not entries:
        raise Unusable("a bundle without entries")
    read = [_entry(one) for one in entries]
    usable = tuple(entry for entry in read if entry is not None)
    return Bundle(usable, unreadable=len(read) - len(usable))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unusable(f"larger than {MOST_BYTES // 2**20} MB")
        return path.read_bytes()
    except OSError as error:
        raise Unusable(f"cannot be read ({error.strerror})") from None


def _decoded(content: bytes) -> Any:
    if not content.strip():
        raise Unusable("empty")
    try:
        return _decoder.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except msgspec.DecodeError as error:
        if "truncated" in str(error):
            raise Unusable("cut short: the JSON ends in the middle") from None
        raise Unusable(f"not JSON ({_without_content(error)})") from None
    except UnicodeDecodeError:
        raise Unusable("not JSON (not UTF-8)") from None
    except ArithmeticError:
        raise Unusable("holds a number that no decimal can be") from None
    except RecursionError:
        raise Unusable("nested too deeply") from None


def _without_content(error: msgspec.DecodeError) -> str:
    """What msgspec says is about bytes and places, never about values; the first line is enough."""
    return str(error).splitlines()[0]


def _kind(content: Any) -> str:
    if isinstance(content, dict) and isinstance(content.get("resourceType"), str):
        return f"a single {content['resourceType'][:40]}"
    return "something else"


def _entry(one: Any) -> Entry | None:
    if not isinstance(one, dict):
        return None
    resource = one.get("resource")
    if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        return None
    return Entry(resource, tuple(_names(one, resource)))


def _names(entry: dict[str, Any], resource: Resource) -> Iterator[str]:
    """What a `Reference.reference` may say to mean this entry."""
    kind = resource["resourceType"]
    if isinstance(full_url := entry.get("fullUrl"), str) and full_url:
        yield full_url
    if isinstance(identity := resource.get("id"), str) and identity:
        yield f"{kind}/{identity}"
    for identifier in identifiers(resource):
        yield f"{kind}?identifier={identifier['system']}|{identifier['value']}"


def identifiers(resource: Resource) -> list[dict[str, Any]]:
    """The business identifiers that say whose they are."""
    found = resource.get("identifier")
    listed = found if isinstance(found, list) else [found]
    return [
        one
        for one in listed
        if isinstance(one, dict)
        and isinstance(one.get("system"), str)
        and isinstance(one.get("value"), str)
    ]
