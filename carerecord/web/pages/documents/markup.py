"""A source's HTML without anything that acts: only the shape of the words is kept."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3
from markupsafe import Markup

# No link, image, form, style or identifier survives.
_TAGS = {
    *("p", "br", "hr", "div", "span", "b", "strong", "i", "em", "u", "sub", "sup", "pre"),
    *("s", "strike", "del", "ins"),  # crossed-out words must not read as if they stood
    *("ul", "ol", "li", "dl", "dt", "dd", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
_ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}

# Their tags go, their words stay or they never had any: nothing a reader would miss.
_NOTHING_LOST = {
    *("html", "head", "body", "title", "meta", "link", "style", "base", "main", "section"),
    *("article", "header", "footer", "aside", "nav", "address", "a", "font", "center", "big"),
    *("small", "tt", "code", "kbd", "samp", "var", "cite", "q", "abbr", "acronym", "dfn", "time"),
    *("mark", "data", "col", "colgroup", "wbr", "nobr", "figure", "figcaption", "label", "bdi"),
    *("bdo", "details", "summary", "o:p"),
}

_HEADING = re.compile(r"<(/?)h([1-5])>")
"""As cleaned: words that look like one are escaped. A page has one `h1`, the title of the document (ux 11)."""


def safe(html: str) -> Markup:
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)
    if "<h1>" in clean:
        clean = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}>", clean)
    return Markup(clean)  # noqa: S704  # only the tags above are left


def leaves_out(html: str) -> bool:
    """Whether the safe form lacks a picture, a form, or anything else that is not known to be words."""
    reader = _Tags()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # how the reader refuses a declaration it does not know
        return True
    return not reader.found <= _TAGS | _NOTHING_LOST


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
