"""The bytes of a message as the FHIR resource they are, in JSON or in XML. Pure."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import decode_resource
from carerecord.fhir.from_xml import FHIR, resource_of
from carerecord.fhir.xml import NotXmlError, read_xml


class BrokenError(ValueError):
    """It begins as JSON, and is none. The words name nothing that it says."""


def fhir_in(raw: bytes) -> Resource | None:
    """None for what is no FHIR at all. Raises `BrokenError`."""
    tidy = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
    if tidy.startswith(b"{"):
        try:
            return decode_resource(tidy)
        except (ValueError, RecursionError):
            raise BrokenError("it is not well-formed JSON") from None
    if FHIR.encode() not in raw:
        return None
    try:
        root = read_xml(raw)
    except NotXmlError:
        return None
    return resource_of(root) if root.space == FHIR else None
