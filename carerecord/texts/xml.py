"""The words of an XML document (CDA): its text, and the names of its codes. One with a DOCTYPE is refused."""

from __future__ import annotations

from xml.parsers import expat


class Refused(Exception):
    """It declares a document type, and with it could name files and grow without end."""


def words_of_xml(body: bytes) -> str:
    """Empty for what is no well-formed XML, or is refused. No entity but XML's own five, no address is followed."""
    made: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.CharacterDataHandler = made.append
    parser.StartElementHandler = lambda name, attributes: made.extend(_parted(attributes))
    parser.EndElementHandler = lambda name: made.append("\n")
    parser.buffer_text = True
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, Refused, LookupError, ValueError):
        return ""
    return "".join(made)


def _refuse(*_: object) -> None:
    raise Refused


def _parted(attributes: dict[str, str]) -> tuple[str, ...]:
    return ("\n", attributes.get("displayName", ""), "\n")
