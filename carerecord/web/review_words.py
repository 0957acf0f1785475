"""Fixed sentences of access review (ux S19), a part of the catalogue in messages.py."""

from __future__ import annotations

REVIEW: dict[str, str] = {
    "asked.waits": "Your organisation asks about a record you opened.",
    "asked.question": (
        "Your organisation asks how you were involved in the care of these people. Many views are "
        "asked about, some at random; it does not say that anything was wrong."
    ),
    "asked.none": "Nothing is asked of you.",
    "asked.gone": "This was answered already, or is not asked any more.",
    "review.unchecked": "Audit record not checked yet",
    "review.unchecked.words": (
        "Nothing was checked yet. Every entry is checked once an hour; this line then says up to which one."
    ),
    "review.answer-by": "They have an answer by {day}.",
    "review.told": ". The person is told: “{words}”",
    "review.times": (
        "Counted for a year by the month a review came up. Looked at means its first step: a question to the person "
        "who looked, a decision, or the rule that closed it. Going up to somebody is no look."
    ),
    "review.times.none": "No review came up in a year.",
    "review.times.nobody": "Nobody has asked in a year.",
    "review.people": "Asked by people",
    "review.asks": "The person asks",
    "review.tell": "What the person is told",
    "review.tell.hint": (
        "In plain words, without the name of who looked. It stands in their next report, with your decision"
    ),
    "review.intact": "Audit record intact",
    "review.checked": "Checked to entry {n} at {time}.",
    "review.altered": "Audit check failed at {where}. Call {who}.",
    "review.to-review": "to review, {n} due by tonight",
    "review.opened": "records opened in the last 7 days",
    "review.emergencies": "emergency accesses in 7 days, {share} of records opened",
    "review.by-rule": "closed by rule in 30 days: care was recorded after",
    "review.median": "the middle time to close a review",
    "review.hidden": "Staff member, name hidden until opened",
    "review.care-found": "Found",
    "review.no-care": "None",
    "review.overdue": "{day}, overdue",
    "review.empty": "No review is here.",
    "review.care-meaning": (
        "“Care found” looks for a stay, appointment, referral or caseload entry from 7 days before "
        "to 7 days after."
    ),
    "review.no-care-around": "No stay, appointment, referral or caseload entry is known to us.",
    "review.no-entries": "It is about several records, or none. Search the log for this member of staff.",
    "review.entries": "Entry {first} to {last}.",
    "review.other-times": "{who} opened this record on {times} too.",
    "review.no-other-times": "{who} opened this record at no other time in a year.",
    "review.others": "{who} opened {n} other records in the 30 days before.",
    "review.sealing": (
        "While a review is sealed, its entries are left out of the report that the person gets."
    ),
    "review.decide.asked": "Ask the person who looked",
    "review.decide.asked.hint": "In a neutral way; answer within 2 working days",
    "review.decide.closed": "Close: care explained",
    "review.decide.closed.hint": "",
    "review.decide.referred": "Refer to their manager and people team",
    "review.decide.referred.hint": "",
    "review.decide.suspension-proposed": "Suspend their access",
    "review.decide.suspension-proposed.hint": "Needs a second officer, who then suspends",
    "review.decide.suspended": "Suspend their access now",
    "review.decide.suspended.hint": "Another officer proposed it. It counts at once, everywhere",
    "review.step.asked": "Asked the person who looked",
    "review.step.answered": "Answered",
    "review.step.closed": "Closed: care explained",
    "review.step.referred": "Referred",
    "review.step.suspension-proposed": "Proposed to suspend",
    "review.step.suspended": "Access suspended",
    "review.step.closed-by-rule": "Closed by rule",
    "review.step.escalated-guardian": "Went to the Caldicott Guardian",
    "review.step.escalated-lead": "Went to the region’s lead",
    "review.step.sealed": "Sealed",
    "review.step.unsealed": "Unsealed",
}
