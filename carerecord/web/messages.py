"""Every state, failure and fixed sentence of the pages, by identifier. Tests name the identifier.

Words in {braces} are filled in. `x` is the section in lower case (“allergies”), `X` its title.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carerecord.viewing.headings import HEADINGS
from carerecord.web.ambulance_words import AMBULANCE
from carerecord.web.breach_words import BREACH
from carerecord.web.change_words import CHANGES
from carerecord.web.differ_words import DIFFERS
from carerecord.web.doubt_words import DOUBTS
from carerecord.web.frame_words import FRAME
from carerecord.web.language import in_this_language
from carerecord.web.mark_words import MARKS
from carerecord.web.over_time_words import OVER_TIME
from carerecord.web.plan_words import PLANS
from carerecord.web.review_words import REVIEW
from carerecord.web.source_words import SOURCES
from carerecord.web.state_words import STATES
from carerecord.web.told_words import TOLD
from carerecord.web.within_words import WITHIN

MESSAGES: dict[str, str] = {
    "design.intro": (
        "Every part of a page in every state it can be in, drawn as on the pages of a record. "
        "No source was asked: the person, the sources and the entries are invented."
    ),
    "design.sample": "What it means, in a sentence.",
    "print.now": "This page is written down as printed",
    "print.now.words": "Print it with your browser now: Ctrl and P.",
    "print.back": "Back to the page",
    "print.from": "Printed from the shared care record",
    "print.by": "by {name}, {organisation}, {at}.",
    "print.not-complete": "Not complete:",
    "print.destroy": "Out of date as soon as printed: destroy after use.",
    "print.not-recorded": "Not printed. Choose Print on the page: it is written down first.",
    "print.off": "Not printed. Printing is off for your role.",
    "summary.discharge": "Last discharge summary",
    "summary.more": "{n} more",
    "medicines.notice": "This compares what each source says. Nobody has reconciled it.",
    "medicines.stopped.unknown": "on a day not recorded",
    "medicines.stopped.undated": (
        "Not in this list: {n} stopped on a day not recorded, perhaps in the last 12 months. "
        "See all history."
    ),
    "medicines.bought": (
        "Bought or borrowed medicines are not recorded by any source. "
        "Ask the person or carer what is taken."
    ),
    "own-words.removed": "Recorded in error, and not counted above: {n}.",
    "immunisations.notice": "No entry does not mean not given.",
    "reason.recorded": "This view is recorded and {person} can ask who has looked.",
    "emergency.until": "Emergency access until {time}. The privacy officer has been told.",
    "emergency.until.waits": "Emergency access until {time}. The privacy officer will be told.",
    "waits": (
        "The audit log is unavailable. This emergency view is kept to be written down in it, "
        "and will be reviewed."
    ),
    "waits.no-more": ("No more emergency views can be kept either until it can be written again."),
    "emergencies.question": "The privacy officer sees what you say here beside the alert.",
    "emergencies.runs": "The record is open to you until {time}. Ending it tells the privacy officer.",
    "emergencies.none": "You have no emergency that is running, and owe no reason.",
    "emergencies.gone": "This emergency is over, or its reason was given already.",
    "emergencies.owed": "You declared an emergency and have not yet said in words why.",
    "ended": "What let you open this record has ended",
    "ended.words": "No longer in force: {words}. Each page is decided anew, as this one was.",
    "emergency.restricted": "This record is restricted. {person} asked for it not to be shared.",
    "emergency.no-link": "You have no recorded link to this person.",
    "emergency.open": (
        "This record is open to you, but anything {person} asked not to be shared is left out. "
        "This message is the same whether or not there is anything."
    ),
    "emergency.even-so": "You can still open it if not knowing could cause serious harm.",
    "emergency.problem": "Choose what is happening",
    "emergency.then.until": "it opens now, for {hours} only: until {time}",
    "emergency.then.recorded": "your name, the time and what you see are recorded",
    "emergency.then.told": (
        "the privacy officer at {organisation} is told, and so is that of each organisation whose "
        "information you see"
    ),
    "emergency.then.asks": "{person} can find out that you looked and why",
    "why.LR-14.heading": "Why do you need this record?",
    "why.LR-14.intro": (
        "We found no appointment, referral or stay with you for {person}. "
        "Tell us how you are involved. Your answer is kept and checked."
    ),
    "why.LR-14.problem": "Choose why you need this record",
    "why.OWN-3.heading": "You may know this person outside work",
    "why.OWN-3.intro": (
        "Open the record only if you are caring for {person} as part of your work. Your answer is "
        "kept, and the privacy officer at {organisation} is told of it."
    ),
    "why.OWN-3.problem": "Choose how you are involved",
    "why.DEC-1.heading": "Why do you need the record of somebody who has died?",
    "why.DEC-1.intro": (
        "The duty of confidence goes on after death. Your answer is kept, and the privacy officer "
        "at {organisation} is told of it."
    ),
    "why.DEC-1.problem": "Choose why you need this record",
    "why.SFL-3.heading": "Open this person’s documents?",
    "why.SFL-3.intro": (
        "Where {person} lives is protected. A document may say it in its text. Your answer is kept, "
        "and the privacy officer at {organisation} is told of it."
    ),
    "why.SFL-3.problem": "Choose why you need the documents",
    "documents.closed": "Documents stay closed until you say why you need them",
    "documents.closed.words": (
        "Where this person lives is protected, and the text of a document may say it."
    ),
    "why.otherwise": (
        "Do not open this record. If you need something from it, call the organisation that holds "
        "it, or the privacy officer at {organisation}."
    ),
    "why.otherwise.documents": (
        "Leave the documents closed: the rest of the record stays open to you. If you need "
        "something from a document, call the organisation that wrote it."
    ),
    "disagrees": "The person disagrees with something that {source} holds in {section}",
    "disagrees.words": "In their words: “{words}” Noted {day}.",
    "review.question": "A picked access is a question, not an accusation.",
    "review.owed": "No reason in words yet.",
    "review.said": "Said since: “{words}”",
    "review.none": "Nobody has done anything that your organisation was told of.",
    "review.older": "The newest {n} are shown; there may be older ones.",
    "review.notification": "Notification",
    "review.alert": "Alert",
    "review.nobody": "No one person",
    "log.intro": "What staff of your organisation did. Leave empty what does not matter. That you searched is written down.",
    "log.unknown": "No person here has this NHS number. Check it, or search without it.",
    "log.date": "Choose the days from the calendar, or type them as year-month-day.",
    "log.none": "No entry fits. Widen the days, or leave one of the fields empty.",
    "log.whole-view": "The whole view",
    "replay.nothing-shown": "Nothing",
    "replay.as-sent": "Show it as it was sent",
    "replay.is-written-down": "That you looked at this is written down, and another officer reviews it.",
    "review.not-for-this-role": (
        "This page is for the privacy officer of an organisation, in that role. If you hold it, "
        "switch to it; if you do not, ask your privacy officer."
    ),
    "explain.intro": (
        "What one member of your organisation would see of one person now, and which rule says so. "
        "No source is asked, and nothing of the record is shown."
    ),
    "explain.unknown": (
        "No such member of staff at your organisation, or no such person. Check both numbers."
    ),
    "explain.permit": "The record opens",
    "explain.challenge": "The record opens only after the member of staff has said why",
    "explain.deny": "The record stays closed",
    "explain.detail.mental_health": "Mental health: the guarded detail",
    "explain.detail.safeguarding": "Safeguarding: the detail",
    "explain.detail": "only in roles and with links that its rule names",
    "explain.documents": "Documents",
    "explain.documents.words": "closed until the member of staff says why they need them",
    "explain.told.notification": "The privacy officer is told",
    "explain.told.alert": "The privacy officer is alerted",
    "explain.told.banner": "The page says",
    "explain.full": "in full",
    "explain.summary": "summary only",
    "refused.heading": "You cannot open this record.",
    "refused.not-resident": "This person is not recorded as living at {organisation}.",
    "refused.call": (
        "If you need it to care for this person now, call the privacy officer of {organisation}, "
        "or phone the organisation that holds the record."
    ),
    "refused.own": "The privacy officer at {organisation} is told that this was tried.",
    "refused.officer": (
        "Access review shows who has looked. Who may see what says why a record would open."
    ),
    "refused.sign-in": "Sign out, and sign in again.",
    "refused.training.link": "Go to the training",
    "refused.training": (
        "Ask whoever runs training where you work, or your manager. The record opens again when it "
        "is recorded that you have passed."
    ),
    "refused.urgent": (
        "If this person needs care now, ask a colleague who can open the record, or phone the "
        "organisation that holds it."
    ),
    "refused.desk": "The help desk: {number}.",
    "document.newer": "A newer version was sent",
    "document.cannot": "This document cannot be shown here. {ask}",
    "document.damaged": "This document is damaged and cannot be shown here. {ask}",
    "document.locked": "This document needs a password and cannot be shown here. {ask}",
    "document.too-large": "This document is more than can be shown here. {ask}",
    "document.busy": "Too many documents are being opened at once. Open this one again in a moment.",
    "document.not-fetched": "This document is not shown here. {source}: {why}. {ask}",
    "sign-in.notice": (
        "For authorised use only. Using this record without being allowed to is an offence under "
        "the Computer Misuse Act 1990 and the Data Protection Act 2018."
    ),
    "sign-in.not-finished": "Signing in did not finish. Nobody is signed in. Start again.",
    "sign-in.down": ("{provider} is not answering. {other} the record from your own system."),
    "sign-in.silent": "It is not answering at the moment.",
    "sign-in.shared": "Use your own account. A shared account cannot open records.",
    "sign-in.assurance": (
        "This record needs a stronger sign-in. Use your smartcard, a security key or an "
        "authenticator, and not only a password."
    ),
    "sign-in.no-organisation": (
        "Your account is not linked to an organisation. Ask whoever runs accounts where you work."
    ),
    "sign-in.no-role": (
        "None of the roles of your account includes this record. Ask whoever runs accounts where "
        "you work."
    ),
    "idle.warning": ("Nobody has used this page for a while. It is hidden in {seconds} seconds."),
    "idle.here": "I am still here",
    "idle.hidden": "This page is hidden because nobody used it.",
    "idle.go-on": "Go on",
    "too-often": "Too many people are signing in from here at once",
    "too-often.wait": (
        "Nothing is wrong with your account, and nobody was signed in. Wait {seconds}, then start "
        "again."
    ),
    "locked.unused": "{name} is signed in here, and nobody used this computer for a while.",
    "locked.not-checked": (
        "{name} is signed in here, and for too long it could not be checked what they may do."
    ),
    "unchecked": "{provider} does not answer, so your sign-in could not be checked.",
    "unchecked.until": (
        "It was last checked at {since}. You can go on until {until}. Then you must sign in again."
    ),
    "session.ended": "You were signed out. Nothing was lost: this record is read-only.",
    "find.recorded": (
        "Searching is recorded. You can search only to find someone you are caring for."
    ),
    "find.residents.only": (
        "Searching is recorded, and finds only people who are recorded as living at your home."
    ),
    "find.overseer": (
        "Searching is recorded. You find who a person is and their NHS number; their record does "
        "not open in your role."
    ),
    "find.nobody.residents": (
        "Nobody of that name or number is recorded as living at your home. Check the spelling or "
        "the number. If somebody has just moved in, ask whoever keeps your list of residents."
    ),
    "find.nobody.linked": (
        "Nobody you have a recorded link to fits. To find somebody else, give their NHS number, or "
        "their family name, date of birth, and gender or postcode."
    ),
    "find.nobody": (
        "Nobody found. Check the spelling, or try fewer details. "
        "People without an NHS number cannot be found here."
    ),
    "find.more": "More than 10 people match. Add a date of birth or postcode.",
    "find.nearly": "Nobody has exactly these details. Check the spelling and the date of birth with the person.",
    "find.twins": "Two people have similar names and dates of birth.",
    "find.twins.words": (
        "Check the NHS number or address with the person before you open a record."
    ),
    "find.traced.busy": (
        "The national index of people was too busy to be asked. "
        "What is shown is what this region knows."
    ),
    "find.traced.failed": (
        "The national index of people did not answer. What is shown is what this region knows."
    ),
    "find.traced.unknown": "The national index of people does not know this NHS number.",
    "find.traced.withdrawn": (
        "This NHS number was withdrawn and is nobody’s any more. "
        "Ask the person’s practice for the number they have now."
    ),
    "find.traced.disagrees": (
        "The national index of people has somebody else under this NHS number. Check name and date "
        "of birth with the person before you open a record, and tell whoever answers for data quality."
    ),
    "find.traced.unsure": (
        "More than one person in the national index fits, or nobody fits exactly. "
        "Add a detail, such as the whole given name, or the NHS number."
    ),
    "find.down": "Finding people is not available. You can still open a record from your own system.",
}


MESSAGES |= HEADINGS | STATES | SOURCES | REVIEW | BREACH | TOLD | WITHIN | CHANGES | AMBULANCE
MESSAGES |= DIFFERS | DOUBTS | MARKS | OVER_TIME | PLANS | FRAME


def say(identifier: str, **words: Any) -> str:
    """The sentence with its braces filled; an unknown identifier is our fault and raises."""
    english = MESSAGES[identifier]
    return (in_this_language(identifier) or english).format(**words)


def say_for(identifier: str, section: str, **words: Any) -> str:
    """The sentence for this section where it has its own, else the common one."""
    own = f"{identifier}.{section}"
    return say(own if own in MESSAGES else identifier, **words)


def listed(names: Sequence[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    return say("and").join(filter(None, (", ".join(names[:-1]), *names[-1:])))
