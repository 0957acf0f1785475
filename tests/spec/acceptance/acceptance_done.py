"""What viewers do, through the pages and the API, and what is looked at afterwards."""

from __future__ import annotations

import re
from typing import Literal

import httpx
from acceptance_contract import Step
from acceptance_given import step
from acceptance_region import ORGANISATIONS, PEOPLE
from acceptance_world import Opening, World

from carerecord.fhir import NHS_NUMBER

Face = Literal["web", "api"]
_WAYS = ("/why", "/emergency", "/refused")
# As browsers say of a link or a form on one of our pages (Fetch Metadata, W3C).
FROM_OUR_PAGE = {"sec-fetch-site": "same-origin"}


def opens(who: str, whom: str, *, role: str = "") -> Step:
    @step(f"{who} opens {whom}")
    async def opened(world: World) -> None:
        viewer = await world.viewer(who, role)
        v = await world.sessions.handle_for(viewer, world.person(whom).id)
        await _opened(world, who, whom, lambda: world.browser(who).get(f"/p/{v}"))

    return opened


def asks(who: str, whom: str, source: str, page: str = "") -> Step:
    """The press of the button on a page of the record that asks one more source."""

    @step(f"{who} chooses on {whom}’s {page or 'summary'} to ask {source.capitalize()}")
    async def asked(world: World) -> None:
        v = await world.sessions.handle_for(await world.viewer(who), world.person(whom).id)
        path = f"/p/{v}/{page}".rstrip("/")
        reply = await world.browser(who).post(path, data={"ask": source}, headers=FROM_OUR_PAGE)
        world.replies.append(reply)
        world.said = reply.text

    return asked


def opens_by_api(who: str, whom: str) -> Step:
    @step(f"{who}’s program asks the API for {whom}")
    async def asked(world: World) -> None:
        _, bearer = await world.bearer(who)
        path = f"/fhir/R4/Patient/{world.person(whom).id}/$everything"
        await _opened(
            world, who, whom, lambda: world.browser(who).get(path, headers=bearer), face="api"
        )

    return asked


def launches(who: str, whom: str, **changed: str) -> Step:
    """From Northgate's record system, with a signed token; the page it leads to is opened."""
    other = f", with another {' and '.join(changed)}" if changed else ""

    @step(f"{who} launches {whom} from Northgate’s record system{other}")
    async def launched(world: World) -> None:
        reply = await world.launch(who, whom, **changed)
        world.replies.append(reply)
        if reply.status_code == 303:
            path = reply.headers["location"]
            await _opened(world, who, whom, lambda: world.browser(who).get(path))

    return launched


async def _opened(world: World, who: str, whom: str, ask, *, face: Face = "web") -> None:
    """What the rules say, and that the answer is what they say and nothing else."""
    viewer = (await world.bearer(who))[0] if face == "api" else await world.viewer(who)
    decided = await world.records.decider.about(viewer, world.person(whom).id, world.now())
    reply: httpx.Response = await ask()
    world.replies.append(reply)
    world.openings.append(Opening(who, whom, decided.decision, reply))
    if reply.status_code == 503:
        return
    allowed, status = decided.decision.allowed, reply.status_code
    assert status == (200 if allowed else 403 if face == "api" else 303), reply.text
    if not allowed and face == "web":
        assert reply.headers["location"].endswith(_WAYS)


def declares(who: str, whom: str, kind: str, reason: str, words: str = "") -> Step:
    said = f"“{reason}”" + (f", “{words}”" if words else "")

    @step(f"{who} declares {kind} for {whom}: {said}")
    async def declared(world: World) -> None:
        viewer = await world.viewer(who)
        v = await world.sessions.handle_for(viewer, world.person(whom).id)
        page = "emergency" if kind == "LR-16" else "why"
        form = {"kind": kind, "reason": reason, "words": words}
        world.replies.append(await world.browser(who).post(f"/p/{v}/{page}", data=form))

    return declared


def searches(who: str, *, times: int = 1, **typed: str) -> Step:
    """By what is typed on the page; `number` is the name of the person whose number it is."""
    what = ", ".join(f"{name} {value}" for name, value in typed.items())
    often = "" if times == 1 else f", {times} times"

    @step(f"{who} searches by {what}{often}")
    async def searched(world: World) -> None:
        await world.viewer(who)
        form = dict(typed)
        if "number" in form:
            name = form.pop("number")
            form["nhs_number"] = world.person(name).nhs_number if name[0].isupper() else name
        for _ in range(times):
            reply = await world.browser(who).post("/find", data=form)
            world.replies.append(reply)
            world.said = reply.text

    return searched


def searches_by_api(who: str, whom: str) -> Step:
    @step(f"{who}’s program searches the API by {whom}’s number")
    async def searched(world: World) -> None:
        _, bearer = await world.bearer(who)
        form = {"identifier": f"{NHS_NUMBER}|{world.person(whom).nhs_number}"}
        reply = await world.browser(who).post("/fhir/R4/Patient/_search", data=form, headers=bearer)
        world.replies.append(reply)
        world.said = reply.text

    return searched


