"""T12, T13 and T27: a person who must not be found by where they are, and one whose number was replaced."""

from __future__ import annotations

from acceptance_contract import Case, Step, Try
from acceptance_done import (
    asked_only,
    declares,
    opens,
    searches,
)
from acceptance_given import (
    holds,
    hospital_sends,
    in_emergency_department,
    objects,
    person_is,
)
from acceptance_region import ADA, HOUR, IVY, MARGERY
from acceptance_sources import letter, resource, stay
from acceptance_world import World

MARGERY_THERE, ADA_THERE = in_emergency_department("Margery"), in_emergency_department("Ada")

IVY_THERE = in_emergency_department("Ivy")

NOT_PROTECTED = person_is("Ivy", "is not protected after all", protected=False)

BY_POSTCODE = searches("a.okafor", family="Hart", given="Ivy", postcode=IVY.postcode)

T12 = Case(
    number="T12",
    words="S-flag patient, postcode search",
    expect="no hit",
    tries=(
        Try(
            words="by name and postcode",
            given=(IVY_THERE,),
            done=(BY_POSTCODE,),
            written="search listed",
            found="nobody",
        ),
        Try(
            words="by name and postcode and birth date",
            given=(IVY_THERE,),
            done=(
                searches("a.okafor", family="Hart", day="3", month="2", year="1990", postcode=IVY.postcode),
            ),
            written="search listed",
            found="nobody",
        ),
        Try(
            words="the same search where nobody is protected",
            given=(IVY_THERE, NOT_PROTECTED),
            done=(BY_POSTCODE,),
            written="search matched listed",
            found="Ivy",
        ),
        Try(
            words="by number without where she lives",
            given=(IVY_THERE,),
            done=(searches("a.okafor", number="Ivy"),),
            written="search matched listed",
            found="Ivy",
            hidden=("Secret Street", "LS9 9ZZ"),
            says=("Hart", "Address not shown"),
        ),
    ),
)  # fmt: skip

WHERE = {"use": "home", "line": ["9 Hidden Close"], "city": "Farley", "postalCode": "LS8 8QQ"}

ADT = holds(
    "northgate",
    resource("RelatedPerson", "nk", patient={"reference": "Patient/1"}, address=[WHERE], name=[{"text": "Next of kin"}]),
    resource("Location", "loc", name="Farley Refuge", address=WHERE),
    stay("visit", "Fall", location=[{"location": {"reference": "Location/loc", "display": "Farley Refuge"}}]),
    letter("summary", "Discharge summary", "Home to 9 Hidden Close, LS8 8QQ."),
    words="an admission as an ADT message tells of it: an address, a refuge, next of kin, and a letter with the address",
)  # fmt: skip

MESSAGE = hospital_sends(
    "A01", "Ivy", ago=HOUR, ward="Farley Refuge", where="9 Hidden Close^^Farley^^LS8 8QQ"
)
PLACES = ("Hidden Close", "LS8 8QQ", "Farley Refuge", "Secret Street", "LS9 9ZZ")

