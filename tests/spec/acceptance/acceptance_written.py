"""T22, T23 and T30: the log, and what is noticed."""

from __future__ import annotations

from acceptance_contract import Case, Try
from acceptance_done import (
    declares,
    opens,
    opens_by_api,
    searches,
    signs_in_again,
)
from acceptance_given import in_emergency_department, incident, passes, registered
from acceptance_log import (
    audit_goes_down,
    audit_goes_down_while_asking,
    audit_is_back,
    deletes_a_row,
    edits_a_row,
    has_a_spool,
    is_signed_in,
    owner_cuts_the_end,
    owner_deletes_a_row,
    owner_edits_a_row,
    spool_is_drained,
    verifies,
)
from acceptance_region import HOUR, MINUTE

REGISTERED, THERE = registered("Margery"), in_emergency_department("Margery")

AT_INCIDENT = incident("Margery", crew="r.osei", since=20 * MINUTE)
GOES_ON = (passes(9 * MINUTE), opens("r.osei", "Margery")) * 3
"""Before a session that is not used locks."""

NOTHING = ("Asthma", "Gout", "Potassium")
WAITS = "This emergency view is kept to be written down"
BACK = (audit_is_back(), spool_is_drained())

T22 = Case(
    number="T22",
    words="audit store down",
    expect="no data served; ambulance spool bounded",
    tries=(
        Try(
            words="before a record is opened",
            given=(THERE, is_signed_in("a.okafor"), audit_goes_down()),
            done=(opens("a.okafor", "Margery"),),
            outcome="unavailable",
            asked="",
            hidden=(*NOTHING, "Gibson"),
        ),
        Try(
            words="by the API",
            given=(THERE, is_signed_in("a.okafor"), audit_goes_down()),
            done=(opens_by_api("a.okafor", "Margery"),),
            outcome="unavailable",
            asked="",
            hidden=(*NOTHING, "Gibson"),
        ),
        Try(
            words="while the sources are answering",
            given=(THERE, is_signed_in("a.okafor"), audit_goes_down_while_asking("northgate")),
            done=(opens("a.okafor", "Margery"),),
            outcome="unavailable",
            written="open",
            asked="riverside northgate council",
            hidden=(*NOTHING, "Gibson"),
        ),
        Try(
            words="in an emergency as well, where the region has no spool",
            given=(is_signed_in("a.okafor"), audit_goes_down()),
            done=(
                declares("a.okafor", "Margery", "LR-16", "life-at-risk"),
                opens("a.okafor", "Margery"),
            ),
            outcome="unavailable",
            asked="",
            hidden=(*NOTHING, "Gibson"),
        ),
        Try(
            words="an emergency waits in the spool",
            given=(is_signed_in("a.okafor"), has_a_spool(), audit_goes_down()),
            done=(
                declares("a.okafor", "Margery", "LR-16", "life-at-risk"),
                opens("a.okafor", "Margery"),
                *BACK,
            ),
            outcome="permit",
            rules="LR-16",
            told=("alert LR-16 to RNG01", "alert LR-16 to RNG11"),
            written="emergency alert open shown alert spool-drained",
            asked="riverside northgate council",
            shown=("Asthma",),
            says=(WAITS, "The privacy officer will be told"),
            then=(verifies(),),
        ),
        Try(
            words="an ambulance at its incident is served",
            given=(AT_INCIDENT, is_signed_in("r.osei"), has_a_spool(), audit_goes_down()),
            done=(opens("r.osei", "Margery"), *BACK),
            outcome="permit",
            rules="LR-8",
            written="open shown spool-drained",
            shown=("Asthma",),
            says=(WAITS,),
        ),
        Try(
            words="and by the API",
            given=(AT_INCIDENT, is_signed_in("r.osei"), has_a_spool(), audit_goes_down()),
            done=(opens_by_api("r.osei", "Margery"), *BACK),
            outcome="permit",
            rules="LR-8",
            written="open shown spool-drained",
            sent=("Asthma",),
            says=("will be reviewed",),
        ),
        Try(
            words="until its entries are used up",
            given=(
                AT_INCIDENT,
                is_signed_in("r.osei"),
                has_a_spool(entries=2),
                audit_goes_down(),
                opens("r.osei", "Margery"),
            ),
            done=(opens("r.osei", "Margery"),),
            outcome="unavailable",
            asked="",
            hidden=(*NOTHING, "Gibson"),
            says=("No more emergency views can be kept",),
        ),
        Try(
            words="or its time",
            given=(
                AT_INCIDENT,
                is_signed_in("r.osei"),
                has_a_spool(),
                audit_goes_down(),
                opens("r.osei", "Margery"),
                *GOES_ON,
                passes(4 * MINUTE),
            ),
            done=(opens("r.osei", "Margery"),),
            outcome="unavailable",
            asked="",
            hidden=(*NOTHING, "Gibson"),
            says=("No more emergency views can be kept",),
        ),
        Try(
            words="an ordinary view does not wait in it",
            given=(THERE, is_signed_in("a.okafor"), has_a_spool(), audit_goes_down()),
            done=(opens("a.okafor", "Margery"), *BACK),
            outcome="unavailable",
            asked="",
            hidden=(*NOTHING, "Gibson"),
        ),
        Try(
            words="nor does an emergency that somebody else declared",
            given=(
                is_signed_in("a.okafor"),
                is_signed_in("s.amin"),
                has_a_spool(),
                audit_goes_down(),
                declares("a.okafor", "Margery", "LR-16", "life-at-risk"),
            ),
            done=(opens("s.amin", "Margery"),),
            outcome="unavailable",
            asked="",
            hidden=(*NOTHING, "Gibson"),
        ),
        Try(
            words="nobody is found",
            given=(is_signed_in("a.okafor"), audit_goes_down()),
            done=(searches("a.okafor", number="Margery"),),
            hidden=("Gibson", "999 000 0107"),
        ),
        Try(
            words="when it is back",
            given=(THERE, is_signed_in("a.okafor"), audit_goes_down(), audit_is_back()),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("Asthma",),
        ),
    ),
    reading=(
        "The spool is for a record that is open because of an ambulance's incident (LR-8) or of an emergency that "
        "its viewer declared (LR-16), for somebody who is signed in, while the database can be read and not written."
    ),
)

