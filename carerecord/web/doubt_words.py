"""Fixed sentences of what looks wrong, a part of the catalogue in messages.py."""

from __future__ import annotations

DOUBTS: dict[str, str] = {
    "doubt.queried": "Queried on {day}",
    "doubt.sent": "Sent to the organisation that holds it, which has not read it yet.",
    "doubt.seen": "The organisation that holds it read this on {day} and has not answered yet.",
    "doubt.corrected": "Put right at the source on {day}: {words}",
    "doubt.stands": "Looked at on {day} and left as it is: {words}",
    "doubt.what-happens": (
        "Held by {organisation}. The officers of who holds it are told, without what you write; they "
        "read that here, with your name, and answer. Until then the entry is marked as queried."
    ),
    "doubt.urgent": "If somebody could come to harm, phone the source now. Nobody reads this at once.",
    "doubt.none": "Nobody has said that something you hold looks wrong.",
    "doubt.listed": (
        "What staff of any organisation said looks wrong in what yours holds. Put it right in your "
        "own system: this record shows what that holds."
    ),
}
