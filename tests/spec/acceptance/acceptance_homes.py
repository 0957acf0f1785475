"""T6 to T9: the care home, and the ambulance: from when and until when."""

from __future__ import annotations

from datetime import timedelta

from acceptance_contract import Case, Try
from acceptance_done import declares, opens, searches
from acceptance_given import (
    holds,
    hospital_sends,
    incident,
    on_the_ward,
    resident,
)
from acceptance_region import DAY, HOUR, MINUTE, SECOND
from acceptance_sources import result, stay

BUT_FOR_EMERGENCY = (
    "Nothing opens it but a declared emergency, which this role may always declare (BTG-1): the "
    "product calls that a challenge."
)

IN_HOSPITAL = holds(
    "northgate",
    stay("stay", "Pneumonia"),
    result("potassium", "Potassium", 4.7),
    words="a stay that goes on, for pneumonia, and a potassium result",
)

T6 = Case(
    number="T6",
    words="carer in home A opens ex-resident moved 20 min ago",
    expect="deny",
    tries=(
        Try(
            words="20 minutes after the move",
            given=(resident("Margery", "VNW01", moved=20 * MINUTE),),
            done=(opens("k.stone", "Margery"),),
            outcome="deny",
            rules="LR-none",
            written="refused",
            asked="",
            hidden=("Asthma", "Gout"),
        ),
        Try(
            words="a resident who is still there",
            given=(resident("Margery", "VNW01"),),
            done=(opens("k.stone", "Margery"),),
            outcome="permit",
            rules="LR-7",
            written="open shown",
            shown=("Asthma",),
        ),
        Try(
            words="in the second before the move",
            given=(resident("Margery", "VNW01", moved=-SECOND),),
            done=(opens("k.stone", "Margery"),),
            outcome="permit",
            rules="LR-7",
            written="open shown",
        ),
        Try(
            words="at the very moment of the move",
            given=(resident("Margery", "VNW01", moved=timedelta()),),
            done=(opens("k.stone", "Margery"),),
            outcome="deny",
            rules="LR-none",
            written="refused",
        ),
        Try(
            words="the home they moved to",
            given=(resident("Margery", "VNW01", moved=20 * MINUTE), resident("Margery", "VNW02")),
            done=(opens("m.frost", "Margery"),),
            outcome="permit",
            rules="LR-7",
            written="open shown",
        ),
    ),
)

T7 = Case(
    number="T7",
    words="care-home manager opens resident now in hospital",
    expect="permit, live status shown",
    tries=(
        Try(
            words="their own resident",
            given=(resident("Margery", "VNW01"), on_the_ward("Margery"), IN_HOSPITAL),
            done=(opens("v.trentham", "Margery"),),
            outcome="permit",
            rules="LR-7",
            written="open shown",
            shown=("Hospital admission",),
            hidden=("Potassium",),
        ),
        Try(
            words="as the hospital’s own messages tell of it",
            given=(resident("Margery", "VNW01"), hospital_sends("A01", "Margery", ago=2 * DAY)),
            done=(opens("v.trentham", "Margery"),),
            outcome="permit",
            rules="LR-7",
            written="open shown",
            shown=("In hospital: Northgate, WARD4, since",),
        ),
        Try(
            words="until they are discharged",
            given=(
                resident("Margery", "VNW01"),
                hospital_sends("A01", "Margery", ago=2 * DAY),
                hospital_sends("A03", "Margery", ago=HOUR),
            ),
            done=(opens("v.trentham", "Margery"),),
            outcome="permit",
            rules="LR-7",
            written="open shown",
            hidden=("In hospital",),
        ),
        Try(
            words="or the admission is called off",
            given=(
                resident("Margery", "VNW01"),
                hospital_sends("A01", "Margery", ago=2 * DAY),
                hospital_sends("A11", "Margery", ago=HOUR),
            ),
            done=(opens("v.trentham", "Margery"),),
            outcome="permit",
            rules="LR-7",
            written="open shown",
            hidden=("In hospital", "WARD4"),
        ),
        Try(
            words="the same message lets the ward look",
            given=(hospital_sends("A01", "Margery", ago=2 * DAY),),
            done=(opens("s.amin", "Margery"),),
            outcome="permit",
            rules="LR-2",
            written="open shown",
            shown=("admitted to Northgate", "In hospital: Northgate, WARD4"),
        ),
        Try(
            words="and no longer when it is called off",
            given=(
                hospital_sends("A01", "Margery", ago=2 * DAY),
                hospital_sends("A11", "Margery", ago=HOUR),
            ),
            done=(opens("s.amin", "Margery"),),
            outcome="challenge",
            rules="LR-none",
            offered="LR-14 LR-16",
            written="refused",
            asked="",
        ),
        Try(
            words="another home’s manager",
            given=(resident("Margery", "VNW01"), on_the_ward("Margery"), IN_HOSPITAL),
            done=(opens("m.frost", "Margery"),),
            outcome="deny",
            rules="LR-none",
            written="refused",
            asked="",
            hidden=("Pneumonia", "Hospital admission"),
        ),
    ),
)

