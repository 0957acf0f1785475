"""T14, T15 and T20: what comes through to nobody, and what a source was asked to keep."""

from __future__ import annotations

from acceptance_contract import Case, Try
from acceptance_done import (
    declares,
    finds_within,
    notices_are,
    notices_are_in_answer,
    opens,
)
from acceptance_given import (
    answers_with,
    behind_a_port,
    holds,
    in_emergency_department,
    patient_is,
)
from acceptance_sources import appointment, condition, letter, medicine

from carerecord.web.messages import say

THERE = in_emergency_department("Margery")

TO = {"reference": "Condition/t"}

RELATED = {"related": [TO]}


def episode(text: str, code: str, drug: str, clinic: str, title: str):
    """A condition, and the medicine, appointment and letter that point at it."""
    return (
        condition("t", text, code),
        medicine("drug", drug, reasonReference=[TO]),
        appointment("visit", clinic, reasonReference=[TO]),
        letter("paper", title, f"Seen in the {clinic} about it.", context=RELATED),
        condition("sprain", "Ankle sprain", "44465007"),
    )


TERMINATION = holds(
    "riverside",
    *episode("Termination of pregnancy", "57797005", "Mifepristone 200mg", "Willow clinic", "Willow letter"),
    words="a termination of pregnancy with a medicine, an appointment and a letter that point at it, and a sprained ankle",
)  # fmt: skip

ORDINARY = holds(
    "riverside",
    *episode("Gallstones", "235919008", "Mifepristone 200mg", "Willow clinic", "Willow letter"),
    words="gallstones with the same medicine, appointment and letter, and a sprained ankle",
)

SENT_TWICE = holds(
    "northgate",
    medicine("again", "Misoprostol 200mg", reasonCode=[{"text": "Termination of pregnancy"}]),
    condition("gout", "Gout", "90560007"),
    words="a medicine for the same reason, in words alone, and gout",
)

NOTICE = "what the law restricts, and what a source or the person has asked not to share"

WORDS_OF_IT = ("Termination", "57797005", "Mifepristone", "Misoprostol", "Willow")

SEARCHES = ("Mifepristone", "Misoprostol 200mg", "57797005", '"Willow clinic"', "termination")


def searched_in_vain(words: str, *done, **come) -> Try:
    """One try for each word, since the page of an answer repeats what was typed and nothing else of it."""
    others = tuple(one for one in WORDS_OF_IT if one.casefold() not in words.casefold())
    return Try(
        words=f"searching the record for {words}{come.pop('also', '')}",
        given=come.pop("given", (THERE, TERMINATION, SENT_TWICE)),
        done=(*done, finds_within("a.okafor", "Margery", words)),
        says=(say("within.none", words=words.strip('"')),),
        hidden=others,
        then=(notices_are_in_answer(1, NOTICE),),
        **come,
    )


