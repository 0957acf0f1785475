"""A signed launch token: who it is believed about, and every way one is refused (AUT-2)."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from joserfc.jwk import KeySet, RSAKey

from carerecord.config import Settings
from carerecord.signin.launch import Launches, LaunchRefused
from carerecord.signin.launch.tests.launch_signing import (
    AT,
    ISSUER,
    LAUNCHER,
    SAID,
    other,
    settings_in,
    signed,
)
from carerecord.store import Database

ATTACKS = Path(__file__).parents[5] / "shared/data/bad-input/jose/attacks.json"
BROWSER = "b" * 43


def launches(db: Database, settings: Settings, at: datetime = AT) -> Launches:
    return Launches(db, settings, now=lambda: at)


async def refusal(ours: Launches, token: str, **said: str) -> str:
    with pytest.raises(LaunchRefused) as refused:
        await ours.begin_token(token, BROWSER, said)
    return refused.value.reason


async def test_a_token_opens_the_person_it_names_for_the_person_it_names(db, tmp_path):
    ours = launches(db, settings_in(tmp_path))
    begun = await ours.begin_token(signed(), "", {})
    context = await ours.end_token(begun.address.split("c=")[1], begun.browser)
    assert (context.nhs_number, context.birth_date) == ("9994173626", "1948-11-08")
    assert (context.encounter, context.launcher, context.launch_id) == (
        "E-1",
        "northgate",
        "launch-0001",
    )
    identity, [role] = context.identity, context.identity.roles
    assert (identity.id, identity.name, identity.assurance) == (
        "northgate:a.okafor",
        "Dr A Okafor",
        2,
    )
    assert (role.id, role.role, role.role_name) == ("555012345678", "doctor", "Emergency doctor")
    assert (role.organisation, identity.provider) == ("RNG01", "northgate")


async def test_the_address_holds_nothing_of_the_person_and_the_store_nothing_readable(db, tmp_path):
    begun = await launches(db, settings_in(tmp_path)).begin_token(signed(), "", {})
    rows = await db.all("SELECT * FROM launch_pending")
    kept = b"".join(bytes(row["sealed"]) for row in rows) + repr(rows).encode()
    assert rows
    for word in ("9994173626", "1948-11-08", "Okafor", "a.okafor"):
        assert word not in begun.address
        assert word.encode() not in kept


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"iss": "https://elsewhere.example"}, "issuer"),
        ({"iss": ISSUER + "/"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"aud": "https://another.example"}, "token"),
        ({"aud": None}, "token"),
        ({"exp": int(AT.timestamp()) - 61}, "token"),
        ({"exp": int(AT.timestamp()) + 301}, "token"),
        ({"exp": None}, "token"),
        ({"iat": None}, "token"),
        ({"iat": int(AT.timestamp()) + 600, "exp": int(AT.timestamp()) + 700}, "token"),
        ({"jti": None}, "token"),
        ({"jti": "j" * 121}, "token"),
        ({"sub": None}, "name"),
        ({"name": None}, "name"),
        ({"name": ""}, "name"),
        ({"name": "a.okafor"}, "name"),
        ({"name": "Dr\u202e A"}, "name"),
        ({"name": "Ward 4"}, "name"),
        ({"name": "Reception Desk"}, "name"),
        ({"name": "Service Account", "sub": "svc-epr"}, "name"),
        ({"name": "System"}, "name"),
        ({"email": "ward4@northgate.example"}, "name"),
        ({"fhirUser": "Device/epr"}, "name"),
        ({"fhirUser": "Organization/1"}, "name"),
        ({"role": None}, "role"),
        ({"role": {"id": "1", "code": "R9999"}}, "role"),
        ({"role": "R8000"}, "role"),
        ({"role": {"id": "1", "code": "R8000", "organisation": "RXX99"}}, "organisation"),
        ({"role": None, "nhsid_nrbac_roles": [{"person_roleid": "1", "org_code": "RXX99", "role_code": "S1:G1:R8000"}]}, "organisation"),
        ({"nhs_number": None}, "number"),
        ({"nhs_number": 9994173626}, "number"),
        ({"birth_date": None}, "number"),
    ],
)  # fmt: skip
async def test_a_token_that_is_not_as_agreed_opens_nothing(db, tmp_path, changed, reason):
    assert await refusal(launches(db, settings_in(tmp_path)), signed(**changed)) == reason


async def test_a_national_role_profile_at_the_launchers_own_organisation_is_the_one_used(
    db, tmp_path
):
    roles = [
        {"person_roleid": "1", "org_code": "RXX99", "role_code": "S0:G0:R8000"},
        {"person_roleid": "2", "org_code": "RNG01", "role_code": "S0:G0:R8000", "role_name": "GP"},
        {"person_roleid": "3", "org_code": "RNG01", "role_code": "S0:G0:R0000"},
    ]
    ours = launches(db, settings_in(tmp_path, other(national=True)))
    token = signed(
        role=None, nhsid_nrbac_roles=roles, nhsid_useruid="910000000001", gmc_id="1234567"
    )
    begun = await ours.begin_token(token, "", {})
    identity = (await ours.end_token(begun.address.split("c=")[1], begun.browser)).identity
    assert (identity.id, identity.registration) == ("910000000001", "gmc_id|1234567")
    assert [role.id for role in identity.roles] == ["2"]


@pytest.mark.parametrize(("said", "assurance"), [("1", 1), (3, 2), (None, 2), ("high", 2)])
async def test_the_sign_in_there_is_never_rated_above_what_was_agreed(
    db, tmp_path, said, assurance
):
    ours = launches(db, settings_in(tmp_path))
    begun = await ours.begin_token(signed(authentication_assurance_level=said), "", {})
    context = await ours.end_token(begun.address.split("c=")[1], begun.browser)
    assert context.identity.assurance == assurance


@pytest.mark.parametrize(
    ("acr", "assurance"), [("AAL1_USERPASS", 1), ("AAL2_OR_AAL3_ANY", 2), ("AAL3_ANY", 2), ("1", 2)]
)
async def test_a_weaker_sign_in_there_counts_as_weak_here(db, tmp_path, acr, assurance):
    ours = launches(db, settings_in(tmp_path))
    begun = await ours.begin_token(signed(acr=acr), "", {})
    context = await ours.end_token(begun.address.split("c=")[1], begun.browser)
    assert context.identity.assurance == assurance


async def test_a_token_signed_with_another_key_opens_nothing(db, tmp_path):
    stranger = RSAKey.generate_key(2048, {"kid": "k1"}, private=True)
    assert await refusal(launches(db, settings_in(tmp_path)), signed(stranger)) == "token"


async def test_one_launcher_cannot_speak_for_another(db, tmp_path):
    mine = RSAKey.generate_key(2048, {"kid": "k1"}, private=True)
    settings = settings_in(
        tmp_path, LAUNCHER, other(id="second", issuer="https://second.example", keys_file="2.jwks")
    )
    (tmp_path / "2.jwks").write_text(json.dumps(KeySet([mine]).as_dict(private=False)))
    ours = launches(db, settings)
    assert await refusal(ours, signed(mine)) == "token"
    begun = await ours.begin_token(signed(mine, iss="https://second.example"), "", {})
    assert begun.address


async def test_a_token_opens_once(db, tmp_path):
    ours, token = launches(db, settings_in(tmp_path)), signed()
    await ours.begin_token(token, BROWSER, {})
    assert await refusal(ours, token) == "used"


async def test_of_many_who_bring_one_token_at_once_one_is_let_in(db, tmp_path):
    ours, token = launches(db, settings_in(tmp_path)), signed()
    tried = await asyncio.gather(
        *(ours.begin_token(token, BROWSER, {}) for _ in range(8)), return_exceptions=True
    )
    assert sum(not isinstance(one, Exception) for one in tried) == 1


async def test_the_way_on_is_for_the_same_browser_once_and_for_a_minute(db, tmp_path):
    settings = settings_in(tmp_path)
    begun = await launches(db, settings).begin_token(signed(), "", {})
    secret = begun.address.split("c=")[1]
    late = launches(db, settings, AT + timedelta(seconds=61))
    for ours, browser in [
        (launches(db, settings), ""),
        (launches(db, settings), BROWSER),
        (late, begun.browser),
    ]:
        with pytest.raises(LaunchRefused, match="state"):
            await ours.end_token(secret, browser)
    assert await launches(db, settings).end_token(secret, begun.browser)
    with pytest.raises(LaunchRefused, match="state"):
        await launches(db, settings).end_token(secret, begun.browser)


@pytest.mark.parametrize(
    "said",
    [
        {"patient": "9990000018"},
        {"nhs_number": "9990000018"},
        {"birth_date": "1950-01-01"},
        {"encounter": "E-2"},
    ],
)
async def test_an_address_that_says_another_person_than_the_token_opens_nothing(db, tmp_path, said):
    """T6: neither is right when they disagree."""
    assert await refusal(launches(db, settings_in(tmp_path)), signed(), **said) == "mismatch"


async def test_an_address_that_says_the_same_person_changes_nothing(db, tmp_path):
    ours = launches(db, settings_in(tmp_path))
    said = {"patient": "9994173626", "nhs_number": "9994173626", "other": "9990000018"}
    assert await ours.begin_token(signed(), BROWSER, said)


async def test_every_known_attack_on_a_signed_token_is_refused(db, tmp_path):
    if not ATTACKS.exists():
        pytest.skip("the table of attacks is not beside the project")
    table = json.loads(ATTACKS.read_text("utf-8"))
    (tmp_path / "attacked.jwks").write_text(json.dumps(table["jwks"]))
    settings = settings_in(
        tmp_path, other(issuer=table["issuer"], keys_file="attacked.jwks"), url=table["audience"]
    )
    ours = launches(db, settings, datetime.fromtimestamp(table["verify_at"], UTC))
    let_past = [
        case["id"]
        for case in table["cases"]
        if await refusal(ours, case["token"]) not in ("issuer", "token")
    ]
    accepted = {case["id"] for case in table["cases"] if case["expect"] == "accept"}
    assert len(table["cases"]) >= 48
    assert accepted >= set(let_past)
    assert let_past, "nothing reached the claims: the table proves nothing"


async def test_nothing_of_a_refused_token_is_in_the_error(db, tmp_path):
    ours = launches(db, settings_in(tmp_path))
    with pytest.raises(LaunchRefused) as refused:
        await ours.begin_token(signed(role=None), BROWSER, {})
    said = f"{refused.value!s} {refused.value!r} {refused.value.__cause__!r}"
    assert not [word for word in SAID.values() if str(word) in said]


def test_a_launcher_that_is_not_registered_frames_nothing(db, tmp_path):
    ours = Launches(db, replace(settings_in(tmp_path)))
    assert ours.frame_ancestors("northgate") == (ISSUER,)
    assert ours.frame_ancestors("unknown") == ()
    assert ours.frame_ancestors("") == ()
