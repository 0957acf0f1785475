"""Fixed sentences of the page of a breach, a part of the catalogue in messages.py."""

from __future__ import annotations

BREACH: dict[str, str] = {
    "breach.intro": (
        "Record it as soon as you are sure that somebody looked without a reason. From then the organisation has 72 "
        "hours to tell the ICO, unless no risk to anybody is likely. The other officers, the Caldicott Guardian and "
        "the region’s lead have an e-mail with the reference alone."
    ),
    "breach.more": (
        "Then everybody counts whose record this member of staff opened for your organisation on these days."
    ),
    "breach.days": "It is about every record that this member of staff opened from {first} to {last}.",
    "breach.left": "Tell the ICO by {until}: {hours} hours left",
    "breach.over": "Tell the ICO now: the 72 hours ended at {until}",
    "breach.none": "Somebody looked without a reason?",
    "breach.no-letter": "Write first what people are told",
    "breach.nobody": "The log has nobody whose record was opened then.",
    "breach.suspend": "To stop this member of staff everywhere, propose to suspend their access:",
    "breach.ended": "Nothing more is recorded. It stays here, as it was written down.",
    "breach.step.found": "Breach found",
    "breach.step.contained": "Goes no further",
    "breach.step.regulator-told": "ICO told",
    "breach.step.regulator-not-needed": "ICO need not be told",
    "breach.step.letter": "What people are told",
    "breach.step.people-told": "People told",
    "breach.step.people-not-needed": "People need not be told",
    "breach.step.ended": "Ended",
    "breach.step.reminded": "Reminder sent: 24 hours left",
    "breach.step.overdue": "The 72 hours are over: sent to the region’s lead",
}