T13 = Case(
    number="T13",
    words="S-flag patient, address inside a HL7 v2 ADT from hospital",
    expect="not displayed, not indexed, not in API",
    tries=(
        Try(
            words="a protected person",
            given=(IVY_THERE, ADT),
            done=(opens("a.okafor", "Ivy"),),
            outcome="permit",
            rules="LR-3",
            offered="SFL-3",
            told=("alert SFL-6 to RNG01",),
            written="open alert shown",
            shown=("Asthma", "Fall"),
            sent=("Asthma",),
            hidden=(*PLACES, "Home to"),
        ),
        Try(
            words="nothing of it can be searched by afterwards",
            given=(IVY_THERE, ADT, opens("a.okafor", "Ivy")),
            done=(searches("a.okafor", family="Hart", given="Ivy", postcode="LS8 8QQ"),),
            written="search listed",
            found="nobody",
        ),
        Try(
            words="the documents open after a reason and still hide it",
            given=(IVY_THERE, ADT, opens("a.okafor", "Ivy")),
            done=(
                declares("a.okafor", "Ivy", "SFL-3", "needed-for-care"),
                opens("a.okafor", "Ivy"),
            ),
            outcome="permit",
            rules="LR-3",
            written="declared open shown",
            shown=("Home to",),
            hidden=PLACES,
        ),
        Try(
            words="a protected person, by the message itself",
            given=(IVY_THERE, MESSAGE),
            done=(opens("a.okafor", "Ivy"),),
            outcome="permit",
            rules="LR-3",
            offered="SFL-3",
            told=("alert SFL-6 to RNG01",),
            written="open alert shown",
            shown=("Inpatient",),
            sent=("in-progress",),
            hidden=PLACES,
        ),
        Try(
            words="nothing of the message can be searched by",
            given=(IVY_THERE, MESSAGE, opens("a.okafor", "Ivy")),
            done=(searches("a.okafor", family="Hart", given="Ivy", postcode="LS8 8QQ"),),
            written="search listed",
            found="nobody",
        ),
        Try(
            words="somebody who is not protected, by the message itself",
            given=(IVY_THERE, NOT_PROTECTED, MESSAGE),
            done=(opens("a.okafor", "Ivy"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("In hospital: Northgate, Farley Refuge",),
        ),
        Try(
            words="somebody who is not protected",
            given=(IVY_THERE, NOT_PROTECTED, ADT),
            done=(opens("a.okafor", "Ivy"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            sent=("Hidden Close", "LS8 8QQ"),
        ),
    ),
)


def superseded() -> Step:
    async def run(world: World) -> None:
        await world.people.supersede(
            world.person("Margery").nhs_number, world.person("Ada").nhs_number
        )

    return Step("Margery’s number was replaced by Ada’s: they are one person", run)


T27 = Case(
    number="T27",
    words="superseded NHS number",
    expect="new identity used, old cache purged",
    tries=(
        Try(
            words="the old number finds the new identity",
            given=(ADA_THERE, superseded()),
            done=(searches("a.okafor", number="Margery"),),
            written="search matched listed",
            found="Ada",
            hidden=("Gibson",),
            says=("This number was replaced",),
        ),
        Try(
            words="everything is shown and asked under the new number",
            given=(ADA_THERE, superseded(), searches("a.okafor", number="Margery")),
            done=(opens("a.okafor", "Ada"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            shown=("999 000 0123",),
            sent=(ADA.nhs_number,),
            hidden=(MARGERY.nhs_number,),
            then=(asked_only("Ada", never="Margery"),),
        ),
        Try(
            words="a page that was open under the old number goes on under the new one",
            given=(ADA_THERE, MARGERY_THERE, opens("a.okafor", "Margery"), superseded()),
            done=(opens("a.okafor", "Margery"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            hidden=(MARGERY.nhs_number, "Gibson"),
            then=(asked_only("Ada", never="Margery"),),
        ),
        Try(
            words="a relationship recorded under the old number counts",
            given=(MARGERY_THERE, superseded()),
            done=(opens("a.okafor", "Ada"),),
            outcome="permit",
            rules="LR-3",
            written="open shown",
            then=(asked_only("Ada", never="Margery"),),
        ),
        Try(
            words="an objection recorded under the old number holds",
            given=(ADA_THERE, objects("Margery", "blocked"), superseded()),
            done=(opens("a.okafor", "Ada"),),
            outcome="deny",
            rules="OPT-2-blocked",
            written="refused",
            asked="",
        ),
        Try(
            words="a number that was not replaced",
            given=(MARGERY_THERE,),
            done=(searches("a.okafor", number="Margery"), opens("a.okafor", "Margery")),
            outcome="permit",
            rules="LR-3",
            written="search matched listed open shown",
            found="Margery",
            then=(asked_only("Margery", never="Ada"),),
        ),
        Try(
            words="a number that was withdrawn opens nothing",
            given=(
                MARGERY_THERE,
                person_is("Margery", "the number was withdrawn", invalidated=True),
            ),
            done=(opens("a.okafor", "Margery"),),
            outcome="deny",
            rules="SEN-13",
            written="refused",
            asked="",
        ),
    ),
    reading="What a source answered is kept for minutes, for one session and one number: under another it is not found.",
)

IDENTITY = (T12, T13, T27)