T14 = Case(
    number="T14",
    words="withheld termination; linked appointment and letter",
    expect="all withheld, one neutral notice, search for the drug gives nothing",
    tries=(
        Try(
            words="with everything that points at it, in every source",
            given=(THERE, TERMINATION, SENT_TWICE),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("Ankle sprain", "Gout"),
            sent=("Ankle sprain", "confidential-items"),
            hidden=WORDS_OF_IT,
            then=(notices_are(1, NOTICE),),
        ),
        Try(
            words="in an emergency as well",
            given=(TERMINATION, SENT_TWICE),
            done=(
                declares("a.okafor", "Margery", "LR-16", "life-at-risk"),
                opens("a.okafor", "Margery"),
            ),
            outcome="permit",
            rules="LR-16",
            told=("alert LR-16 to RNG01", "alert LR-16 to RNG11"),
            written="emergency alert open shown alert",
            shown=("Ankle sprain",),
            hidden=WORDS_OF_IT,
        ),
        Try(
            words="an ordinary condition with the same medicine",
            given=(THERE, ORDINARY),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("Gallstones", "Mifepristone", "Willow clinic", "Willow letter"),
            sent=("Gallstones", "Mifepristone", "Willow clinic", "confidential-items"),
            then=(notices_are(1, NOTICE),),
        ),
        *(searched_in_vain(words, written="open shown") for words in SEARCHES),
        searched_in_vain(
            "Mifepristone",
            declares("a.okafor", "Margery", "LR-16", "life-at-risk"),
            also=" in an emergency",
            given=(TERMINATION, SENT_TWICE),
            told=("alert LR-16 to RNG01", "alert LR-16 to RNG11"),
            written="emergency alert open shown alert",
        ),
        Try(
            words="searching for the same medicine of an ordinary condition",
            given=(THERE, ORDINARY),
            done=(finds_within("a.okafor", "Margery", "Mifepristone"),),
            written="open shown",
            says=("1 entry found for “Mifepristone” in what was searched", "Medicines"),
        ),
        Try(
            words="searching for words of the ordinary condition’s letter",
            given=(THERE, ORDINARY),
            done=(finds_within("a.okafor", "Margery", "seen in the willow clinic"),),
            written="open shown",
            says=("1 entry found", "Seen in the Willow clinic about it."),
        ),
    ),
)

T15 = Case(
    number="T15",
    words="GP dissent",
    expect="“asked the practice not to share”, other sources still shown",
    tries=(
        Try(
            words="the practice answers that the person dissented",
            given=(THERE, behind_a_port("riverside"), answers_with("riverside", "no_consent")),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("the patient has asked the practice not to share", "Gout"),
            sent=("the patient has asked the practice not to share", "Gout"),
            hidden=("Asthma", "Ramipril", "not registered"),
        ),
        Try(
            words="the practice knows nobody by that number",
            given=(THERE, behind_a_port("riverside"), patient_is("riverside", "unknown there")),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("No record available", "Gout"),
            sent=("No record available from Riverside", "Gout"),
            hidden=("Asthma", "asked the practice", "not registered"),
        ),
        Try(
            words="the practice shares",
            given=(THERE, behind_a_port("riverside")),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("Asthma", "Gout"),
            sent=("Asthma", "Gout"),
            hidden=("asked the practice",),
        ),
    ),
)

DECLARED = declares("a.okafor", "Margery", "LR-16", "life-at-risk")

ASSISTED = ("In vitro", "fertilisation", "52637005", "Follitropin")

T20 = Case(
    number="T20",
    words="break-glass on HFEA item",
    expect="still withheld",
    tries=(
        Try(
            words="in a declared emergency",
            given=(
                holds(
                    "riverside", *episode("In vitro fertilisation", "52637005", "Follitropin", "Elm clinic", "Elm letter"),
                    words="an assisted conception with what points at it, and a sprained ankle",
                ),
            ),
            done=(DECLARED, opens("a.okafor", "Margery")),
            outcome="permit",
            rules="LR-16",
            told=("alert LR-16 to RNG01", "alert LR-16 to RNG11"),
            written="emergency alert open shown alert",
            shown=("Ankle sprain",),
            sent=("Ankle sprain",),
            hidden=(*ASSISTED, "Elm clinic", "Elm letter"),
        ),
        Try(
            words="with an ordinary relationship",
            given=(
                THERE,
                holds("riverside", condition("ivf", "In vitro fertilisation", "52637005"), words="an assisted conception"),
            ),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("Gout",),
            hidden=ASSISTED,
        ),
        Try(
            words="an ordinary item in the same emergency",
            given=(holds("riverside", condition("gall", "Gallstones", "235919008"), words="gallstones"),),
            done=(DECLARED, opens("a.okafor", "Margery")),
            outcome="permit",
            rules="LR-16",
            told=("alert LR-16 to RNG01", "alert LR-16 to RNG11"),
            written="emergency alert open shown alert",
            shown=("Gallstones",),
            sent=("Gallstones",),
        ),
    ),
)  # fmt: skip

WITHHELD = (T14, T15, T20)
