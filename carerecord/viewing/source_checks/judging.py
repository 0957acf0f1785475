"""The ten checks, each from what came of trying the source. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from carerecord.contract import Answer
from carerecord.sections import BY_NAME, owner_of
from carerecord.viewing.source_checks.contract import Check, Mark, Tried

Said = tuple[Mark, str, str]
SOON = timedelta(days=30)
"""A certificate that ends sooner is to be renewed."""
NOT_TRIED: Said = ("not tried", "Not tried: nobody to ask about, or nothing came.", "")
NAME_SOMEBODY = "Name a test person it holds."


def judged(tried: Tried) -> tuple[Check, ...]:
    """Always ten, in the order in which one stands on another."""
    return tuple(
        Check(number, title, *(judge(tried) if _may(number, tried) else NOT_TRIED))
        for number, (title, judge) in enumerate(_CHECKS.items(), 1)
    )


def _may(number: int, tried: Tried) -> bool:
    """Nothing is judged by what never came."""
    if number == 1:
        return True
    if tried.problem:
        return False
    return number < 4 or tried.answer is not None


def _settings(tried: Tried) -> Said:
    if tried.problem:
        return "fail", tried.problem, "Correct the block of this source in the configuration."
    if not tried.source.sections:
        return "warn", "It shares no section: nothing it sends is expected.", "Name its `sections`."
    return "pass", f"They can be read; it shares {len(tried.source.sections)} sections.", ""


def _reached(tried: Tried) -> Said:
    if tried.knocked is None:
        return "not tried", "Not tried: it is not connected to; it sends.", ""
    if tried.knocked.refused:
        do = "Check its address and port, that it runs, and that the network lets us through."
        return "fail", f"It could not be reached: {tried.knocked.refused}.", do
    return "pass", f"Something listens there; connected in {tried.knocked.seconds:.2f} s.", ""


def _secure(tried: Tried) -> Said:
    knocked = tried.knocked
    if knocked is None or knocked.refused:
        return NOT_TRIED
    if knocked.insecure:
        do = "Check `ca`, and the certificate the source shows: its authority, name and last day."
        return "fail", f"It could not prove who it is: {knocked.insecure}.", do
    if not knocked.tls:
        if knocked.local:
            return "pass", "Without TLS, on this machine alone.", ""
        return "warn", "Without TLS: whoever is between reads along.", "Give it an https address."
    if knocked.until and knocked.until - tried.now < SOON:
        return "warn", f"Its certificate ends on {knocked.until:%Y-%m-%d}.", "Have it renewed."
    return "pass", "Its certificate is that of its address, of an authority we know.", ""


def _answers(tried: Tried) -> Said:
    answer = _asked(tried)
    if answer.failure and answer.state == "failed" and answer.failure.kind != "wrong-person":
        return "fail", f"It failed: {answer.failure.words}.", _TO_DO.get(answer.failure.kind, _LOGS)
    if answer.state == "withheld":
        return "warn", f"It does not share this person: {answer.words}.", NAME_SOMEBODY
    if answer.state == "not-found":
        return "warn", "It has no record of this person.", NAME_SOMEBODY
    return "pass", f"It answered with {answer.received} items.", ""


def _right_person(tried: Tried) -> Said:
    answer = _asked(tried)
    if answer.failure and answer.failure.kind == "wrong-person" and not answer.items:
        do = "Stop. Find out how it finds a person before anybody real is asked about."
        return "fail", "It answered about somebody else.", do
    if not answer.patients:
        return _nothing(answer, "It sent no Patient with this NHS number.")
    return "pass", "Its Patient carries the NHS number, and the birth date does not differ.", ""


def _every_item(tried: Tried) -> Said:
    answer = _asked(tried)
    if answer.held_back:
        counted = Counter(why for _, why in answer.held_back)
        why = "; ".join(f"{n} {words}" for words, n in sorted(counted.items()))
        do = "Every item must point at the Patient of the same answer, or carry the number."
        return "fail", f"{len(answer.held_back)} items are held back: {why}.", do
    return _nothing(answer, "") if not answer.items else ("pass", "Each is about this person.", "")


def _complete(tried: Tried) -> Said:
    answer = _asked(tried)
    if answer.unreadable:
        do = "Have it send each as a FHIR resource with its type."
        return "fail", f"{len(answer.unreadable)} items could not be read.", do
    if answer.warnings:
        return "warn", f"It says: {answer.warnings[0]}", "Ask its owner what is left out."
    if answer.state == "partial" and answer.failure and answer.failure.kind != "wrong-person":
        return "warn", f"Not all of it came: {answer.failure.words}.", "Look for its last pages."
    return _nothing(answer, "") if not answer.items else ("pass", "All it announced came.", "")


def _sections(tried: Tried) -> Said:
    answer = _asked(tried)
    came = {owner_of(item.resource).name for item in answer.items}
    if not came:
        return _nothing(answer, "")
    shared = set(tried.source.sections)
    if extra := _titles(came - shared):
        return (
            "warn",
            f"It sent what it is not said to share: {extra}.",
            "Add it to its `sections`.",
        )
    if none := _titles(shared - came):
        return "pass", f"Of this person it sent nothing of: {none}.", ""
    return "pass", "It sent something of every section it shares.", ""


def _nobody(tried: Tried) -> Said:
    answer = tried.nobody
    if answer is None:
        return NOT_TRIED
    if answer.state == "not-found":
        return "pass", "Asked about somebody who does not exist, it has no record.", ""
    do = "Have it say that it knows nobody, with an empty Bundle or a code of its protocol."
    if answer.received:
        return "fail", "Asked about somebody who does not exist, it sent a record.", do
    return "warn", "Asked about somebody who does not exist, it does not say so.", do


def _time(tried: Tried) -> Said:
    answer, within = _asked(tried), tried.source.within_seconds
    took = f"It took {answer.seconds:.2f} s of {within:g} s."
    if answer.failure and answer.failure.kind == "timeout":
        return "fail", f"It did not answer within {within:g} s.", "Ask its owner why it is slow."
    if answer.seconds > within / 2:
        return "warn", took, "Everybody waits for the slowest: ask its owner why."
    return "pass", took, ""


def _asked(tried: Tried) -> Answer:
    if tried.answer is None:
        raise ValueError("judged without an answer")
    return tried.answer


def _nothing(answer: Answer, words: str) -> Said:
    """Where nothing came there is nothing to be wrong with, and nothing is proven."""
    if words and answer.received:
        return "fail", words, "Have it send the Patient with every answer."
    return NOT_TRIED


def _titles(names: set[str]) -> str:
    return ", ".join(BY_NAME[name].title for name in sorted(names) if name in BY_NAME)


_LOGS = "Look for the request in its log, by its time."
_TO_DO = {
    "refused": "Check our certificate, and that it knows who we are.",
    "error": "Look for the request in its log: it failed there.",
    "unreadable": "Check that the address is that of its FHIR server.",
    "timeout": "Ask its owner why it is slow.",
    "too-large": "Have it send less at once, and page.",
    "fault": "Report this to us, with the log event `source.fault`.",
}
_CHECKS: dict[str, Callable[[Tried], Said]] = {
    "Settings": _settings,
    "Reached": _reached,
    "Secure": _secure,
    "Answers": _answers,
    "The right person": _right_person,
    "Every item is theirs": _every_item,
    "Complete": _complete,
    "Sections": _sections,
    "Somebody unknown": _nobody,
    "In time": _time,
}
