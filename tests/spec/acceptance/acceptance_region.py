"""The region the cases play in: its organisations, staff, people and sources, all in order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from carerecord.config import Fanout, Launcher, Region, Server, Settings
from carerecord.contract import Person, SourceSettings
from carerecord.identity import People
from carerecord.onboarding import Agreement, Onboarding, Party, Training
from carerecord.sections import BY_NAME
from carerecord.signin import Staff, StaffMember
from carerecord.signin.contract import OfferedRole
from carerecord.store import Database

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
ALL = frozenset({"*"})
CARE = frozenset({"TREAT", "BTG"})

ORGANISATIONS = {
    "RNG01": ("Northgate University Hospital", "acute"),
    "RNG11": ("Riverside Medical Practice", "gp"),
    "RMP02": ("Hill View Surgery", "gp"),
    "VNW01": ("Willow Court", "care-home"),
    "VNW02": ("Elm Lodge", "care-home"),
    "RAM01": ("County Ambulance Service", "ambulance"),
    "RCC01": ("County Council", "social-care"),
    "QNB01": ("The neighbouring region", "neighbour"),
}
SHOWN = {
    "dspt": "standards met",
    "dpia": "DPIA-7",
    "caldicott_guardian": "Dr C Guardian",
    "dpo": "D Officer",
    "clinical_safety": "Dr S Safety, 2026-11-01",
    "conformance": "run 12",
}


def source(id: str, name: str, kind: str, organisation: str, **more: object) -> SourceSettings:
    return SourceSettings(
        id, name, name.split()[0], kind, "none", organisation, sections=tuple(BY_NAME), **more
    )


SOURCES = (
    source("riverside", "Riverside Medical Practice", "gp", "RNG11"),
    source("northgate", "Northgate University Hospital", "acute", "RNG01"),
    source("council", "County Council", "social-care", "RCC01"),
)
LAUNCHER = Launcher(
    id="northgate-epr",
    name="Northgate's record system",
    kind="token",
    organisation="RNG01",
    organisation_name="Northgate University Hospital",
    issuer="https://epr.northgate.example",
    keys_file="epr.jwks",
    algorithms=("ES256",),
    roles={"doctor": "doctor", "nurse": "nurse"},
    national=True,  # it names staff as our own sign-in does
)


TRAINING = "https://training.northgate.example/record"


def settings(**more: object) -> Settings:
    return Settings(
        region=Region(
            demo=True, invented_people_only=True, help_desk="01632960999", training_url=TRAINING
        ),
        server=Server(https=False),
        fanout=Fanout(
            shell_seconds=15
        ),  # on a busy machine too a page is one response, and one entry
        launcher=(LAUNCHER,),
        source=SOURCES,
        **more,
    )


def role(
    username: str, row: str, name: str, organisation: str, *teams: str, number: int = 1
) -> OfferedRole:
    place = ORGANISATIONS[organisation][0]
    return OfferedRole(f"{username}-{number}", row, name, organisation, place, teams)


def member(
    username: str, name: str, *roles: tuple[str, ...], registration: str = ""
) -> StaffMember:
    held = tuple(role(username, *one, number=n) for n, one in enumerate(roles, 1))
    return StaffMember(username, name, held, registration=registration)


GMC, NMC, HCPC = "gmc_id|9000001", "nmc_id|9000002", "hcpc_id|9000003"
STAFF = (
    member("p.ellery", "Dr P Ellery", ("doctor", "GP", "RNG11"), registration=GMC),
    member("h.marsh", "Dr H Marsh", ("doctor", "GP", "RMP02"), registration=GMC),
    member("a.okafor", "Dr A Okafor", ("doctor", "Emergency doctor", "RNG01", "emergency"), registration=GMC),
    member("s.amin", "Dr S Amin", ("doctor", "Ward doctor", "RNG01", "ward-4"), registration=GMC),
    member("j.mwangi", "J Mwangi", ("nurse", "Emergency nurse", "RNG01", "emergency"), registration=NMC),
    member("c.dunne", "C Dunne", ("receptionist", "Ward clerk", "RNG01", "ward-4")),
    member("o.price", "O Price", ("privacy-officer", "Privacy officer", "RNG01")),
    member("k.stone", "K Stone", ("care-home-manager", "Senior carer", "VNW01")),
    member("v.trentham", "V Trentham", ("care-home-manager", "Manager", "VNW01")),
    member("m.frost", "M Frost", ("care-home-manager", "Manager", "VNW02")),
    member("r.osei", "R Osei", ("paramedic", "Paramedic", "RAM01"), registration=HCPC),
    member("s.lund", "S Lund", ("social-worker", "Duty social worker", "RCC01")),
    member("n.vale", "N Vale", ("receptionist", "Clinic clerk", "QNB01")),
    member("n.dale", "Dr N Dale", ("doctor", "Consultant", "QNB01"), registration=GMC),
    member("t.late", "Dr T Late", ("doctor", "GP", "RNG11"), registration=GMC),
    member(
        "d.amos", "D Amos", ("nurse", "Emergency nurse", "RNG01", "emergency"),
        ("care-home-manager", "Manager", "VNW01"), registration=NMC,
    ),
)  # fmt: skip
TRAINED_EARLY = "t.late"
"""Trained on 1 June 2026: a year on, in summer time, it has run out."""

MARGERY = Person(
    "p-margery", "9990000107", "Gibson", "Margery", "Mrs", "1948-11-08", "female",
    address="63 Wilkinson Bay, Northgate", postcode="LS1 4AB", gp_code="RNG11",
    gp_name="Riverside Medical Practice",
)  # fmt: skip
IVY = Person(
    "p-ivy", "9990000115", "Hart", "Ivy", "Ms", "1990-02-03", "female",
    address="7 Secret Street, Farley", postcode="LS9 9ZZ", protected=True,
)  # fmt: skip
ADA = Person(
    "p-ada", "9990000123", "Okafor", "Adaeze", "Dr", "1985-05-05", "female",
    address="12 Mill Lane, Northgate", postcode="LS2 7HQ",
)  # fmt: skip
SHAUN = Person(
    "p-shaun", "9990000131", "Amin", "Shaun", "Dr", "1979-01-09", "male",
    address="4 Hill Road, Northgate", postcode="LS3 1AA",
)  # fmt: skip
PEOPLE = {"Margery": MARGERY, "Ivy": IVY, "Ada": ADA, "Shaun": SHAUN}

AGREEMENT = Agreement(
    id="DSA-1",
    parties=tuple(
        Party(organisation=code, sections_out=ALL, sections_in=ALL, purposes=CARE)
        for code in ORGANISATIONS
        if code != "RCC01"
    ),
    starts=date(2026, 1, 1),
    ends=date(2027, 6, 30),
    review=date(2027, 5, 1),
    signatory="A Signatory",
)
"""Ends in summer time, when midnight in London is 23:00 in UTC."""

WITH_THE_COUNCIL = Agreement(
    id="DSA-2",
    parties=tuple(
        Party(organisation=code, sections_out=ALL, sections_in=ALL, purposes=CARE)
        for code in ("RCC01", "RNG01", "RNG11")
    ),
    starts=date(2026, 1, 1),
    ends=date(2027, 3, 31),
    review=date(2027, 3, 1),
    signatory="A Signatory",
)


async def filled(url: str) -> None:
    """A store in which every organisation is live, everybody trained and every source turned on."""
    db = Database.open(url)
    try:
        onboarding = Onboarding(db, settings(), lambda: NOW)
        await _organisations(onboarding)
        await Staff(db, now=lambda: NOW).add(STAFF)
        await People(db, now=lambda: NOW).add(PEOPLE.values())
    finally:
        db.close()


async def _organisations(onboarding: Onboarding) -> None:
    for code, (name, kind) in ORGANISATIONS.items():
        await onboarding.organisations.add(code, name, kind, by="lead")
        await onboarding.organisations.set(code, SHOWN, by="lead")
        await onboarding.organisations.add_privacy_officer(code, officer(code), by="lead")
    for agreement in (AGREEMENT, WITH_THE_COUNCIL):
        await onboarding.agreements.add(agreement, by="lead")
    everybody = [one.username for one in STAFF if one.username != TRAINED_EARLY]
    await onboarding.training.train_all(
        [*everybody, *map(officer, ORGANISATIONS)], "RNG01", by="lead"
    )
    early = await _trained_on(onboarding, TRAINED_EARLY, date(2026, 6, 1))
    await onboarding.training.add(list(early), by="lead")
    for code in ORGANISATIONS:
        await onboarding.organisations.go_live(code, by="lead")
    for one in SOURCES:
        await onboarding.switches.enable(one.id, by="lead")


async def _trained_on(onboarding: Onboarding, username: str, day: date) -> Iterable[Training]:
    modules = await onboarding.training.modules()
    return (
        Training(username, one.module, one.version, 100, day, "RNG11", "lead") for one in modules
    )


def officer(code: str) -> str:
    """The privacy officer of an organisation; Northgate's signs in here as well."""
    return "o.price" if code == "RNG01" else f"officer.{code.lower()}"


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)
