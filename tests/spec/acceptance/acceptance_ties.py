"""T10 and T11: a viewer who is the person, or may know them outside care."""

from __future__ import annotations

from acceptance_contract import Case, Try
from acceptance_done import (
    declares,
    launches,
    opens,
    opens_by_api,
    searches,
)
from acceptance_given import (
    agreed_beforehand,
    in_emergency_department,
    staff_member,
)
from acceptance_region import MARGERY

OWN = staff_member("a.okafor", "RNG01", "their NHS number is Ada’s", numbered="Ada")

LIVES_WITH_MARGERY = staff_member(
    "a.okafor", "RNG01", "lives at Margery’s address", lives=MARGERY.address, postcode=MARGERY.postcode
)  # fmt: skip

LIVES_NEXT_DOOR = staff_member(
    "a.okafor", "RNG01", "lives next door to Margery", lives="65 Wilkinson Bay, Northgate", postcode=MARGERY.postcode
)  # fmt: skip

MARGERY_THERE, ADA_THERE = in_emergency_department("Margery"), in_emergency_department("Ada")

T10 = Case(
    number="T10",
    words="user opens own record in 3 ways (search, launch, API)",
    expect="deny ×3, one notification each",
    tries=(
        Try(
            words="all three ways",
            given=(OWN, ADA_THERE),
            done=(
                searches("a.okafor", number="Ada"),
                opens("a.okafor", "Ada"),
                launches("a.okafor", "Ada"),
                opens_by_api("a.okafor", "Ada"),
            ),
            outcome="deny",
            rules="OWN-1",
            told=("notification OWN-1 to RNG01",) * 3,
            written=(
                "search matched listed refused notification "
                "sign-in launch notification refused refused notification"
            ),
            asked="",
            hidden=("Asthma", "Gout"),
        ),
        Try(
            words="tried again in the same session is told once",
            given=(OWN, ADA_THERE),
            done=(opens("a.okafor", "Ada"), opens("a.okafor", "Ada")),
            outcome="deny",
            rules="OWN-1",
            told=("notification OWN-1 to RNG01",),
            written="refused notification refused",
        ),
        Try(
            words="an emergency does not open it",
            given=(OWN, ADA_THERE),
            done=(declares("a.okafor", "Ada", "LR-16", "life-at-risk"), opens("a.okafor", "Ada")),
            outcome="deny",
            rules="OWN-1",
            told=("notification OWN-1 to RNG01",),
            written="refused refused notification",
            asked="",
        ),
        Try(
            words="a colleague opens it and is told of",
            given=(OWN, ADA_THERE),
            done=(opens("j.mwangi", "Ada"),),
            outcome="permit",
            rules="LR-3",
            told=("notification OWN-4 to RNG01",),
            written="open notification shown",
        ),
    ),
    reading="One notification for each session, and one more for a launch into a session that had one: trying again adds none.",
)

T11 = Case(
    number="T11",
    words="user same address as patient",
    expect="challenge + alert",
    tries=(
        Try(
            words="at the same address",
            given=(LIVES_WITH_MARGERY, MARGERY_THERE),
            done=(opens("a.okafor", "Margery"),),
            outcome="challenge",
            rules="OWN-3",
            offered="OWN-3",
            written="refused",
            asked="",
            hidden=("Asthma", "Wilkinson", "LS1 4AB", "same address", "household"),
        ),
        Try(
            words="and says that they are not related",
            given=(LIVES_WITH_MARGERY, MARGERY_THERE),
            done=(
                declares("a.okafor", "Margery", "OWN-3", "not-related"),
                opens("a.okafor", "Margery"),
            ),
            outcome="permit",
            rules="LR-3",
            told=("alert OWN-3 to RNG01",),
            written="declared alert open shown",
            shown=("Asthma",),
        ),
        Try(
            words="as a clinical lead agreed beforehand",
            given=(LIVES_WITH_MARGERY, MARGERY_THERE, agreed_beforehand("a.okafor", "Margery")),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            told=("notification OWN-3 to RNG01",),
            written="open notification shown",
        ),
        Try(
            words="next door",
            given=(LIVES_NEXT_DOOR, MARGERY_THERE),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
        ),
        Try(
            words="another member of staff",
            given=(LIVES_WITH_MARGERY, MARGERY_THERE),
            done=(opens("j.mwangi", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
        ),
    ),
    reading="The alert is raised when the viewer goes on; being asked is not yet a view.",
)

TIES = (T10, T11)
