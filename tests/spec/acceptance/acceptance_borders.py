"""T25 and T28: where the region ends, and where a life did."""

from __future__ import annotations

from acceptance_contract import Case, Try
from acceptance_done import (
    declares,
    opens,
)
from acceptance_given import (
    died,
    linked,
    passes,
    registered,
)
from acceptance_neighbour import asks_from_there, both_logs_say
from acceptance_region import DAY, MINUTE, SECOND

VOUCHED = linked(
    "LR-15", "Margery", "the neighbouring region vouches for n.vale", since=SECOND,
    source="neighbour", holder_kind="user", holder="n.vale",
)  # fmt: skip

T25 = Case(
    number="T25",
    words="neighbour user without accepted evidence type",
    expect="deny, both sides logged",
    tries=(
        Try(
            words="without evidence that is accepted",
            done=(opens("n.vale", "Margery"),),
            outcome="deny",
            rules="LR-none",
            written="refused",
            asked="",
            hidden=("Asthma",),
        ),
        Try(
            words="with evidence that is accepted",
            given=(VOUCHED,),
            done=(opens("n.vale", "Margery"),),
            outcome="permit",
            rules="LR-15",
            written="open shown",
        ),
        Try(
            words="a minute later it was for that request only",
            given=(VOUCHED, passes(MINUTE)),
            done=(opens("n.vale", "Margery"),),
            outcome="deny",
            rules="LR-none",
            written="refused",
        ),
        Try(
            words="it is nobody else’s",
            given=(VOUCHED,),
            done=(opens("n.dale", "Margery"),),
            outcome="deny",
            rules="LR-none",
            written="refused",
            asked="",
            hidden=("Asthma",),
        ),
        Try(
            words="nor may a neighbour’s doctor declare an emergency",
            done=(
                declares("n.dale", "Margery", "LR-16", "life-at-risk"),
                opens("n.dale", "Margery"),
            ),
            outcome="deny",
            rules="LR-none",
            written="refused refused",
            asked="",
        ),
        Try(
            words="asked from there without evidence that is accepted",
            done=(
                asks_from_there("Margery", "LR-3", "when only LR-1 is agreed", evidence=("LR-1",)),
            ),
            outcome="deny",
            rules="LR-none",
            written="refused",
            asked="",
            says=("did not share: the reason given for looking is not one agreed",),
            hidden=("Asthma",),
            then=(both_logs_say("open not-shared shown"),),
        ),
        Try(
            words="asked from there with evidence that is accepted",
            done=(asks_from_there("Margery", "LR-3"),),
            outcome="permit",
            rules="LR-15",
            written="open shown",
            asked="riverside northgate",
            says=("Asthma",),
            then=(both_logs_say("open shown"),),
        ),
        Try(
            words="asked from there in a role that is not agreed",
            done=(
                asks_from_there(
                    "Margery", "LR-3", "when only nurses are agreed", roles={"nurse": "nurse"}
                ),
            ),
            written="neighbour-refused",
            asked="",
            says=("did not accept our request",),
            hidden=("Asthma",),
            then=(both_logs_say("open not-shared shown"),),
        ),
        Try(
            words="asked from there for an organisation that it may not speak for",
            done=(
                asks_from_there(
                    "Margery",
                    "LR-3",
                    "when it speaks for RXX99 alone",
                    organisations={"RXX99": "Another hospital"},
                ),
            ),
            written="neighbour-refused",
            asked="",
            says=("did not accept our request",),
            hidden=("Asthma",),
            then=(both_logs_say("open not-shared shown"),),
        ),
    ),
    reading=(
        "A neighbour’s staff look where they work, and their region asks ours in their name; “there” is a second "
        "region with a store and a door of its own, that asks over TLS with certificates. What they claim or declare "
        "counts where they work; here only what their region vouches for does."
    ),
)

T28 = Case(
    number="T28",
    words="deceased 10 d / 40 d / status removed",
    expect="permit / reason+alert / normal",
    tries=(
        Try(
            words="10 days after",
            given=(registered("Margery"), died("Margery", 10 * DAY)),
            done=(opens("p.ellery", "Margery"),),
            outcome="permit",
            rules="LR-1",
            written="open shown",
            shown=("Died", "Asthma"),
        ),
        Try(
            words="28 days after",
            given=(registered("Margery"), died("Margery", 28 * DAY)),
            done=(opens("p.ellery", "Margery"),),
            outcome="permit",
            rules="LR-1",
            written="open shown",
        ),
        Try(
            words="29 days after",
            given=(registered("Margery"), died("Margery", 29 * DAY)),
            done=(opens("p.ellery", "Margery"),),
            outcome="challenge",
            rules="DEC-1",
            offered="DEC-1",
            written="refused",
            asked="",
        ),
        Try(
            words="40 days after and says why",
            given=(registered("Margery"), died("Margery", 40 * DAY)),
            done=(
                declares("p.ellery", "Margery", "DEC-1", "medical-examiner"),
                opens("p.ellery", "Margery"),
            ),
            outcome="permit",
            rules="LR-1",
            told=("alert DEC-1 to RNG11",),
            written="declared alert open shown",
            shown=("Died", "Asthma"),
        ),
        Try(
            words="a reason alone is no relationship",
            given=(died("Margery", 40 * DAY),),
            done=(
                declares("h.marsh", "Margery", "DEC-1", "coroner"),
                opens("h.marsh", "Margery"),
            ),
            outcome="challenge",
            rules="LR-none",
            offered="LR-14 LR-16",
            written="declared refused",
            asked="",
        ),
        Try(
            words="the death was taken back",
            given=(registered("Margery"), died("Margery", 40 * DAY, "removed")),
            done=(opens("p.ellery", "Margery"),),
            outcome="permit",
            rules="LR-1",
            written="open shown",
            hidden=("Died 1", "deceasedDateTime"),
        ),
    ),
)

BORDERS = (T25, T28)
