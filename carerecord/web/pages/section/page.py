"""What a reader of one page must be told before its lists."""

from __future__ import annotations

from carerecord.web.messages import MESSAGES


def advice(slug: str) -> str:
    return MESSAGES.get(f"{slug}.notice", "")
