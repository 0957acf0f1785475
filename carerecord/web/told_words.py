"""Fixed sentences of the desk for “who has looked at your record”, and of the public register."""

from __future__ import annotations

TOLD: dict[str, str] = {
    "told.intro": (
        "Make the report of who has looked at somebody’s record, for them. Check first who they are. "
        "Your name and every report you make are kept, and the person sees that you made it."
    ),
    "told.unknown": "No person here has this NHS number.",
    "told.day": "Choose the day.",
    "told.choose": "Choose what to do.",
    "told.no-letters": "Letters as PDF cannot be made here. Use HTML and print it.",
    "told.questions": "Questions that people ask about looks by your staff are access reviews:",
    "told.copy": "A copy of what is held",
    "told.correction": "Something to put right",
    "told.given": "Given to them",
    "told.put-right": "Put right",
    "told.declined": "Not done",
    "told.asked": "Asked, due {day}",
    "told.nothing-asked": "Nothing is asked of your organisation.",
    "told.seen": "{name}: held something on {day}",
    "told.not-seen": "{name}: nothing of them was seen yet",
    "told.copies": (
        "Each organisation answers a request for a copy itself: nothing of the record leaves through this page. "
        "By the log of earlier views, and without asking anybody now:"
    ),
    "told.put-right.words": (
        "Whoever wrote it decides, and puts it right where it was written. What they do not change can carry a note "
        "of the person, which staff read beside it."
    ),
    "told.no-requests": "Nobody has asked yet.",
    "told.refused": "Refused",
    "told.held": "Not yet",
    "told.held.words": (
        "A look at this record is part of a review that is sealed. There is no report until its organisation "
        "unseals the review, or two of its officers leave the look out."
    ),
    "told.protected": "Where this person lives is protected: hand it over in person, never by post.",
    "told.waiting": "Waiting for an answer",
    "told.answered": "Answered on {day}",
    "told.leave-out": (
        "Only for an investigation that is sealed, or where telling would put somebody at risk. It changes "
        "nothing until a second officer of your organisation agrees, and ends on its last day."
    ),
    "told.waits-for-second": "not left out yet: a second officer has to agree",
    "register.intro": (
        "Organisations that care for people here share some of what they hold, so that staff who care for "
        "you can see it. This page says what each of them shares. Nobody’s own information is on it."
    ),
    "register.nothing": "It shares nothing now.",
    "register.none": "Nothing is shared yet.",
    "register.objecting": (
        "You can say that you do not want yours to be shared. You can ask who has looked at it. It is free: "
        "ask any organisation on this page."
    ),
    "register.foot": "The record of care stays with the organisation that made it; ask them to correct mistakes.",
}
