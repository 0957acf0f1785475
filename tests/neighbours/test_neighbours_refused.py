"""What is not agreed with a neighbour is refused at its end, and written down at both (T35, T25, AUD-13)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from neighbours_region import MARGERY, Region, doctor, usual

from carerecord.api.neighbours import PATH
from carerecord.connectors.neighbour.source import question
from carerecord.contract import Origin, Query
from carerecord.demo.ports import free_port
from carerecord.regions import Asked, Regions, Signing, Vouched
from carerecord.regions.tests.region_files import AT, Files
from carerecord.store import Database
from carerecord.viewing import View

ORIGIN = Origin(doctor("north"), "TREAT", (("LR-3", "e-LR-3", "S3"),))
QUERY = Query(MARGERY.nhs_number, MARGERY.birth_date, (), "view-0001", AT, ORIGIN)
UNKNOWN = replace(QUERY, nhs_number="9990000026")
YOUNGER = replace(QUERY, birth_date="1988-11-08")


@dataclass
class Pair:
    """North asks west, through its door or with bytes of its own."""

    files: Files
    north: Region
    west: Region
    port: int

    async def opened(self) -> View:
        await self.north.relate()
        return await self.north.open()

    async def written(self) -> list[tuple[str, str]]:
        """What west wrote down, and why."""
        return [
            (one.kind, str(one.body.get("reason") or " ".join(one.body.get("reasons", ()))))
            for one in await self.west.entries()
        ]

    def signed(self, query: Query = QUERY, *, late: float = 0) -> tuple[str, bytes]:
        body, signing = question(query), Signing(self.north.regions)
        west, at = self.north.regions.neighbours["west"], AT - timedelta(seconds=late)
        return signing.assertion(west, ORIGIN, query.view_id, body, at), body

    async def ask(self, token: str, body: bytes, regions: Regions | None = None) -> tuple[int, str]:
        tls = (regions or self.north.regions).asking
        headers = {"Authorization": f"Bearer {token}"}
        url = f"https://127.0.0.1:{self.port}{PATH}"
        async with (
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=tls or True)) as session,
            session.post(url, data=body, headers=headers) as reply,
        ):
            return reply.status, await reply.text()


Two = Callable[..., Awaitable[Pair]]


@pytest.fixture
async def two(files: Files, db: Database, tmp_path: Path) -> AsyncIterator[Two]:
    """`two(…)`: what west agreed with north, where that is not the usual; `ours`: what north did with west."""
    async with AsyncExitStack() as stack:

        async def made(ours: dict[str, Any] | None = None, **theirs: Any) -> Pair:
            ports = {"north": free_port(), "west": free_port()}
            store = Database.open(str(tmp_path / "north.db"))
            stack.callback(store.close)
            agreed = usual(files, "west", **(ours or {}))
            north = Region("north", store, files, ports, {"west": agreed})
            agreed = usual(files, "north", **theirs)
            west = Region("west", db, files, ports, {"north": agreed})
            for one in (north, west):
                await one.begin()
                await stack.enter_async_context(one.answering())
            return Pair(files, north, west, ports["west"])

        yield made


async def test_evidence_of_a_kind_that_was_not_agreed_opens_nothing(two: Two) -> None:
    pair = await two(evidence=("LR-1",))
    answer = (await pair.opened()).answers["west"]
    assert answer.state == "withheld"
    assert answer.words.startswith("did not share: the reason given for looking is not one agreed")
    (refused,) = await pair.west.entries()
    assert (refused.kind, refused.body["reasons"]) == ("refused", ["LR-none"])
    assert refused.viewer is not None
    assert refused.viewer.name == doctor("north").name
    (ours,) = await pair.north.entries("not-shared")
    assert ours.view_id == refused.body["neighbour"]["view"]
    assert ours.body["source"] == "west"
    assert pair.west.own.asked == []


@pytest.mark.parametrize(
    ("theirs", "reason"),
    [
        pytest.param({"roles": {"nurse": "nurse"}}, "role", id="role"),
        pytest.param({"purposes": ("ETREAT",)}, "purpose", id="purpose"),
        pytest.param({"organisations": {"RXX99": "Another"}}, "organisation", id="organisation"),
        pytest.param({"until": date(2026, 1, 1)}, "over", id="over"),
        pytest.param({"issuer": "https://other.example"}, "token", id="issuer"),
        pytest.param({"keys_file": "south.jwks"}, "token", id="keys"),
    ],
)
async def test_what_was_not_agreed_is_refused_and_both_logs_say_so(
    two: Two, theirs: dict[str, Any], reason: str
) -> None:
    pair = await two(**theirs)
    view = await pair.opened()
    failure = view.answers["west"].failure
    assert failure is not None
    assert (failure.kind, failure.words) == ("refused", "did not accept our request")
    (refused,) = await pair.west.entries()
    assert (refused.kind, refused.body["reason"]) == ("neighbour-refused", reason)
    assert refused.body["neighbour"] == "north"
    if reason != "token":
        assert refused.body["user"] == doctor("north").id
        assert refused.body["view"] == view.id
    (ours,) = await pair.north.entries("not-shared")
    assert ours.view_id == view.id
    assert pair.west.own.asked == []


async def test_an_assertion_for_another_region_is_refused(two: Two) -> None:
    pair = await two(ours={"issuer": "https://elsewhere.example/region"})
    await pair.opened()
    (refused,) = await pair.west.entries()
    assert (refused.body["reason"], refused.body["check"]) == ("token", "aud: not for us")


@pytest.mark.parametrize(
    ("ours", "words"),
    [
        ({"evidence": ("LR-1",)}, "your reason to see this record"),
        ({"roles": {"nurse": "nurse"}}, "not agreed for your role"),
        ({"until": date(2026, 1, 1)}, "what was agreed with it has ended"),
    ],
)
async def test_what_we_did_not_agree_is_not_even_asked(
    two: Two, ours: dict[str, Any], words: str
) -> None:
    pair = await two(ours=ours)
    answer = (await pair.opened()).answers["west"]
    assert answer.state == "not-asked"
    assert words in answer.words
    assert await pair.west.entries() == []


async def test_only_the_classes_that_are_agreed_leave(two: Two) -> None:
    pair = await two(sections=("allergies",))
    view = await pair.opened()
    assert not [one for one in view.answers["west"].items if one.type == "Condition"]
    (opened, sent) = await pair.west.entries()
    assert ["west-acute", "problems", "ORG-3"] in opened.body["closed"]
    assert sent.body["sections"].get("problems", []) == []


async def test_where_the_agreement_between_organisations_is_over_nothing_opens(two: Two) -> None:
    pair = await two()
    agreements = pair.west.onboarding.agreements
    await agreements.end("DSA-1", by="lead", why="over", at=AT)
    assert (await pair.opened()).answers["west"].state == "withheld"
    assert await pair.written() == [("refused", "ORG-1")]


async def test_an_assertion_is_used_once(two: Two) -> None:
    pair = await two()
    token, body = pair.signed()
    assert (await pair.ask(token, body))[0] == 200
    assert (await pair.ask(token, body))[0] == 401
    assert [kind for kind, _ in await pair.written()] == ["open", "shown", "neighbour-refused"]
    assert (await pair.written())[-1][1] == "used"


async def test_an_assertion_that_is_over_or_for_another_person_is_refused(two: Two) -> None:
    pair = await two()
    token, body = pair.signed(late=120)
    assert (await pair.ask(token, body))[0] == 401
    token, _ = pair.signed()
    assert (await pair.ask(token, question(UNKNOWN)))[0] == 401
    assert await pair.written() == [("neighbour-refused", "token"), ("neighbour-refused", "body")]
    assert pair.west.own.asked == []


async def test_a_certificate_of_the_same_authority_that_nobody_registered_is_refused(
    two: Two,
) -> None:
    pair = await two()
    token, body = pair.signed()
    assert (await pair.ask(token, body, pair.files.regions("south")))[0] == 401
    assert await pair.written() == [("neighbour-refused", "certificate")]


async def test_a_token_of_one_neighbour_with_the_certificate_of_another_is_refused(
    ring: dict[str, Region],
) -> None:
    north, west, south = ring.values()
    (port,) = {
        one.options["url"].rsplit(":")[-1] for one in north.settings.source if one.id == "west"
    }
    pair = Pair(north.files, north, west, int(port))
    token, body = pair.signed()
    assert (await pair.ask(token, body, south.regions))[0] == 401
    (refused,) = await west.entries()
    assert (refused.body["neighbour"], refused.body["reason"]) == ("south", "token")


async def test_without_a_certificate_nobody_is_heard(two: Two) -> None:
    pair = await two()
    token, body = pair.signed()
    with pytest.raises((aiohttp.ClientError, OSError)):
        await pair.ask(token, body, replace(pair.north.regions, asking=pair.files.trusting()))
    assert await pair.written() == []


async def test_without_an_assertion_nothing_is_opened(two: Two) -> None:
    pair = await two()
    status, text = await pair.ask("", question(QUERY))
    assert (status, MARGERY.nhs_number in text) == (401, False)
    assert await pair.written() == [("neighbour-refused", "token")]


@pytest.mark.parametrize("query", [UNKNOWN, YOUNGER], ids=["unknown", "another-birth-date"])
async def test_nobody_is_told_more_of_somebody_unknown_than_that_there_is_no_record(
    two: Two, query: Query
) -> None:
    pair = await two()
    status, text = await pair.ask(*pair.signed(query))
    assert (status, query.nhs_number in text) == (404, False)
    assert await pair.written() == [("neighbour-refused", "person")]


async def test_without_accepted_evidence_whether_somebody_is_known_is_not_told(two: Two) -> None:
    pair = await two(evidence=("LR-1",))
    known = await pair.ask(*pair.signed())
    unknown = await pair.ask(*pair.signed(UNKNOWN))
    assert known == unknown
    assert known[0] == 403


async def test_nothing_is_sent_that_cannot_be_written_down(two: Two) -> None:
    pair = await two()
    await pair.west.db.write(lambda tx: tx.run("ALTER TABLE audit_entry RENAME TO audit_away"))
    status, text = await pair.ask(*pair.signed())
    assert (status, "Asthma" in text) == (503, False)
    assert pair.west.own.asked == []


async def test_it_counts_for_one_request_and_is_no_stronger_than_s2(two: Two) -> None:
    """Nothing of it stays: the next request needs its own."""
    pair = await two()
    view = await pair.opened()
    assert view.answers["west"].state == "answered"
    assert await pair.west.access.evidence.of_person("p1") == []
    (opened, _) = await pair.west.entries()
    assert opened.body["evidence"] == ["north:LR-3:e-LR-3"]
    viewer = replace(doctor("north"), organisation="QNB01", neighbour="north")
    asked = Asked(
        pair.west.regions.neighbours["north"], viewer, "TREAT",
        Vouched("LR-3", "e-1", "S3"), True, "RXN01", "view-0001",
    )  # fmt: skip
    decided = await pair.west.records.decider.vouched(asked, "p1", AT)
    (evidence,) = decided.decision.evidence
    assert (evidence.kind, evidence.strength) == ("LR-15", "S2")
    assert evidence.ends == AT + timedelta(minutes=1)


async def test_what_is_known_here_of_their_region_opens_nothing_that_it_does_not_vouch_for(
    two: Two,
) -> None:
    """A referral to the neighbour as an organisation is no reason for any of its staff by itself."""
    pair = await two(evidence=("LR-1",))
    await pair.west.relate("LR-5", holder_kind="organisation", holder="QNB01", id="e-referred")
    await pair.west.relate("LR-1", holder="north:north.doctor", id="e-named")
    assert (await pair.opened()).answers["west"].state == "withheld"
    assert await pair.written() == [("refused", "LR-none")]
