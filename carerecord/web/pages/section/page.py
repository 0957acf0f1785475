"""What a reader of one page must be told before its lists."""

from __future__ import annotations

from carerecord.web.messages import MESSAGES, say


def advice(slug: str) -> str:
    return say(f"{slug}.notice") if f"{slug}.notice" in MESSAGES else ""
