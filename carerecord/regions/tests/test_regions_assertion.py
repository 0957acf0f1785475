"""An assertion opens what it was signed for, once, and everything else about it is refused (T34, T35)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from carerecord.contract import Origin
from carerecord.regions import Asked, AskRefused, Proving, Signing
from carerecord.regions.tests.region_files import (
    AT,
    DOCTOR,
    HOSPITAL,
    ORIGIN,
    Files,
    issuer,
)
from carerecord.signin.once import OneUse
from carerecord.signin.tokens import SIGNED_WITH
from carerecord.store import Database

BODY = b'{"resourceType":"Parameters"}'
VIEW = "0123456789abcdef"
Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("regions"))


@pytest.fixture
def proving(files: Files, db: Database) -> Proving:
    return Proving(files.regions("north"), OneUse(db, now=lambda: AT))


def signed(files: Files, by: str = "west", origin: Origin = ORIGIN) -> str:
    regions = files.regions(by)
    return Signing(regions).assertion(regions.neighbours["north"], origin, VIEW, BODY, AT)


def changed(
    files: Files, change: Change, *, key: Any = None, header: dict[str, Any] | None = None
) -> str:
    """West's own, with something in it that is not as it was agreed."""
    key = key or files.keys["west"]
    claims = jwt.decode(signed(files), files.keys["west"]).claims
    change(claims)
    head = {"alg": "ES256", "kid": files.keys["west"].thumbprint(), "typ": "neighbour+jwt"}
    head |= header or {}
    return jwt.encode(head, claims, key, algorithms=[*SIGNED_WITH, "HS256"])


async def ask(
    proving: Proving,
    files: Files,
    token: str,
    *,
    by: str = "west",
    body: bytes = BODY,
    late: float = 0,
) -> Asked:
    return await proving.asked(files.certificates[by], token, body, AT + timedelta(seconds=late))


async def test_who_asks_from_where_for_what_and_why_is_read(files: Files, proving: Proving) -> None:
    asked = await ask(proving, files, signed(files))
    assert asked.viewer == replace(
        DOCTOR,
        id="west:a.okafor",
        organisation="QNB02",
        organisation_name="Westmere Royal (West)",
        assurance=2,
        provider="west",
        neighbour="west",
    )
    assert (asked.organisation, asked.purpose, asked.view_id) == (HOSPITAL, "TREAT", VIEW)
    assert (asked.said.kind, asked.said.id, asked.accepted) == ("LR-3", "e-1", True)


async def test_it_opens_once_even_for_whom_it_was_made(files: Files, proving: Proving) -> None:
    token = signed(files)
    await ask(proving, files, token)
    with pytest.raises(AskRefused) as refused:
        await ask(proving, files, token)
    assert refused.value.reason == "used"
    assert refused.value.claimed["user"] == "a.okafor"


async def test_what_was_refused_is_not_spent(files: Files, proving: Proving) -> None:
    token = signed(files)
    with pytest.raises(AskRefused):
        await ask(proving, files, token, body=b"{}")
    assert (await ask(proving, files, token)).view_id == VIEW


def iua(claims: dict[str, Any]) -> dict[str, Any]:
    return claims["extensions"]["ihe_iua"]


def own(claims: dict[str, Any]) -> dict[str, Any]:
    return claims["extensions"]["carerecord"]


ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
TWO_ROLES = [{"code": "doctor"}, {"code": "doctor"}]


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        pytest.param("token", lambda c: c.update(iss=issuer("south")), id="another-issuer"),
        pytest.param("token", lambda c: c.update(aud=issuer("south")), id="for-another"),
        pytest.param("token", lambda c: c.update(exp=c["iat"] + 61), id="lasts-too-long"),
        pytest.param("token", lambda c: c.pop("exp"), id="for-ever"),
        pytest.param("token", lambda c: c.pop("iat"), id="never-made"),
        pytest.param("token", lambda c: c.pop("jti"), id="no-id"),
        pytest.param("token", lambda c: c.pop("cnf"), id="bound-to-nothing"),
        pytest.param("token", lambda c: c.update(cnf={"x5t#S256": "x"}), id="bound-to-another"),
        pytest.param("token", lambda c: c.update(cnf="x"), id="bound-strangely"),
        pytest.param("body", lambda c: own(c).update(body="x"), id="another-question"),
        pytest.param("body", lambda c: own(c).pop("body"), id="any-question"),
        pytest.param("hops", lambda c: own(c).update(hop=1), id="relayed"),
        pytest.param("hops", lambda c: own(c).update(hop=False), id="hop-is-no-number"),
        pytest.param("hops", lambda c: own(c).pop("hop"), id="hop-not-said"),
        pytest.param("name", lambda c: c.pop("sub"), id="nobody"),
        pytest.param("name", lambda c: iua(c).update(subject_name=""), id="nameless"),
        pytest.param("name", lambda c: iua(c).update(subject_name="a.okafor"), id="id-as-name"),
        pytest.param(
            "organisation",
            lambda c: iua(c).update(subject_organization_id=f"{ODS}|RNG01"),
            id="another-organisation",
        ),
        pytest.param(
            "organisation",
            lambda c: iua(c).update(subject_organization_id=f"urn:other|{HOSPITAL}"),
            id="another-kind-of-code",
        ),
        pytest.param(
            "organisation", lambda c: iua(c).pop("subject_organization_id"), id="from-nowhere"
        ),
        pytest.param(
            "role", lambda c: iua(c).update(subject_role=[{"code": "nurse"}]), id="another-role"
        ),
        pytest.param("role", lambda c: iua(c).update(subject_role=TWO_ROLES), id="two-roles"),
        pytest.param("role", lambda c: iua(c).update(subject_role=[]), id="no-role"),
        pytest.param(
            "purpose",
            lambda c: iua(c).update(purpose_of_use=[{"code": "BTG"}]),
            id="another-purpose",
        ),
        pytest.param("purpose", lambda c: iua(c).pop("purpose_of_use"), id="no-purpose"),
        pytest.param("view", lambda c: own(c).update(view="a view of mine"), id="no-view-id"),
        pytest.param("body", lambda c: c.update(extensions=[]), id="says-nothing"),
    ],
)
async def test_what_was_not_agreed_is_refused(
    files: Files, proving: Proving, reason: str, change: Change
) -> None:
    with pytest.raises(AskRefused) as refused:
        await ask(proving, files, changed(files, change))
    assert refused.value.reason == reason
    assert refused.value.neighbour == "west"


