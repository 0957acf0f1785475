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
    ),
    left=(
        "Asking between regions does not exist yet, so neither do the list of accepted evidence types and "
        "the neighbour’s own log: what is held here is the decision on LR-15, and our side of the log. A "
        "neighbour’s staff claim and declare where they work; here only what their region vouches for counts."
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
