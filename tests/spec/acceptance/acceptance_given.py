"""What is so before anything is done: relationships, homes, objections, what sources hold, the time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from acceptance_contract import Step
from acceptance_region import DAY, HOUR, ORGANISATIONS, SECOND
from acceptance_sources import Fed, Served, patient_of
from acceptance_world import World

from carerecord.access.evidence.signals import Event, Signal
from carerecord.access.ties import StaffTies
from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.hl7v2.fake import Stay
from carerecord.contract import Resource

YEARS = 365 * DAY


def spoken(length: timedelta) -> str:
    """“10 days”, “27 days 23 h 59 min 59 s”."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days >= YEARS.days:
        return f"{days // YEARS.days} years" if days >= 2 * YEARS.days else "over a year"
    named = [
        "1 day" if days == 1 else f"{days} days" if days else "",
        f"{hours} h" if hours else "",
        f"{minutes} min" if minutes else "",
        f"{seconds} s" if seconds else "",
    ]
    return " ".join(part for part in named if part)


def step(words: str) -> Callable[[Callable[[World], Awaitable[None]]], Step]:
    return lambda run: Step(words, run)


def signal(world: World, whom: str, kind: str, event: Event, at: datetime, **more: Any) -> Signal:
    return Signal(
        kind=kind,
        event=event,
        source=more.pop("source", "northgate"),
        source_id=more.pop("source_id", f"{kind}-1"),
        at=at,
        said=at,
        person_id=world.person(whom).id,
        **more,
    )


def linked(
    kind: str,
    whom: str,
    words: str,
    *,
    since: timedelta,
    ended: timedelta | None = None,
    **holder: Any,
) -> Step:
    """Evidence as a feed gives it. `ended`: how long ago; negative is still to come."""

    async def run(world: World) -> None:
        now = world.now()
        await world.access.receive(
            [signal(world, whom, kind, "started", now - since, words=words, **holder)]
        )
        if ended is not None:
            await world.access.receive([signal(world, whom, kind, "ended", now - ended, **holder)])

    over = "" if ended is None else f", and it ended {spoken(ended)} ago"
    if ended is not None and ended <= timedelta():
        over = f", and it ends in {spoken(-ended)}" if ended else ", and it ends now"
    return Step(f"{whom}: {words}, for {spoken(since)}{over} ({kind})", run)


def registered(whom: str, *, left: timedelta | None = None) -> Step:
    words = "registered with Riverside Medical Practice"
    return linked("LR-1", whom, words, since=5 * YEARS, ended=left, source="pds", holder="RNG11")


def in_emergency_department(whom: str, *, since: timedelta = HOUR) -> Step:
    words = "in Northgate’s emergency department"
    return linked("LR-3", whom, words, since=since, holder="RNG01", team="emergency")


def on_the_ward(whom: str) -> Step:
    words = "on Northgate’s ward 4"
    return linked("LR-2", whom, words, since=2 * DAY, holder="RNG01", team="ward-4")


def resident(whom: str, home: str, *, moved: timedelta | None = None) -> Step:
    words = f"resident at {ORGANISATIONS[home][0]}"
    return linked("LR-7", whom, words, since=400 * DAY, ended=moved, source="register", holder=home)


def incident(whom: str, *, crew: str, since: timedelta, wrote: timedelta | None = None) -> Step:
    words = f"on the incident {crew} was sent to"
    person = {"source": "cad", "holder_kind": "user", "holder": crew}
    step_ = linked("LR-8", whom, words, since=since, **person)
    if wrote is None:
        return step_

    async def run(world: World) -> None:
        await step_.run(world)
        at = world.now() - wrote
        await world.access.receive(
            [signal(world, whom, "LR-8", "authored", at, words=words, **person)]
        )

    return Step(f"{step_.words}; {crew} wrote the patient record {spoken(wrote)} ago", run)


def staff_member(
    who: str,
    organisation: str,
    words: str,
    *,
    numbered: str = "",
    lives: str = "",
    postcode: str = "",
) -> Step:
    """What the employer’s feed says of somebody; the store keeps keyed digests of it only."""

    async def run(world: World) -> None:
        number = world.person(numbered).nhs_number if numbered else ""
        said = StaffTies(
            staff_id=who,
            nhs_number=number,
            family=who.partition(".")[2],
            address=lives,
            postcode=postcode,
        )
        await world.access.ties.set_staff(organisation, [said])

    return Step(f"{who}: {words}", run)


def agreed_beforehand(who: str, whom: str) -> Step:
    @step(f"A clinical lead agreed beforehand that {who} may treat {whom}")
    async def agreed(world: World) -> None:
        person, until = world.person(whom), world.now() + 30 * DAY
        await world.access.ties.agree(who, person.id, until, by="Dr S Amin", why="only one here")

    return agreed


def person_is(whom: str, words: str, **changes: Any) -> Step:
    async def run(world: World) -> None:
        await world.people.add([replace(world.person(whom), **changes)])

    return Step(f"{whom}: {words}", run)


