"""What anybody could read in an answer, in whatever way it is written there."""

from __future__ import annotations

import base64
import re
from html import unescape


def readable(text: str) -> str:
    """What stands in it, in whatever way it is written: entities, escapes and attached documents undone."""
    attached = re.findall(r'"data":"([A-Za-z0-9+/=]{8,})"', text)
    inside = [base64.b64decode(one).decode("utf-8", "replace") for one in attached]
    plain = re.sub(r"<[^>]+>", " ", unescape(text))
    return "\n".join([unescape(text), " ".join(plain.split()), *inside]).casefold()
