"""Fixed sentences of the states of sections and sources (ux 3 and 4), a part of the catalogue in messages.py."""

from __future__ import annotations

from carerecord.access.withholding import SAFEGUARDING

STATES: dict[str, str] = {
    # What stands under the headings of the eleven states (ux 4).
    "state.2.words": "{sources} did not answer and may hold more.",
    "state.part.words": "Not all that {sources} may hold is here.",
    "state.3.words": "Recorded by {who}. Every source that shares {x} answered.",
    "state.3b.words": "Recorded by {who}. {sources} did not answer.",
    "state.3.own": "as “{what}”",
    "date.none": "date not recorded",
    "state.4.words.allergies": ("{answered}. This does not mean no allergies. Ask the person."),
    "state.4.words": "{answered}. This does not mean there are none.",
    "state.4b.words": "{sources} did not answer.",
    "state.5.words.allergies": (
        "{who} recorded “{what}”{when}. {others} allergies. "
        "Do not rely on “{what}”. Check with the person."
    ),
    "state.5.words": "{who} recorded “{what}”{when}. {others} entries.",
    "state.6.words": (
        "No source that shares {x} answered. Do not assume there are none. Try again{phone}."
    ),
    "state.6.phone": ", or phone the GP: {number}",
    "state.7.words": "{sources}: no answer yet. Do not assume there are none.",
    "state.waiting.words": "{sources}: no answer yet, and there may be more.",
    "waiting": "Waiting for {n}",
    "waiting.words": (
        "{sources}: no answer yet. What has arrived is below. What comes is announced at the end of "
        "this page, and nothing moves until you choose."
    ),
    "waiting.places.one": (
        "Places, telephone numbers and the text of documents are not shown until {sources} has answered: "
        "it may say that this person is protected."
    ),
    "waiting.places.many": (
        "Places, telephone numbers and the text of documents are not shown until all of them have answered: "
        "any of them may say that this person is protected."
    ),
    "address.waiting": "Not shown until every source has answered",
    "people.waiting.one": "Telephone numbers are not shown until {sources} has answered.",
    "people.waiting.many": "Telephone numbers are not shown until {sources} have answered.",
    "people.protected": "Telephone numbers are not shown: this person is protected.",
    "late.places": "Places and telephone numbers can be shown now.",
    "late.protected": "This person is protected: places and telephone numbers stay hidden.",
    "shell.allergies": "Checking allergies…",
    "shell.asked": "{came} of {asked} sources have answered. Waiting for {sources}.",
    "shell.cut": "Only part of this page arrived.",
    "shell.cut.words": "What is missing is not shown.",
    "shell.stopped": "This record cannot be shown now",
    "shell.stopped.words": (
        "What you look at must be recorded, and that is not possible at the moment. Try again in a minute."
    ),
    "shell.on": "This record opens in another way now.",
    "late": "Arrived after this page was drawn",
    "late.waiting": "Waiting for {sources}.",
    "late.answered": "{source} has answered: {n}",
    "late.nothing": "Answered, with nothing more for this page: {sources}",
    "late.one": "{sources} is not available.",
    "late.many": "{sources} are not available.",
    "late.show": "Show them",
    "late.which": "See which",
    "late.all": "See all that has come",
    "late.whole": "Nothing more is waited for.",
    "late.stopped": (
        "What has answered since cannot be recorded, so it is not shown. Try again in a minute."
    ),
    "state.9": "Copy is {age} old",
    "state.9.words": "{source} last sent information {when}; it usually sends every {interval}.",
    "state.10.words": (
        "No source in this region shares {x}. Ask the organisation that cares for the person."
    ),
    "state.11.words": (
        "This message is the same whether or not there is any information. "
        "Your role does not include {x}. If you need it now, ask a colleague whose role does, "
        "or the organisation that holds it."
    ),
    "state.11.words.safeguarding": SAFEGUARDING,
    # A source somebody asked not to share: never “no data” (OPT-5). `why` completes “{source}: …”.
    "not-shown.source": "{source}: {why}.",
    "not-shown.emergency": "If not knowing could cause serious harm:",
    # A source that tells somebody when it is asked (SEN-12). `then` is a clause of its settings.
    "chosen": "You asked {source}",
    "chosen.words": "So {then}. What it holds is on this page alone, until you ask again.",
    "unasked.ask": "Ask {source}",
    "fetched.again": "Fetch again",
    "missing.again": "Try again",
    "missing.again.source": "Try the unavailable source again",
    "unasked.entry": "This entry is not in what the other sources hold",
    "unasked.entry.words": "It may be held by a source that has not been asked.",
    # Sources that said lately that they have no record of the person.
    "unknown": "Not asked: {sources}.",
    "unknown.words": "Nothing is known to be held there.",
    "unknown.ask": "Ask anyway",
    "anyway": "You asked {sources} anyway",
    "not-shown.words": "What it holds is missing from this page. That is not the same as nothing.",
    "state.3b.only": "Recorded by {who}.",
    # The one notice about withholding, on every record page and the same for everyone.
    "withheld.always": (
        "Some information may not be shown: what the law restricts, and what a source or the "
        "person has asked not to share. This message is the same whether or not there is any "
        "information."
    ),
    # Why a source is missing (completes “{source}: …” and stands alone as a sentence).
    "failure.waiting": "No answer yet.",
    "failure.timeout": "No answer in {s} seconds.",
    "failure.refused": "It refused the connection.",
    "failure.reset": "It broke off while answering.",
    "failure.error": "It answered with an error.",
    "failure.unreadable": "What it sent could not be read.",
    "failure.too-large": "It sent more than a record can hold.",
    "failure.wrong-person": (
        "It answered for another person. Nothing about another person is shown."
    ),
    "failure.paused": "{words}. It has failed several times and is not being asked for a few seconds.",
    "failure.fault": "Its answer could not be used.",
    "failure.overdue": "It last sent information {when}.",
    "failure.overdue.never": "It has sent nothing yet.",
    "failure.none": "Only part of its answer arrived.",
    "missing.one": "{sources} is not available. What it holds is missing from this page.",
    "missing.many": "{sources} are not available. What they hold is missing from this page.",
    "missing.part": "{sources} answered only in part. Something may be missing from this page.",
    "missing.shares": "It shares {list}.",
    "source.neighbour": "Neighbouring region: {name}",
    "source.answered": "Answered in {s} s",
    "source.not-found": "No record available there for this person",
    "source.not-asked": "Not asked: not registered there",
    "source.not-asked.why": "Not asked: {why}",
    "source.withheld": "Not shown: {why}",
    "source.copy": "Copy held for them",
    "source.copy.old": "Copy is older than expected: {why}",
    "source.partial": "Shows part: {why}",
    "source.waiting": "Waiting: no answer yet",
    "source.failed": "Not available: {why}",
    "source.says": "{source} says: {words}",
    "entry.broken": "1 item from {source} could not be shown",
    "entries.unreadable": "{n} from {source} could not be read and {are} not shown.",
}