def died(whom: str, ago: timedelta, status: str = "formal") -> Step:
    async def run(world: World) -> None:
        day = (world.now() - ago).date().isoformat()
        await world.people.add([replace(world.person(whom), died=day, death_status=status)])

    taken_back = ", and that was taken back (status U)" if status == "removed" else ""
    return Step(f"{whom}: died {spoken(ago)} ago{taken_back}", run)


def holds(source: str, *resources: Resource, words: str) -> Step:
    """In place of what it held."""

    async def run(world: World) -> None:
        world.held[source].holds = list(resources)

    return Step(f"{source.capitalize()} holds {words}", run)


def behind_a_port(source: str) -> Step:
    @step(f"{source.capitalize()} is a FHIR server, asked over HTTP")
    async def served(world: World) -> None:
        fake = Served(world.held[source], world.http)
        await fake.start()
        world.sources[source] = fake
        world.build()

    return served


_TOLD = {
    "A01": "was admitted to",
    "A03": "was discharged from",
    "A11": "was admitted by mistake to",
}


def hospital_sends(
    event: str, whom: str, *, ago: timedelta, ward: str = "WARD4", where: str = ""
) -> Step:
    """An ADT message about the person's one stay, which began two days ago. `where`: their address, in PID-11."""
    lives = ", with an address" if where else ""

    @step(
        f"{whom} {_TOLD[event]} Northgate’s {ward}, as its HL7 v2 {event} says {spoken(ago)} ago{lives}"
    )
    async def sent(world: World) -> None:
        person, at = world.person(whom), world.now() - ago
        if not isinstance(world.sources["northgate"], Fed):
            world.sources["northgate"] = Fed(world.held["northgate"].settings, world.feeding())
            world.build()
        hospital = world.sources["northgate"]
        assert isinstance(hospital, Fed)
        stay = Stay(
            facility="RNG01", number=person.nhs_number, local_id="N1", family=person.family, given=person.given,
            birth_date=person.birth_date, visit="V1", ward=ward, began=world.now() - 2 * DAY, address=where,
        )  # fmt: skip
        assert (
            await hospital.send(stay.message(event, at, ended=at if event == "A03" else None))
            == "AA"
        )

    return sent


def answers_with(source: str, fault: str) -> Step:
    what = {
        "no_consent": "answers NO_PATIENT_CONSENT (403)",
        "wrong_person": "answers with another patient",
    }

    @step(f"{source.capitalize()} {what[fault]}")
    async def set_fault(world: World) -> None:
        served = world.sources[source]
        assert isinstance(served, Served)
        served.fake.faults.set(Fault(fault))

    return set_fault


def patient_is(source: str, words: str) -> Step:
    """The Patient that comes with its answer: none at all, or somebody with another birth date, or name and gender."""

    async def run(world: World) -> None:
        held = world.held[source]
        if words.startswith("unknown"):
            held.knows = False
            return
        right = patient_of(world.person("Margery").nhs_number) or {}
        if "name and gender" in words:
            rohan = {"family": "Nobody-we-know", "given": ["Rohan"]}
            held.patient = {
                **right,
                "name": [rohan],
                "gender": "male",
                "address": [],
                "telecom": [],
            }
        else:
            held.patient = {
                **right,
                "birthDate": "1950-02-03",
                "name": [{"family": "Nobody-we-know"}],
            }

    return Step(f"{source.capitalize()}’s Patient is {words}", run)


def objects(
    whom: str,
    state: Literal["asked", "restricted", "blocked"] = "restricted",
    scope: Literal["record", "source", "section", "organisation", "item"] = "record",
    target: str = "",
) -> Step:
    """Asked for; and decided, unless it is only asked for so far."""
    what = "the record" if scope == "record" else f"{scope} {target}"
    said = "asks that it is not shared" if state == "asked" else f"{state}, as decided"

    @step(f"{whom}: {what}: {said}")
    async def objected(world: World) -> None:
        objections = world.access.objections
        case = await objections.request(
            world.person(whom).id, scope, target, by="f.clerk", evidence="on the phone"
        )
        if state != "asked":
            await objections.decide(
                case.id, state, by="c.guardian", controller="RNG01", reviewer="Dr S Amin",
                why="agreed with the person", review_on=date(2027, 6, 1),
            )  # fmt: skip

    return objected


def withdraws(whom: str) -> Step:
    @step(f"{whom} takes every objection back")
    async def withdrawn(world: World) -> None:
        for one in await world.access.objections.of_person(world.person(whom).id):
            await world.access.objections.withdraw(one.id, by="f.clerk", evidence="on the phone")

    return withdrawn


def it_is(at: str) -> Step:
    """London’s clock, summer time or not."""
    moment = datetime.fromisoformat(at)
    offset = moment.strftime("%z")
    zone = "British summer time" if offset == "+0100" else "GMT"

    @step(f"It is {moment:%-d %B %Y, %H:%M:%S} in London ({zone})")
    async def turned(world: World) -> None:
        world.clock.at = moment

    return turned


def passes(length: timedelta) -> Step:
    @step(f"{spoken(length)} {'passes' if length in (SECOND, DAY) else 'pass'}")
    async def passed(world: World) -> None:
        world.clock.at += length

    return passed
