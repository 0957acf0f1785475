"""The words of a section as a person wrote them: plain, or as HTML of a few harmless tags. No style, link or picture."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from carerecord.fhir.xml import Element

_TAGS = {
    **{tag: tag for tag in ("table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption")},
    **{tag: tag for tag in ("sub", "sup", "br")},
    "paragraph": "p",
    "list": "ul",
    "item": "li",
}
_BLOCKS = frozenset(_TAGS) - {"sub", "sup"}
_SPANS = ("colspan", "rowspan")


def named(section: Element) -> Iterator[tuple[str, Element]]:
    """The parts of the words that entries point to, by their ID."""
    for one in section.inside():
        if own := one.get("ID") or one.get("id"):
            yield own, one


def plain(element: Element) -> str:
    """A line for each paragraph, row and item; cells side by side."""
    lines = "".join(_plain(element)).split("\n")
    tidy = (" ".join(line.split()).strip(" |") for line in lines)
    return "\n".join(line for line in tidy if line)


def _plain(element: Element) -> Iterator[str]:
    for one in element.content:
        if isinstance(one, str):
            yield " ".join(one.split()).join((" " * one[:1].isspace(), " " * one[-1:].isspace()))
        elif one.name in ("td", "th"):
            yield from (*_plain(one), " | ")
        elif one.name in _BLOCKS:
            yield from ("\n", *_plain(one), "\n")
        else:
            yield from _plain(one)


def html(element: Element) -> str:
    """What is inside it. A word that was taken out stays crossed out."""
    return "".join(_html(element))


def _html(element: Element) -> Iterator[str]:
    for one in element.content:
        if isinstance(one, str):
            yield escape(one)
            continue
        tag = _tag(one)
        inner = html(one)
        if tag == "br":
            yield "<br>"
        elif tag:
            yield f"<{tag}{_spans(one)}>{inner}</{tag}>"
        else:
            yield inner


def _tag(element: Element) -> str:
    if element.name == "list" and element.get("listType") == "ordered":
        return "ol"
    if element.get("revised") in ("delete", "insert"):
        return "del" if element.get("revised") == "delete" else "ins"
    return _TAGS.get(element.name, "")


def _spans(element: Element) -> str:
    found = ((name, element.get(name)) for name in _SPANS if element.name in ("td", "th"))
    return "".join(f' {name}="{value}"' for name, value in found if value.isdigit())
