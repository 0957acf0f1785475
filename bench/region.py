"""The region that is measured: two invented people, one member of staff who may see both, twelve sources."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from carerecord.access.contract import Evidence
from carerecord.app import App, open_parts
from carerecord.config import read
from carerecord.demo.configuration import source_block, write_configuration
from carerecord.demo.histories import record_of
from carerecord.demo.onboarded import onboard, places_of
from carerecord.demo.packed import Packer
from carerecord.demo.people import InventedPerson, invent_region
from carerecord.demo.sources import IN_R4, SOURCES
from carerecord.fhir import encode_resource
from carerecord.signin import Staff, StaffMember
from carerecord.signin.contract import OfferedRole
from carerecord.web.asking import cookie_name

SEED = 1
PEOPLE = 60
CASES = ("typical", "large")
TOKEN_MINUTES = 120
ROLE = OfferedRole("bench-1", "doctor", "Doctor", "RNG01", "Northgate University Hospital")
STAFF = StaffMember("bench", "Bench", (ROLE,))


@dataclass(frozen=True, slots=True)
class Measured:
    """One person, and how each face is asked for them."""

    case: str
    nhs_number: str
    resources: int
    json: str  # a whole HTTP request
    html: str


def invented(cases: Sequence[str] = CASES) -> dict[str, InventedPerson]:
    people = invent_region(SEED, PEOPLE, date.today()).people
    return {case: next(one for one in people if one.case == case) for case in cases}


def pack(people: Mapping[str, InventedPerson], folder: Path) -> dict[str, int]:
    """Write what each source holds; how many resources each person has, by case."""
    counts = {}
    with Packer(folder) as packer:
        for case, one in people.items():
            record = record_of(one, SEED, date.today())
            counts[case] = sum(len(resources) for resources in record.values())
            for source_id, resources in record.items():
                packer.add(
                    source_id, one.person.nhs_number, [encode_resource(each) for each in resources]
                )
    return counts


WHOLE_VIEWS = "draw_seconds = 0\n"
"""Of `[fanout]`, which stands last before the sources: every answer is waited for, and counted."""


def fill(
    folder: Path,
    port: int,
    addresses: Mapping[str, str],
    people: Mapping[str, InventedPerson],
    counts: Mapping[str, int],
    fanout: str = WHOLE_VIEWS,
) -> tuple[Path, list[Measured]]:
    configuration = folder / "region.toml"
    blocks = [source_block(source, addresses[source.id]) for source in IN_R4]
    write_configuration(configuration, port, 1, [fanout, *blocks])
    return configuration, asyncio.run(_fill(configuration, port, people, counts))


async def _fill(
    configuration: Path, port: int, people: Mapping[str, InventedPerson], counts: Mapping[str, int]
) -> list[Measured]:
    settings = read(configuration)
    app = await open_parts(settings)
    try:
        await app.people.add(one.person for one in people.values())
        await app.access.add_evidence(_evidence(one) for one in people.values())
        await _onboard(app)
        await Staff(app.db).add([STAFF])
        token = await app.sessions.issue_token(STAFF.username, TOKEN_MINUTES)
        cookie = await app.sessions.sign_in_demo(STAFF.username)
        viewer = await app.sessions.viewer_of(cookie)
        assert viewer is not None
        headers = {
            "json": f"authorization: Bearer {token}",
            "html": f"cookie: {cookie_name(settings)}={cookie}",
        }
        measured = []
        for case, one in people.items():
            handle = await app.sessions.handle_for(viewer, one.person.id)
            paths = {
                "json": f"/fhir/R4/Patient/{one.person.id}/$everything",
                "html": f"/p/{handle}",
            }
            requests = {
                face: f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n{headers[face]}\r\n\r\n"
                for face, path in paths.items()
            }
            measured.append(Measured(case, one.person.nhs_number, counts[case], **requests))
        return measured
    finally:
        await app.close()


async def _onboard(app: App) -> None:
    """Everything shared with everybody, as in the demo."""
    staff = {ROLE.organisation: [STAFF.username]}
    sources = [source.id for source in app.settings.source]
    await onboard(app.onboarding, places_of(SOURCES, ()), staff, [STAFF.username], sources)


def _evidence(one: InventedPerson) -> Evidence:
    now = datetime.now(UTC)
    return Evidence(
        f"bench-{one.case}", "LR-3", one.person.id, "user", STAFF.username,
        "measured by the benchmark", now - timedelta(hours=1), now + timedelta(days=1),
    )  # fmt: skip
