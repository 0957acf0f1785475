"""What is sent: a reference, its level and when it is due, and nothing of anybody (ALR-3)."""

from __future__ import annotations

from carerecord.insight.cases.contract import CaseFile, Step
from carerecord.insight.mail import Message

LEVELS = {"alert": "Alert", "notification": "Notification"}


def of_new(case: CaseFile, to: str, address: str) -> Message:
    return Message(
        to,
        f"{LEVELS[case.level]}: access review {case.reference}",
        f"Access review {case.reference} is waiting for a privacy officer, due {case.due:%d-%b-%Y}.\n"
        f"Sign in to see it: {address}/review/{case.number}\n",
    )


def of_asked(case: CaseFile, to: str, address: str) -> Message:
    """To the member of staff who is asked; neutral, as the page is."""
    return Message(
        to,
        f"A question waits for you: {case.reference}",
        f"Your organisation asks you something, reference {case.reference}. Many are asked, some at random.\n"
        f"Sign in to read it and to answer: {address}/asked\n",
    )


def of_escalated(case: CaseFile, step: Step, to: str, address: str) -> Message:
    days = "21" if step == "escalated-lead" else "7"
    return Message(
        to,
        f"Access review {case.reference} is not completed after {days} days",
        f"Access review {case.reference} of organisation {case.organisation} is not completed after "
        f"{days} days.\nSign in to see it: {address}/review/{case.number}\n",
    )