T23 = Case(
    number="T23",
    words="audit row edited in the database",
    expect="verifier names row",
    tries=(
        Try(
            words="the database refuses to change an entry",
            given=(THERE, opens("a.okafor", "Margery")),
            done=(edits_a_row(),),
            says=("refused",),
            then=(verifies(),),
        ),
        Try(
            words="the database refuses to delete an entry",
            given=(THERE, opens("a.okafor", "Margery")),
            done=(deletes_a_row(),),
            says=("refused",),
            then=(verifies(),),
        ),
        Try(
            words="its owner takes the guard away and changes an entry",
            given=(THERE, opens("a.okafor", "Margery")),
            done=(owner_edits_a_row(),),
            written=None,
            then=(verifies(names="not what was written"),),
        ),
        Try(
            words="its owner takes the guard away and deletes an entry",
            given=(THERE, opens("a.okafor", "Margery")),
            done=(owner_deletes_a_row(),),
            written=None,
            then=(verifies(names="missing"),),
        ),
        Try(
            words="its owner takes the guard away and cuts off the end",
            given=(THERE, opens("a.okafor", "Margery")),
            done=(owner_cuts_the_end(),),
            written=None,
            then=(verifies(names="missing"),),
        ),
    ),
)

UNKNOWN = "999 000 0425"

TEN = " ".join(["search"] * 10)

T30 = Case(
    number="T30",
    words="300 zero-hit searches",
    expect="step-up + alert",
    tries=(
        Try(
            words="ten in an hour are ordinary",
            given=(THERE, searches("a.okafor", times=10, number=UNKNOWN)),
            done=(searches("a.okafor", number="Margery"), opens("a.okafor", "Margery")),
            outcome="permit",
            rules="LR-3",
            written="search matched listed open shown",
            found="Margery",
        ),
        Try(
            words="the eleventh alerts",
            given=(searches("a.okafor", times=10, number=UNKNOWN),),
            done=(searches("a.okafor", number=UNKNOWN),),
            told=("alert LR-26 to RNG01",),
            written="alert search",
            found="nobody",
        ),
        Try(
            words="after it neither search nor record opens",
            given=(THERE, searches("a.okafor", times=11, number=UNKNOWN)),
            done=(searches("a.okafor", number="Margery"), opens("a.okafor", "Margery")),
            outcome="deny",
            rules="LR-26",
            written="search listed refused",
            found="nobody",
            asked="",
            says=("Too many searches",),
        ),
        Try(
            words="until they sign in again",
            given=(THERE, searches("a.okafor", times=11, number=UNKNOWN)),
            done=(signs_in_again("a.okafor"), opens("a.okafor", "Margery")),
            outcome="permit",
            rules="LR-3",
            written="sign-out open shown",
        ),
        Try(
            words="300 of them alert once",
            done=(searches("a.okafor", times=300, number=UNKNOWN),),
            told=("alert LR-26 to RNG01",),
            written=f"{TEN} alert {' '.join(['search'] * 290)}",
            found="nobody",
        ),
        Try(
            words="ten and an hour later ten more",
            done=(
                searches("a.okafor", times=10, number=UNKNOWN),
                passes(HOUR),
                searches("a.okafor", times=10, number=UNKNOWN),
            ),
            written=f"{TEN} {TEN}",
        ),
        Try(
            words="twenty that find only somebody else’s people",
            given=(searches("a.okafor", times=20, number="Margery"),),
            done=(searches("a.okafor", number="Margery"),),
            told=("alert LR-26 to RNG01",),
            written="alert search matched",
            found="Margery",
        ),
    ),
)

WRITTEN = (T22, T23, T30)
