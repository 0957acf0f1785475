"""T16 and T19: what a person asked for, before and in an emergency."""

from __future__ import annotations

from acceptance_contract import Case, Try
from acceptance_done import (
    declares,
    opens,
    opens_by_api,
    reads,
    reports_to,
)
from acceptance_given import (
    in_emergency_department,
    objects,
    passes,
    withdraws,
)
from acceptance_region import MINUTE, SECOND

THERE = in_emergency_department("Margery")

OPEN_ALREADY = opens("a.okafor", "Margery")

T16 = Case(
    number="T16",
    words="objection recorded while record open",
    expect="next request filtered ≤60 s",
    tries=(
        Try(
            words="the very next request",
            given=(THERE, OPEN_ALREADY, objects("Margery", "asked")),
            done=(opens("a.okafor", "Margery"),),
            outcome="challenge",
            rules="OPT-3",
            offered="LR-16",
            written="refused",
            asked="",
            hidden=("Asthma", "Gout"),
        ),
        Try(
            words="a second later by the API",
            given=(THERE, OPEN_ALREADY, objects("Margery", "restricted"), passes(SECOND)),
            done=(opens_by_api("a.okafor", "Margery"),),
            outcome="challenge",
            rules="OPT-2-restricted",
            offered="LR-16",
            written="refused",
            asked="",
        ),
        Try(
            words="to one source is filtered and the rest goes on",
            given=(THERE, OPEN_ALREADY, objects("Margery", "restricted", "source", "riverside")),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            offered="LR-16",
            written="open shown",
            asked="northgate council",
            shown=("Gout", "is restricted"),
            sent=("Gout", "is restricted"),
            hidden=("Asthma", "Ramipril"),
        ),
        Try(
            words="to one section is filtered and the rest goes on",
            given=(THERE, OPEN_ALREADY, objects("Margery", "blocked", "section", "results")),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("Asthma", "Gout"),
            hidden=("Potassium",),
        ),
        Try(
            words="to one item is filtered and the rest goes on",
            given=(THERE, OPEN_ALREADY, objects("Margery", "blocked", "item", "northgate/Condition/gout")),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("Asthma", "Potassium"),
            hidden=("Gout",),
        ),
        Try(
            words="taken back opens it again at once",
            given=(THERE, objects("Margery", "restricted"), withdraws("Margery")),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("Asthma",),
        ),
        Try(
            words="by another organisation’s staff is no concern of theirs",
            given=(THERE, OPEN_ALREADY, objects("Margery", "blocked", "organisation", "RMP02")),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
        ),
    ),
)  # fmt: skip

DECLARED = declares("a.okafor", "Margery", "LR-16", "life-at-risk")

T19 = Case(
    number="T19",
    words="break-glass on restricted objection",
    expect="permit, two alerts ≤10 min, patient report shows it",
    tries=(
        Try(
            words="an emergency is declared",
            given=(THERE, objects("Margery", "restricted")),
            done=(DECLARED, opens("a.okafor", "Margery")),
            outcome="permit",
            rules="LR-3 LR-16",
            told=("alert LR-16 to RNG01", "alert LR-16 to RNG11"),
            written="emergency alert open shown alert",
            shown=("Asthma", "Emergency access until"),
        ),
        Try(
            words="the privacy officer reads of it",
            given=(THERE, objects("Margery", "restricted"), DECLARED, OPEN_ALREADY),
            done=(reads("o.price", "/review/told"),),
            written="audit-read",
            says=("Dr A Okafor", "Gibson", "Opened in a declared emergency", "LR-16"),
            hidden=("Asthma",),
        ),
        Try(
            words="the person’s own report says so",
            given=(THERE, objects("Margery", "restricted"), DECLARED, OPEN_ALREADY),
            done=(reports_to("o.price", "Margery"),),
            written="person-report person-report",
            says=("Emergency access", "They said that your life was at risk"),
            hidden=("Asthma",),
        ),
        Try(
            words="without an emergency it stays closed",
            given=(THERE, objects("Margery", "restricted")),
            done=(opens("a.okafor", "Margery"),),
            outcome="challenge",
            rules="OPT-2-restricted",
            offered="LR-16",
            written="refused",
            asked="",
            hidden=("Asthma",),
        ),
        Try(
            words="four hours later it is closed again",
            given=(THERE, objects("Margery", "restricted"), DECLARED, passes(240 * MINUTE)),
            done=(opens("a.okafor", "Margery"),),
            outcome="challenge",
            rules="OPT-2-restricted",
            offered="LR-16",
            written="refused",
        ),
        Try(
            words="a blocked record opens in no emergency",
            given=(THERE, objects("Margery", "blocked")),
            done=(DECLARED, opens("a.okafor", "Margery")),
            outcome="deny",
            rules="OPT-2-blocked",
            written="refused refused",
            asked="",
            hidden=("Asthma",),
        ),
    ),
    reading="The alerts are durable before the page is sent: to Northgate, whose doctor looked, and to Riverside, whose data was shown.",
)  # fmt: skip

OBJECTIONS = (T16, T19)
