"""The words of HTML, in one pass however it is nested: a parser that builds the tree can take minutes."""

from __future__ import annotations

import re
from html import unescape

_MARK = re.compile(r"<!--|<!\[CDATA\[|<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>|<[!?][^<>]*>")
_INSIDE_A_WORD = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_NEVER_DEEP = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "dd",
        "dt",
        "embed",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
        "param",
        "source",
        "td",
        "th",
        "tr",
        "track",
        "wbr",
    ]
)
"""Elements without an end, and those that the next of their kind ends."""
_NOT_WORDS = frozenset({"script", "style"})  # as the documents page leaves them out


def depth_of_html(html: str) -> int:
    """How deep its elements stand in one another, or more: where ends are missing they count as open."""
    depth = deepest = 0
    for found in _MARK.finditer(html):
        name = (found.group(2) or "").lower()
        if name and name not in _NEVER_DEEP:
            depth = max(depth - 1, 0) if found.group(1) else depth + 1
            deepest = max(deepest, depth)
    return deepest


def words_of_html(html: str) -> str:
    """What stands between the tags; a tag that begins something new parts words."""
    made: list[str] = []
    place, inside = 0, ""  # `inside`: an element whose content is no words
    while found := _MARK.search(html, place):
        if not inside:
            made.append(html[place : found.start()])
        place = found.end()
        if found.group() == "<!--":
            end = html.find("-->", place)
            place = len(html) if end < 0 else end + 3
            continue
        name = (found.group(2) or "").lower()
        if inside:
            inside = "" if found.group(1) and name == inside else inside
        elif name in _NOT_WORDS and not found.group(1) and not found.group().endswith("/>"):
            inside = name
        if name not in _INSIDE_A_WORD:
            made.append("\n")
    if not inside:
        made.append(html[place:])
    return unescape("".join(made))
