"""The plain words of a document, from its bytes alone: nothing is fetched, run or kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from carerecord.texts.letters import text_in
from carerecord.texts.markup import words_of_html
from carerecord.texts.rtf import words_of_rtf
from carerecord.texts.xml import words_of_xml

LONGEST = 4 * 1024 * 1024  # bytes of a document that are read for its words
HTML = ("text/html", "application/xhtml+xml", "application/xhtml")
PLAIN = ("text/plain", "text/markdown", "text/csv", "text")
XML = ("text/xml", "application/xml", "application/hl7-v3+xml")
RTF = ("application/rtf", "text/rtf", "application/x-rtf")

Reader = Callable[[bytes, str], str]
_READERS: Mapping[str, Reader] = {
    **dict.fromkeys(PLAIN, text_in),
    **dict.fromkeys(HTML, lambda body, parameters: words_of_html(text_in(body, parameters))),
    **dict.fromkeys(RTF, lambda body, _: words_of_rtf(body)),
    **dict.fromkeys(XML, lambda body, _: words_of_xml(body)),
}


def kind_of(content_type: str) -> tuple[str, str]:
    """“Text/HTML; charset=x” as its kind and its parameters."""
    kind, _, parameters = content_type.partition(";")
    return kind.strip().lower(), parameters


def words_of(content_type: str, body: bytes) -> str:
    """Empty when there are none to be read: another kind, damaged, or more than is read."""
    kind, parameters = kind_of(content_type)
    reader = _READERS.get(kind)
    return _whole(reader(body, parameters).strip()) if reader and len(body) <= LONGEST else ""


def _whole(text: str) -> str:
    """Halves of letters joined; one that stands alone could not be sent on any page."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
