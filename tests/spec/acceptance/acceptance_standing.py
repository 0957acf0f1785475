"""T17, T18, T21 and T24: the organisation’s standing, and the viewer’s own."""

from __future__ import annotations

from acceptance_contract import Case, Try
from acceptance_done import (
    opens,
    opens_by_api,
    opens_without_a_role,
    searches,
    searches_by_api,
    selects,
)
from acceptance_given import in_emergency_department, it_is, registered, resident
from acceptance_log import (
    is_signed_in,
)
from acceptance_organisations import (
    adds_officer,
    officer_is_gone,
    removes_officer,
    replaces_officer,
)
from acceptance_region import TRAINING

REGISTERED, THERE = registered("Margery"), in_emergency_department("Margery")

T17 = Case(
    number="T17",
    words="agreement expires at midnight",
    expect="request at 00:00:01 refused",
    tries=(
        Try(
            words="one second before midnight",
            given=(REGISTERED, it_is("2027-06-30T23:59:59+01:00")),
            done=(opens("p.ellery", "Margery"),),
            outcome="permit",
            rules="LR-1",
            written="open shown",
            shown=("Asthma",),
        ),
        Try(
            words="at midnight",
            given=(REGISTERED, it_is("2027-07-01T00:00:00+01:00")),
            done=(opens("p.ellery", "Margery"),),
            outcome="deny",
            rules="ORG-1",
            written="refused",
            asked="",
        ),
        Try(
            words="one second after midnight",
            given=(REGISTERED, it_is("2027-07-01T00:00:01+01:00")),
            done=(opens("p.ellery", "Margery"), opens_by_api("p.ellery", "Margery")),
            outcome="deny",
            rules="ORG-1",
            written="refused refused",
            asked="",
            shown=("Your organisation is not using the shared record",),
            hidden=("Asthma", "Gout"),
        ),
        Try(
            words="an agreement with one source is in its last second",
            given=(REGISTERED, it_is("2027-03-31T23:59:59+01:00")),
            done=(opens("p.ellery", "Margery"),),
            outcome="permit",
            rules="LR-1",
            written="open shown",
            asked="riverside northgate council",
        ),
        Try(
            words="that source is not asked a second after it",
            given=(REGISTERED, it_is("2027-04-01T00:00:01+01:00")),
            done=(opens("p.ellery", "Margery"),),
            outcome="permit",
            rules="LR-1",
            written="open shown",
            asked="riverside northgate",
            shown=("Asthma",),
            sent=("has no agreement in force to share this with your organisation",),
        ),
    ),
    reading="Midnight is London’s, in summer time too: these agreements end on 30 June and 31 March 2027.",
)

RAN_OUT = "Your training for the shared record is not recorded, or has run out"

T18 = Case(
    number="T18",
    words="training expires",
    expect="refused with link; API too",
    tries=(
        Try(
            words="in the last second of the year it counts for",
            given=(REGISTERED, it_is("2027-05-31T23:59:59+01:00")),
            done=(opens("t.late", "Margery"),),
            outcome="permit",
            rules="LR-1",
            written="open shown",
        ),
        Try(
            words="a year after it was passed",
            given=(REGISTERED, it_is("2027-06-01T00:00:00+01:00")),
            done=(opens("t.late", "Margery"),),
            outcome="deny",
            rules="TRN-1",
            written="refused",
            asked="",
            shown=(RAN_OUT, TRAINING),
            hidden=("Asthma",),
        ),
        Try(
            words="by the API",
            given=(REGISTERED, it_is("2027-06-01T00:00:00+01:00")),
            done=(opens_by_api("t.late", "Margery"),),
            outcome="deny",
            rules="TRN-1",
            written="refused",
            asked="",
            says=(RAN_OUT,),
        ),
        Try(
            words="searching finds nobody and says why",
            given=(REGISTERED, it_is("2027-06-01T00:00:00+01:00")),
            done=(searches("t.late", number="Margery"), searches_by_api("t.late", "Margery")),
            written="search search",
            found="nobody",
            says=(RAN_OUT,),
            hidden=("Gibson",),
        ),
        Try(
            words="a colleague whose training counts",
            given=(REGISTERED, it_is("2027-06-01T00:00:00+01:00")),
            done=(opens("p.ellery", "Margery"),),
            outcome="permit",
            rules="LR-1",
            written="open shown",
        ),
    ),
)

T21 = Case(
    number="T21",
    words="last privacy officer removed",
    expect="refused",
    tries=(
        Try(
            words="the last one cannot be removed",
            given=(THERE,),
            done=(removes_officer("RNG01", "o.price"), opens("a.okafor", "Margery")),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            says=("o.price is the last privacy officer of RNG01",),
        ),
        Try(
            words="one of two can",
            given=(THERE, adds_officer("RNG01", "s.amin")),
            done=(removes_officer("RNG01", "o.price"), opens("a.okafor", "Margery")),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            says=("privacy officer remove",),
        ),
        Try(
            words="the last one can be replaced in one step",
            given=(THERE,),
            done=(replaces_officer("RNG01", "o.price", "s.amin"), opens("a.okafor", "Margery")),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            says=("privacy officer replace",),
        ),
        Try(
            words="an organisation without one opens nothing",
            given=(THERE, officer_is_gone("RNG01")),
            done=(opens("a.okafor", "Margery"),),
            outcome="deny",
            rules="ORG-1",
            written="refused",
            asked="",
            hidden=("Asthma",),
        ),
    ),
)

NURSE_AND_MANAGER = "d.amos"

T24 = Case(
    number="T24",
    words="two roles: nurse at X, manager at Y",
    expect="only selected role’s rights; switching audited",
    tries=(
        Try(
            words="as nurse at the hospital",
            given=(THERE,),
            done=(opens(NURSE_AND_MANAGER, "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("Potassium",),
        ),
        Try(
            words="as nurse the resident of the home they manage",
            given=(resident("Ada", "VNW01"),),
            done=(opens(NURSE_AND_MANAGER, "Ada"),),
            outcome="challenge",
            rules="LR-none",
            offered="LR-14 LR-16",
            written="refused",
            asked="",
        ),
        Try(
            words="switched to manager opens the resident without results",
            given=(resident("Ada", "VNW01"), is_signed_in(NURSE_AND_MANAGER)),
            done=(selects(NURSE_AND_MANAGER, 2, "manager"), opens(NURSE_AND_MANAGER, "Ada")),
            outcome="permit",
            rules="LR-7",
            written="role-selected open shown",
            hidden=("Potassium",),
        ),
        Try(
            words="switched to manager the hospital’s patient is closed",
            given=(THERE, opens(NURSE_AND_MANAGER, "Margery")),
            done=(selects(NURSE_AND_MANAGER, 2, "manager"), opens(NURSE_AND_MANAGER, "Margery")),
            outcome="deny",
            rules="LR-none",
            written="role-selected refused",
            asked="",
        ),
        Try(
            words="before a role is selected nothing opens",
            given=(THERE,),
            done=(opens_without_a_role(NURSE_AND_MANAGER, "Margery"),),
            written="sign-in",
            asked="",
            hidden=("Asthma", "Gibson"),
        ),
    ),
)

STANDING = (T17, T18, T21, T24)
