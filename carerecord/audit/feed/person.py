"""The entry with nothing left that says, or could say, whom it was about (AUD-14): for a SIEM."""

from __future__ import annotations

from dataclasses import replace

from carerecord.audit.entry import Entry

ABOUT_NOBODY = frozenset(
    (
        "as",
        "assurance",
        "bytes",
        "command",
        "content_type",
        "face",
        "faults",
        "feed",
        "function",
        "given",
        "key",
        "launcher",
        "log",
        "minutes",
        "next",
        "outcome",
        "policies",
        "policy_version",
        "previous",
        "provider",
        "purpose",
        "reasons",
        "restricted_version",
        "role_id",
        "rule",
        "source",
        "to",
        "what",
        "why",
        "without_person",
    )
)
"""Parts of a body that are about staff, rules and systems. Whatever is not named here stays behind."""


def without_person(entry: Entry) -> Entry:
    body = {name: value for name, value in entry.body.items() if name in ABOUT_NOBODY}
    return replace(entry, person_id="", body=body)