async def test_a_certificate_nobody_knows_is_refused(files: Files, proving: Proving) -> None:
    with pytest.raises(AskRefused) as refused:
        await ask(proving, files, signed(files), by="north")
    assert (refused.value.reason, refused.value.neighbour) == ("certificate", "")


async def test_a_token_of_one_is_none_of_the_other_that_shows_its_certificate(
    files: Files, proving: Proving
) -> None:
    with pytest.raises(AskRefused) as refused:
        await ask(proving, files, signed(files, "west"), by="south")
    assert (refused.value.reason, refused.value.neighbour) == ("token", "south")


@pytest.mark.parametrize(
    ("key", "header"),
    [
        pytest.param(ECKey.generate_key("P-256", private=True), {}, id="another-key"),
        pytest.param(OctKey.import_key("k" * 40), {"alg": "HS256"}, id="a-shared-secret"),
        pytest.param(None, {"typ": "JWT"}, id="another-kind"),
        pytest.param(None, {"kid": "x"}, id="a-key-nobody-gave"),
        pytest.param(None, {"jku": "https://west.example/keys"}, id="brings-its-keys"),
    ],
)
async def test_what_is_not_signed_as_agreed_is_refused(
    files: Files, proving: Proving, key: Any, header: dict[str, Any]
) -> None:
    with pytest.raises(AskRefused) as refused:
        await ask(proving, files, changed(files, lambda _: None, key=key, header=header))
    assert refused.value.reason == "token"
    assert refused.value.claimed == {}, "nothing of it is believed"


@pytest.mark.parametrize("late", [-31, 91])
async def test_it_counts_for_a_minute(files: Files, proving: Proving, late: float) -> None:
    with pytest.raises(AskRefused) as refused:
        await ask(proving, files, signed(files), late=late)
    assert refused.value.reason == "token"


async def test_after_the_last_day_nothing_is_opened(files: Files, db: Database) -> None:
    west = files.neighbour("west", until=AT.date() - timedelta(days=1))
    proving = Proving(files.regions("north", west), OneUse(db, now=lambda: AT))
    with pytest.raises(AskRefused) as refused:
        await ask(proving, files, signed(files))
    assert refused.value.reason == "over"


async def test_evidence_that_was_not_agreed_is_told_apart_and_not_refused(
    files: Files, db: Database
) -> None:
    """Whether it opens the record is the door's to say, and to write down."""
    west = files.neighbour("west", evidence=("LR-1",))
    proving = Proving(files.regions("north", west), OneUse(db, now=lambda: AT))
    assert not (await ask(proving, files, signed(files))).accepted


@pytest.mark.parametrize(
    ("origin", "changed", "words"),
    [
        (ORIGIN, {}, ""),
        (ORIGIN, {"until": AT.date() - timedelta(days=1)}, "ended"),
        (replace(ORIGIN, viewer=replace(DOCTOR, role="nurse")), {}, "role"),
        (replace(ORIGIN, viewer=replace(DOCTOR, neighbour="south")), {}, "staff of this region"),
        (replace(ORIGIN, purpose="BTG"), {}, "emergencies"),
        (replace(ORIGIN, purpose="BTG"), {"purposes": ("TREAT", "BTG")}, ""),
        (replace(ORIGIN, evidence=ORIGIN.evidence[:1]), {}, "reason"),
    ],
)
def test_a_neighbour_is_asked_only_for_what_is_agreed(
    files: Files, origin: Origin, changed: dict[str, Any], words: str
) -> None:
    said = Signing(files.regions("west")).not_asked(files.neighbour("north", **changed), origin, AT)
    assert words in said
    assert bool(said) == bool(words)
