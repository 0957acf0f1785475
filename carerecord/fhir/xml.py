"""An XML document as a tree, from its bytes alone. One with a DOCTYPE, too deep or with too many parts is refused.

No entity but XML's own five is known, and no address in it is followed (XML 1.0, 4.6).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from xml.parsers import expat

DEEPEST = 200
MOST_PARTS = 100_000  # elements and attributes


class NotXmlError(ValueError):
    """It is not well-formed XML, or more than a document can need. The words name nothing that it says."""


@dataclass(slots=True)
class Element:
    """Names are without their prefix; `space` is the address of the namespace. Built once, then only read."""

    name: str
    space: str
    attributes: dict[str, str]
    content: list[Element | str] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        return [one for one in self.content if isinstance(one, Element)]

    def get(self, attribute: str) -> str:
        return self.attributes.get(attribute, "").strip()

    def all(self, *path: str) -> list[Element]:
        """Every element that is reached by these names, one inside the other."""
        found = [self]
        for name in path:
            found = [
                child
                for one in found
                for child in one.content
                if isinstance(child, Element) and child.name == name
            ]
        return found

    def first(self, *path: str) -> Element:
        """The first that is reached by these names; an empty one where there is none."""
        return next(iter(self.all(*path)), _NONE)

    def inside(self) -> Iterator[Element]:
        """This element and all in it, in the order of the document."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    @property
    def words(self) -> str:
        """All text in it, without the spaces of its layout."""
        return " ".join(" ".join(self._texts()).split())

    @property
    def digest(self) -> str:
        """Of all it says, whatever stands round it and however it is laid out."""
        made = sha256()
        for one in self.inside():
            own = [text.strip() for text in one.content if isinstance(text, str)]
            made.update(repr((one.name, sorted(one.attributes.items()), own)).encode())
        return made.hexdigest()

    def _texts(self) -> Iterator[str]:
        waiting: list[Element | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                yield one
            else:
                waiting.extend(reversed(one.content))

    def __bool__(self) -> bool:
        return bool(self.name)


_NONE = Element("", "", {})


def read_xml(body: bytes) -> Element:
    """Raises `NotXmlError`."""
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.StartElementHandler = builder.begin
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    try:
        parser.Parse(body.lstrip(), True)
    except NotXmlError:
        raise
    except (expat.ExpatError, LookupError, ValueError):
        raise NotXmlError("it is not well-formed XML") from None
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root = _NONE
        self._open: list[Element] = []
        self._parts = 0
        self._names: dict[str, tuple[str, str]] = {}

    def refuse(self, *_: object) -> None:
        raise NotXmlError("it declares a document type, which is never taken")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._parts += 1 + len(attributes)
        if len(self._open) >= DEEPEST or self._parts > MOST_PARTS:
            raise NotXmlError("it is nested too deep, or has too many parts")
        space, own = self._names.get(name) or self._named(name)
        plain = {key.rpartition(" ")[2]: sent for key, sent in attributes.items()}
        element = Element(own, space, plain)
        if self._open:
            self._open[-1].content.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _named(self, name: str) -> tuple[str, str]:
        space, _, own = name.rpartition(" ")
        self._names[name] = space, own
        return space, own

    def end(self, _: str) -> None:
        self._open.pop()

    def text(self, text: str) -> None:
        self._open[-1].content.append(text)