T8 = Case(
    number="T8",
    words="paramedic at incident, patient unconscious, identity by NHS number on card",
    expect="permit after identify; BTG if trace ambiguous",
    tries=(
        Try(
            words="found by the number on the card",
            given=(incident("Margery", crew="r.osei", since=20 * MINUTE),),
            done=(searches("r.osei", number="Margery"), opens("r.osei", "Margery")),
            outcome="permit",
            rules="LR-8",
            written="search matched listed open shown",
            found="Margery",
            shown=("Asthma",),
        ),
        Try(
            words="the incident could not be traced to anybody",
            done=(searches("r.osei", number="Margery"), opens("r.osei", "Margery")),
            outcome="challenge",
            rules="LR-none",
            offered="LR-16",
            written="search matched refused",
            found="Margery",
            asked="",
            hidden=("Asthma",),
        ),
        Try(
            words="and an emergency is declared",
            done=(
                searches("r.osei", number="Margery"),
                declares("r.osei", "Margery", "LR-16", "life-at-risk"),
                opens("r.osei", "Margery"),
            ),
            outcome="permit",
            rules="LR-16",
            told=("alert LR-16 to RAM01", "alert LR-16 to RNG01", "alert LR-16 to RNG11"),
            written="search matched emergency alert open shown alert alert",
            found="Margery",
            shown=("Asthma", "Emergency access until"),
        ),
        Try(
            words="a number nobody has",
            done=(searches("r.osei", number="999 000 0425"),),
            written="search",
            found="nobody",
        ),
    ),
    reading=(
        "An incident that could not be traced gives no relationship: the paramedic still identifies the "
        "person by number, and opens the record in an emergency."
    ),
)

T9 = Case(
    number="T9",
    words="same paramedic next day",
    expect="deny",
    tries=(
        Try(
            words="24 hours after the assignment",
            given=(incident("Margery", crew="r.osei", since=DAY),),
            done=(opens("r.osei", "Margery"),),
            outcome="challenge",
            rules="LR-none",
            offered="LR-16",
            written="refused",
            asked="",
            hidden=("Asthma",),
        ),
        Try(
            words="in the last second of 12 hours",
            given=(incident("Margery", crew="r.osei", since=12 * HOUR - SECOND),),
            done=(opens("r.osei", "Margery"),),
            outcome="permit",
            rules="LR-8",
            written="open shown",
        ),
        Try(
            words="the next day by whoever wrote the patient record",
            given=(incident("Margery", crew="r.osei", since=DAY, wrote=23 * HOUR),),
            done=(opens("r.osei", "Margery"),),
            outcome="permit",
            rules="LR-8",
            written="open shown",
        ),
        Try(
            words="72 hours after writing it",
            given=(incident("Margery", crew="r.osei", since=4 * DAY, wrote=72 * HOUR),),
            done=(opens("r.osei", "Margery"),),
            outcome="challenge",
            rules="LR-none",
            offered="LR-16",
            written="refused",
        ),
    ),
    reading=f"“Deny”: {BUT_FOR_EMERGENCY[0].lower()}{BUT_FOR_EMERGENCY[1:]}",
)

HOMES = (T6, T7, T8, T9)