def reads(who: str, path: str) -> Step:
    @step(f"{who} reads the page {path}")
    async def read(world: World) -> None:
        await world.viewer(who)
        reply = await world.browser(who).get(path)
        world.replies.append(reply)
        world.said = reply.text

    return read


def reports_to(who: str, whom: str) -> Step:
    """What a person is told of who looked, made by a privacy officer as they ask for it (PAT-1)."""

    @step(f"{who} makes the report for {whom}, who asked who had looked")
    async def made(world: World) -> None:
        await world.viewer(who)
        form = {
            "nhs_number": world.person(whom).nhs_number, "received": f"{world.now():%Y-%m-%d}",
            "requester": "the person", "purpose": "they asked", "consulted": "nobody", "refused": "",
        }  # fmt: skip
        reply = await world.browser(who).post("/my-access", data=form)
        if reply.status_code == 303:
            reply = await world.browser(who).get(reply.headers["location"])
        world.replies.append(reply)
        world.said = reply.text

    return made


def reads_about(who: str, whom: str, page: str) -> Step:
    """A page about one person, by a link of ours: of their record, or why, emergency, refused."""

    @step(f"{who} reads the page “{page}” about {whom}")
    async def read(world: World) -> None:
        viewer = await world.viewer(who)
        v = await world.sessions.handle_for(viewer, world.person(whom).id)
        reply = await world.browser(who).get(f"/p/{v}/{page}", headers=FROM_OUR_PAGE)
        world.replies.append(reply)
        world.said = reply.text

    return read


def finds_within(who: str, whom: str, words: str) -> Step:
    """Inside the record, by the form on each of its pages (ux S17)."""

    @step(f"{who} searches {whom}’s record for “{words}”")
    async def found(world: World) -> None:
        viewer = await world.viewer(who)
        v = await world.sessions.handle_for(viewer, world.person(whom).id)
        reply = await world.browser(who).post(f"/p/{v}/find", data={"words": words})
        world.replies.append(reply)
        world.said = reply.text

    return found


def selects(who: str, role: int, words: str) -> Step:
    @step(f"{who} switches role to {words}")
    async def selected(world: World) -> None:
        await world.viewer(who)
        reply = await world.select(who, f"{who}-{role}")
        assert reply.status_code == 303, reply.text

    return selected


def opens_without_a_role(who: str, whom: str) -> Step:
    @step(f"{who} signs in, selects no role, and asks for {whom}")
    async def asked(world: World) -> None:
        browser = world.browser(who)
        signed = await browser.post("/sign-in", data={"username": who})
        assert signed.headers["location"] == "/role"
        world.replies.append(await browser.get("/find"))
        world.replies.append(await browser.get(f"/p/{world.person(whom).id}"))
        assert [reply.headers["location"] for reply in world.replies] == ["/role", "/role"]

    return asked


def signs_in_again(who: str) -> Step:
    @step(f"{who} signs out and in again")
    async def again(world: World) -> None:
        await world.browser(who).post("/sign-out")
        await world.viewer(who)

    return again


def to_prove(organisation: str, number: int) -> Step:
    name = ORGANISATIONS[organisation][0]
    what = {0: "nothing", 1: "one use of a claim"}[number]

    @step(f"{name} has {what} left to prove")
    async def counted(world: World) -> None:
        assert len(await world.access.open_items(organisation)) == number

    return counted


def asked_only(number_of: str, *, never: str) -> Step:
    @step(f"Every source was asked by {number_of}’s number, and none by {never}’s")
    async def counted(world: World) -> None:
        asked = {query.nhs_number for held in world.held.values() for query in held.asked}
        assert asked == {world.person(number_of).nhs_number}

    return counted


def notices_are(number: int, words: str) -> Step:
    """On the first page of the record that was opened last."""

    @step(f"The page says {number} time{'' if number == 1 else 's'}: “{words}”")
    async def counted(world: World) -> None:
        assert len(re.findall(re.escape(words), world.openings[-1].reply.text)) == number

    return counted


def asked_times(source: str, times: int) -> Step:
    @step(f"{source.capitalize()} was asked {'once' if times == 1 else f'{times} times'}")
    async def counted(world: World) -> None:
        assert len(world.held[source].asked) == times

    return counted


def notices_are_in_answer(number: int, words: str) -> Step:
    """In the answer to what was done last."""

    @step(f"The answer says {number} time{'' if number == 1 else 's'}: “{words}”")
    async def counted(world: World) -> None:
        assert world.said.count(words) == number

    return counted


def operator_told(event: str, source: str) -> Step:
    """By a line of the log at level error, which names no person (I7)."""

    @step(f"The operator is told: `{event}` of {source.capitalize()}, naming nobody")
    async def logged(world: World) -> None:
        told = [line for line in world.events if line["event"] == event]
        assert [(line["source"], line["log_level"]) for line in told][:1] == [(source, "error")]
        assert not any(person.nhs_number in str(told) for person in PEOPLE.values())

    return logged
