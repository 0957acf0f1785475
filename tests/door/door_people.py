"""Who there is in the door region: organisations, one member of staff of each role, people, and their links."""

from __future__ import annotations

import itertools
import json
import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import ECKey

from carerecord.access import AccessStore
from carerecord.access.contract import Evidence
from carerecord.access.roles import ROLES
from carerecord.config import Settings, region_key
from carerecord.contract import Person, SourceSettings
from carerecord.demo.people.numbers import numbers
from carerecord.identity import People
from carerecord.onboarding import Agreement, Onboarding, Party
from carerecord.sections import BY_NAME
from carerecord.signin import Staff, StaffMember
from carerecord.signin.contract import OfferedRole
from carerecord.store import Database

ORGANISATIONS = {
    "RNG01": ("Northgate University Hospital", "acute"),
    "RNG11": ("Riverside Medical Practice", "gp"),
    "RNM01": ("Lowland Mental Health", "mental-health"),
    "RCC01": ("Eastfield County Council", "social-care"),
    "RLB01": ("Regional Laboratory", "other"),
    "FPH01": ("Eastfield Pharmacy", "pharmacy"),
    "VNW01": ("Willow Court Care Home", "care-home"),
    "RXX01": ("A hospital far away", "acute"),
}
SHOWN = {
    "dspt": "standards met",
    "dpia": "DPIA-7",
    "caldicott_guardian": "Dr C Guardian",
    "dpo": "D Officer",
    "clinical_safety": "Dr S Safety",
    "conformance": "run 12",
}
CARE = frozenset({"TREAT", "ETREAT", "BTG"})
ALL = frozenset({"*"})


def _source(id: str, organisation: str, kind: str) -> SourceSettings:
    name = ORGANISATIONS[organisation][0]
    return SourceSettings(
        id, name, name.split()[0], kind, "fhir_r4", organisation, sections=tuple(BY_NAME)
    )


SOURCES = {
    one.id: one
    for one in (
        _source("riverside", "RNG11", "gp"),
        _source("northgate", "RNG01", "acute"),
        _source("lowland", "RNM01", "mental-health"),
        _source("council", "RCC01", "social-care"),
        _source("laboratory", "RLB01", "laboratory"),
        _source("pharmacy", "FPH01", "pharmacy"),
    )
}
SWITCHED_OFF = "pharmacy"  # all of it
SECTION_OFF = ("laboratory", "results")
CARE_HOME = ("care-home-nurse", "care-home-manager")
REGISTERS = {
    "doctor": "gmc_id",
    "nurse": "nmc_id",
    "paramedic": "hcpc_id",
    "pharmacist": "gphc_id",
    "care-home-nurse": "nmc_id",
}


def member(username: str, *roles: tuple[str, str], supervisor: str = "") -> StaffMember:
    """`roles`: (row of the matrix, ODS code) each."""
    held = tuple(
        OfferedRole(f"{username}-{n}", row, row.capitalize(), code, ORGANISATIONS[code][0], (),
                    supervisor)
        for n, (row, code) in enumerate(roles, 1)
    )  # fmt: skip
    register = next((REGISTERS[row] for row, _ in roles if row in REGISTERS), "")
    number = f"{register}|9000001" if register else ""
    return StaffMember(username, f"{username.capitalize()} Staff", held, registration=number)


STAFF = (
    *(
        member(
            role, (role, "VNW01" if role in CARE_HOME else "RNG01"),
            supervisor="doctor" if role == "student" else "",
        )
        for role in ROLES
    ),
    member("elsewhere", ("doctor", "RXX01")),
    member("guesser", ("doctor", "RNG01")),
    member("two-roles", ("doctor", "RNG01"), ("care-home-manager", "VNW01")),
)  # fmt: skip
OFFICER = "privacy-officer"

_numbers = numbers(7)


def person(id: str, **more: str) -> Person:
    """Alike in everything but who they are: no page can tell them apart by anything else."""
    return replace(
        Person(
            id, next(_numbers), "Gibson", "Margery", "Mrs", "1948-11-08", "female",
            address="63 Wilkinson Bay, Northgate", postcode="LS1 4AB", gp_code="RNG11",
            gp_name="Riverside Medical Practice",
        ),
        **more,
    )  # fmt: skip


