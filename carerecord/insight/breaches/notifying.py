"""What is sent of a breach: a reference and until when, and nothing of anybody (ALR-3)."""

from __future__ import annotations

from carerecord.insight.breaches.contract import Breach, Step
from carerecord.insight.cases import CaseFile, Post
from carerecord.insight.mail import Message

SUBJECTS = {
    "found": "Breach recorded",
    "reminded": "Breach: 24 hours left to tell the ICO",
    "overdue": "Breach: the 72 hours to tell the ICO are over",
}


def messages(case: CaseFile, breach: Breach, step: Step, post: Post) -> list[Message]:
    """To the officers and the Caldicott Guardian; the region's lead knows that one was found, and that time is over."""
    to = [*post.officers.get(case.organisation, ()), post.guardians.get(case.organisation, "")]
    if step != "reminded":
        to.append(post.lead)
    subject = f"{SUBJECTS[step]}: {case.reference}"
    body = (
        f"Access review {case.reference} of organisation {case.organisation} is a breach. The ICO is to be told by "
        f"{breach.deadline:%d-%b-%Y %H:%M} UTC, unless no risk is likely.\n"
        f"Sign in to see it: {post.address}/review/{case.number}/breach\n"
    )
    return [Message(one, subject, body) for one in dict.fromkeys(to) if one]
