"""Text inside an attachment: read where it is text, written back changed."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

_TEXT = re.compile(r"text/|[/+]xml|[/+]json|rtf", re.IGNORECASE)
_CHARSET = re.compile(r"charset=\"?([\w.:-]+)", re.IGNORECASE)


def text_inside(attachment: Mapping[str, Any], data: str) -> str:
    """The words of base64 `data`; "" where it is not text. An attachment that does not say is tried as text."""
    encoding = _encoding(attachment)
    if not encoding:
        return ""
    try:
        raw = base64.b64decode(data, validate=False)
        return raw.decode(encoding, errors="replace") if _may_be_text(attachment, raw) else ""
    except (binascii.Error, ValueError, LookupError):
        return ""


def as_data(attachment: Mapping[str, Any], text: str) -> str:
    """Base64 of changed words, in the character set the attachment says it has."""
    encoding = _encoding(attachment) or "utf-8"
    return base64.b64encode(text.encode(encoding, errors="xmlcharrefreplace")).decode()


def _encoding(attachment: Mapping[str, Any]) -> str:
    kind = attachment.get("contentType")
    if not isinstance(kind, str) or not kind:
        return "utf-8"
    if not _TEXT.search(kind):
        return ""
    named = _CHARSET.search(kind)
    return named[1] if named else "utf-8"


def _may_be_text(attachment: Mapping[str, Any], raw: bytes) -> bool:
    return bool(attachment.get("contentType")) or b"\0" not in raw[:1024]
