"""T1 to T5: the practice, and the hospital: from when and until when."""

from __future__ import annotations

from acceptance_contract import Case, Try
from acceptance_done import declares, launches, opens, signs_in_again, to_prove
from acceptance_given import (
    holds,
    in_emergency_department,
    on_the_ward,
    passes,
    registered,
)
from acceptance_region import DAY, HOUR, MINUTE, SECOND

CLAIM_OR_EMERGENCY = "LR-14 LR-16"

T1 = Case(
    number="T1",
    words="GP of registered practice opens patient",
    expect="permit LR-1",
    tries=(
        Try(
            words="the practice they are registered with",
            given=(registered("Margery"),),
            done=(opens("p.ellery", "Margery"),),
            outcome="permit",
            rules="LR-1",
            written="open shown",
            asked="riverside northgate council",
            shown=("Asthma", "registered with Riverside"),
            sent=("Asthma",),
        ),
        Try(
            words="a GP of another practice",
            given=(registered("Margery"),),
            done=(opens("h.marsh", "Margery"),),
            outcome="challenge",
            rules="LR-none",
            offered=CLAIM_OR_EMERGENCY,
            written="refused",
            asked="",
            hidden=("Asthma", "Gout"),
        ),
    ),
)

T2 = Case(
    number="T2",
    words="same GP 10 d after patient moved",
    expect="permit + notification",
    tries=(
        Try(
            words="10 days after",
            given=(registered("Margery", left=10 * DAY),),
            done=(opens("p.ellery", "Margery"),),
            outcome="permit",
            rules="LR-1",
            told=("notification LR-1 to RNG11",),
            written="open notification shown",
            shown=("Asthma",),
        ),
        Try(
            words="in the last second of 28 days",
            given=(registered("Margery", left=28 * DAY - SECOND),),
            done=(opens("p.ellery", "Margery"),),
            outcome="permit",
            rules="LR-1",
            told=("notification LR-1 to RNG11",),
            written="open notification shown",
        ),
        Try(
            words="opened again in the same session is told once",
            given=(registered("Margery", left=10 * DAY),),
            done=(opens("p.ellery", "Margery"), opens("p.ellery", "Margery")),
            outcome="permit",
            rules="LR-1",
            told=("notification LR-1 to RNG11",),
            written="open notification shown open shown",
        ),
        Try(
            words="in the second before they leave nobody is told",
            given=(registered("Margery", left=-SECOND),),
            done=(opens("p.ellery", "Margery"),),
            outcome="permit",
            rules="LR-1",
            written="open shown",
        ),
    ),
)

T3 = Case(
    number="T3",
    words="same GP 60 d after",
    expect="challenge reason → alert",
    tries=(
        Try(
            words="60 days after",
            given=(registered("Margery", left=60 * DAY),),
            done=(opens("p.ellery", "Margery"),),
            outcome="challenge",
            rules="LR-none",
            offered=CLAIM_OR_EMERGENCY,
            written="refused",
            hidden=("Asthma",),
        ),
        Try(
            words="28 days after to the second",
            given=(registered("Margery", left=28 * DAY),),
            done=(opens("p.ellery", "Margery"),),
            outcome="challenge",
            rules="LR-none",
            offered=CLAIM_OR_EMERGENCY,
            written="refused",
        ),
        Try(
            words="29 days after",
            given=(registered("Margery", left=29 * DAY),),
            done=(opens("p.ellery", "Margery"),),
            outcome="challenge",
            rules="LR-none",
            offered=CLAIM_OR_EMERGENCY,
            written="refused",
        ),
        Try(
            words="60 days after and says why",
            given=(registered("Margery", left=60 * DAY),),
            done=(
                declares("p.ellery", "Margery", "LR-14", "following-up"),
                opens("p.ellery", "Margery"),
            ),
            outcome="permit",
            rules="LR-14",
            told=("alert LR-14 to RNG11",),
            written="declared alert open shown",
            shown=("Asthma", "following up care"),
        ),
        Try(
            words="a reason that is not on the list opens nothing",
            given=(registered("Margery", left=60 * DAY),),
            done=(
                declares("p.ellery", "Margery", "LR-14", "curious"),
                opens("p.ellery", "Margery"),
            ),
            outcome="challenge",
            rules="LR-none",
            offered=CLAIM_OR_EMERGENCY,
            written="decided refused",
        ),
    ),
)

T4 = Case(
    number="T4",
    words="A&E nurse, patient arrived 5 min ago, ADT not yet received, launched from EHR with encounter",
    expect="permit LR-12; auto-closed when A04 arrives",
    tries=(
        Try(
            words="launched before the ADT message",
            done=(launches("j.mwangi", "Margery"),),
            outcome="permit",
            rules="LR-12",
            written="sign-in launch open shown",
            shown=("Asthma", "your own system"),
            then=(to_prove("RNG01", 1),),
        ),
        Try(
            words="the A04 arrives within 72 hours",
            given=(launches("j.mwangi", "Margery"), passes(72 * HOUR)),
            done=(in_emergency_department("Margery", since=72 * HOUR + 5 * MINUTE),),
            then=(to_prove("RNG01", 0),),
        ),
        Try(
            words="the A04 arrives a second too late",
            given=(launches("j.mwangi", "Margery"), passes(72 * HOUR + SECOND)),
            done=(in_emergency_department("Margery", since=72 * HOUR + 5 * MINUTE),),
            then=(to_prove("RNG01", 1),),
        ),
        Try(
            words="the same nurse signed in without a launch",
            given=(launches("j.mwangi", "Margery"), signs_in_again("j.mwangi")),
            done=(opens("j.mwangi", "Margery"),),
            outcome="challenge",
            rules="LR-none",
            offered=CLAIM_OR_EMERGENCY,
            written="refused",
        ),
        Try(
            words="a launch with another birth date than the index has",
            done=(launches("j.mwangi", "Margery", birth_date="1950-01-01"),),
            written="sign-in launch launch-refused",
            asked="",
            hidden=("Asthma", "Gibson"),
        ),
    ),
)

T5 = Case(
    number="T5",
    words="ward clerk opens results",
    expect="section named, not shown",
    tries=(
        Try(
            words="a ward clerk",
            given=(on_the_ward("Margery"),),
            done=(opens("c.dunne", "Margery"),),
            outcome="permit",
            rules="LR-2",
            written="open shown",
            shown=("Results", "Your role does not include results"),
            sent=("section-results", "the same whether or not there is any information"),
            hidden=("Potassium", "4.7", "Asthma"),
        ),
        Try(
            words="where there is no result the clerk reads the same",
            given=(on_the_ward("Margery"), holds("northgate", words="nothing")),
            done=(opens("c.dunne", "Margery"),),
            outcome="permit",
            rules="LR-2",
            written="open shown",
            shown=("Results", "Your role does not include results"),
            sent=("section-results", "the same whether or not there is any information"),
        ),
        Try(
            words="a doctor of the same ward",
            given=(on_the_ward("Margery"),),
            done=(opens("s.amin", "Margery"),),
            outcome="permit",
            rules="LR-2",
            written="open shown",
            shown=("Potassium", "4.7"),
            sent=("Potassium",),
        ),
    ),
)

HOSPITAL = (T1, T2, T3, T4, T5)