MARKED, TWIN = person("a1b2c3d4e5f60001"), person("a1b2c3d4e5f60002")
OBJECTOR, OBJECTOR_TWIN = person("a1b2c3d4e5f60003"), person("a1b2c3d4e5f60004")
PROTECTED = person(
    "a1b2c3d4e5f60005", family="Hart", given="Ivy", address="7 Qzxplaceindex Street, Farley",
    postcode="QZ1 1ZQ", gp_name="Qzxplacepractice Surgery", phone="01632 960777",
    next_of_kin="Qzxplacekin Hart", protected=True,
)  # fmt: skip
FOREIGN = person("a1b2c3d4e5f60006", family="Elsewhere", given="Boris")
STRANGERS = tuple(
    person(f"a1b2c3d4e5f7{n:04}", family=f"Stranger{n}", given="Known") for n in range(60)
)
PLAIN = person("a1b2c3d4e5f60007", family="Plain", given="Nora")
PEOPLE = (PLAIN, MARKED, TWIN, OBJECTOR, OBJECTOR_TWIN, PROTECTED, FOREIGN)
SEEN_BY_ALL = (PLAIN, MARKED, TWIN, OBJECTOR, OBJECTOR_TWIN, PROTECTED)
OBJECTED_ITEM = "northgate/Condition/objected-item"
OBJECTED_SECTION = "procedures"
OBJECTED_SOURCE = "council"


def unused_numbers() -> Iterable[str]:
    """NHS numbers that are right and nobody's."""
    return itertools.islice(_numbers, 1000)


def evidence(username: str, whom: Person) -> Evidence:
    return Evidence(
        id=secrets.token_hex(10), kind="LR-13", person_id=whom.id, holder_kind="user",
        holder=username, words="named in the care plan",
        starts=datetime.now(UTC) - timedelta(days=1),
    )  # fmt: skip


def place_of(settings: Settings) -> str | Path:
    """Of its database: a server, or a file in its folder."""
    url = settings.store.url
    return url if "://" in url else settings.beside(url)


async def fill(settings: Settings) -> None:
    """Every organisation live, everybody trained, all sources on but one and a section of another."""
    db = Database.open(place_of(settings))
    try:
        onboarding = Onboarding(db, settings)
        await _organisations(onboarding)
        await Staff(db).add(STAFF)
        await People(db).add([*PEOPLE, *STRANGERS])
        access = AccessStore(db, region_key(settings))
        links = [evidence(one, whom) for one in (*ROLES, "two-roles") for whom in SEEN_BY_ALL]
        await access.add_evidence([*links, evidence("elsewhere", FOREIGN)])
        await _objections(access)
    finally:
        db.close()


async def _organisations(onboarding: Onboarding) -> None:
    for code, (name, kind) in ORGANISATIONS.items():
        await onboarding.organisations.add(code, name, kind, by="lead")
        await onboarding.organisations.set(code, SHOWN, by="lead")
        await onboarding.organisations.add_privacy_officer(code, OFFICER, by="lead")
    await onboarding.agreements.add(agreement("DSA-1", list(ORGANISATIONS)), by="lead")
    await onboarding.training.train_all([one.username for one in STAFF], "RNG01", by="lead")
    await onboarding.training.train_all([OFFICER], "VNW01", by="lead")
    for code in ORGANISATIONS:
        await onboarding.organisations.go_live(code, by="lead")
    for one in SOURCES:
        await onboarding.switches.enable(one, by="lead")
    await onboarding.switches.disable(SWITCHED_OFF, by="lead")
    source, section = SECTION_OFF
    await onboarding.switches.disable(source, by="lead", section=section)


def agreement(id: str, codes: Sequence[str]) -> Agreement:
    return Agreement(
        id=id,
        parties=tuple(
            Party(organisation=code, sections_out=ALL, sections_in=ALL, purposes=CARE)
            for code in codes
        ),
        starts=date(2020, 1, 1),
        ends=date(2099, 12, 31),
        review=date(2099, 1, 1),
        signatory="A Signatory",
        organisation_scope=True,
    )


async def _objections(access: AccessStore) -> None:
    """One item of the marked person's; a source and a section of both objectors'."""
    objections = access.objections
    said = {"by": "f.clerk", "evidence": "on the phone"}
    await objections.request(MARKED.id, "item", OBJECTED_ITEM, **said)
    for whom in (OBJECTOR, OBJECTOR_TWIN):
        await objections.request(whom.id, "source", OBJECTED_SOURCE, **said)
        await objections.request(whom.id, "section", OBJECTED_SECTION, **said)


_KEY = ECKey.generate_key("P-256", {"kid": "door"}, private=True)
LAUNCHER_KEYS = json.dumps({"keys": [_KEY.as_dict(private=False)]})


def launch_token(username: str, whom: Person, audience: str, **changed: object) -> str:
    """What Northgate's record system signs when its doctor presses the button."""
    now = int(time.time())
    claims = {
        "iss": "https://epr.northgate.example",
        "sub": username,
        "aud": audience,
        "iat": now,
        "exp": now + 120,
        "jti": secrets.token_urlsafe(16),
        "name": f"{username.capitalize()} Staff",
        "role": {"id": f"{username}-1", "code": "doctor", "name": "Doctor", "teams": []},
        "nhs_number": whom.nhs_number,
        "birth_date": whom.birth_date,
        "encounter": "E-1",
        "gmc_id": "9000001",
        **changed,
    }
    return jwt.encode({"alg": "ES256", "kid": "door"}, claims, _KEY, algorithms=["ES256"])
