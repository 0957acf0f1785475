"""Fixed sentences about plans and their versions (ux S14), a part of the catalogue in messages.py."""

from __future__ import annotations

PLANS: dict[str, str] = {
    "plan.version": "Version {n} of {of}",
    "plan.versions": "All {n} versions",
    "plan.changed": "What changed from version {n}",
    "plan.between": "What changed from version {start} to version {end}",
    "plan.line.added": "Added",
    "plan.line.removed": "Removed",
    "plan.line.changed": "Changed",
    "plan.from-to": "from “{before}” to “{after}”",
    "plan.same": "No line differs between the two.",
    "plan.review.is": "Review due {day}.",
    "plan.review.was": "Review was due {day}",
    "code.show": "Show access code",
    "code.title": "Access code",
    "code.heading": "What opens the door",
    "code.recorded": "That you were shown this is written down",
    "code.careful": "Do not write it beside a name or an address. It is on this page alone, and not printed.",
    "code.none": "There is no access code in this entry.",
    "plan.not-the-form": "This screen is not the signed form.",
}
