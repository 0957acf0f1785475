"""SMART EHR launch against a record system on a loopback port: what is believed, asked and refused (AUT-2)."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc.jwk import RSAKey

from carerecord.signin.launch import Launches, LaunchRefused
from carerecord.signin.launch.tests.fake_ehr import number, patient, running_ehr
from carerecord.signin.launch.tests.launch_signing import AT, OURS, settings_in


@pytest.fixture
async def ehr():
    async with running_ehr() as running:
        yield running


@pytest.fixture
async def make(db, tmp_path, ehr):
    """`make(**changed)`: our side, with a launcher changed so, closed after the test."""
    async with AsyncExitStack() as stack:

        def made(at=AT, **changed):
            settings = settings_in(tmp_path, ehr.launcher(tmp_path, **changed))
            ours = Launches(db, settings, now=lambda: at)
            stack.push_async_callback(ours.close)
            return ours

        yield made


async def launched(ours, ehr, **said):
    begun = await ours.begin_smart(f"{ehr.url}/R4", "L-1", "", said)
    return await ours.end_smart(**ehr.authorise(begun.address), browser=begun.browser)


async def refusal(ours, ehr, **said):
    with pytest.raises(LaunchRefused) as refused:
        await launched(ours, ehr, **said)
    return refused.value.reason


async def test_a_launch_opens_the_person_of_the_token_response(make, ehr):
    context = await launched(make(), ehr)
    assert (context.nhs_number, context.birth_date) == ("9994173626", "1948-11-08")
    assert (context.launcher, context.encounter) == ("columbas", "E-7")
    identity, [role] = context.identity, context.identity.roles
    assert (identity.id, identity.name) == ("columbas:h.lindqvist", "Dr H Lindqvist")
    assert (role.role, role.organisation) == ("doctor", "RSC01")
    assert ehr.asked == ["/login/token", "/R4/Patient/p-1"]


async def test_the_way_there_is_the_configured_one_with_all_that_binds_the_answer(make, ehr):
    begun = await make().begin_smart(f"{ehr.url}/R4", "L-1", "", {})
    address = urlsplit(begun.address)
    asked = dict(parse_qsl(address.query))
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{ehr.url}/login/authorize"
    assert asked["aud"] == f"{ehr.url}/R4"
    assert asked["redirect_uri"] == f"{OURS}/launch/back"
    assert asked["launch"] == "L-1"
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert {"launch", "openid", "fhirUser"} <= set(asked["scope"].split())
    assert all(len(asked[name]) >= 32 for name in ("state", "nonce", "code_challenge"))
    assert begun.browser not in begun.address


@pytest.mark.parametrize(
    "iss", ["", "https://elsewhere.example", "{url}", "{url}/R4/", "{url}/login"]
)
async def test_an_issuer_that_is_not_registered_is_asked_nothing(make, ehr, iss):
    with pytest.raises(LaunchRefused, match="issuer"):
        await make().begin_smart(iss.format(url=ehr.url), "L-1", "", {})
    assert ehr.asked == []


async def test_we_may_be_known_by_a_key_instead_of_a_secret(make, ehr, tmp_path):
    ours = RSAKey.generate_key(2048, private=True)
    (tmp_path / "ours.pem").write_bytes(ours.as_pem(private=True))
    ehr.our_public_key = ours
    made = make(client_secret_file="", client_key_file="ours.pem")
    assert (await launched(made, ehr)).nhs_number == "9994173626"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"nonce": "another"}, "token"),
        ({"nonce": None}, "token"),
        ({"aud": "another client"}, "token"),
        ({"iss": "https://elsewhere.example"}, "token"),
        ({"exp": int(AT.timestamp()) - 61}, "token"),
        ({"name": ""}, "name"),
        ({"fhirUser": "Patient/1"}, "name"),
        ({"role": None}, "role"),
        ({"role": {"id": "9", "code": "R8000", "organisation": "RNG01"}}, "organisation"),
    ],
)
async def test_an_id_token_that_is_not_as_agreed_opens_nothing(make, ehr, claims, reason):
    ehr.claims = claims
    assert await refusal(make(), ehr) == reason
    assert ehr.asked == ["/login/token"], "the person was asked about before the viewer was known"


async def test_an_id_token_signed_by_somebody_else_opens_nothing(make, ehr):
    ehr.key = RSAKey.generate_key(2048, {"kid": "k1"}, private=True)
    assert await refusal(make(), ehr) == "token"


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        ({"id_token": None}, "token"),
        ({"patient": None}, "number"),
        ({"patient": "../Patient"}, "number"),
        ({"patient": "p-1?x"}, "number"),
        ({"access_token": None}, "exchange"),
        ({"access_token": "two\r\nlines"}, "exchange"),
        ({"token_type": "mac"}, "exchange"),
    ],
)
async def test_a_token_response_that_cannot_be_used_opens_nothing(make, ehr, response, reason):
    ehr.response = response
    assert await refusal(make(), ehr) == reason


@pytest.mark.parametrize(
    "said",
    [
        patient(id="p-2"),
        patient(resourceType="Practitioner"),
        patient(birthDate=None),
        patient(identifier=[]),
        patient(identifier=[number(status="02")]),
        patient(identifier=[number(status="")]),
        patient(identifier=[number(), number("9990000018")]),
        patient(identifier=[number(), number(status="08")]),
        patient(identifier="9994173626"),
        {"resourceType": "Bundle"},
    ],
)
async def test_a_patient_without_one_verified_number_opens_nothing(make, ehr, said):
    ehr.patient = said
    assert await refusal(make(), ehr) == "number"


async def test_a_number_without_a_status_is_taken_only_where_that_was_agreed(make, ehr):
    ehr.patient = patient(identifier=[number(status="")])
    assert (await launched(make(verified_numbers=False), ehr)).nhs_number == "9994173626"
    ehr.patient = patient(identifier=[number(status="02")])
    assert await refusal(make(verified_numbers=False), ehr) == "number"


async def test_no_redirect_of_the_token_endpoint_is_followed(make, ehr):
    ehr.redirect_to = f"{ehr.url}/R4/Patient/p-1"
    assert await refusal(make(), ehr) == "exchange"
    assert ehr.asked == ["/login/token"]


async def test_a_code_comes_back_once_in_the_browser_it_began_in_and_within_ten_minutes(make, ehr):
    ours = make()
    begun = await ours.begin_smart(f"{ehr.url}/R4", "L-1", "", {})
    back = ehr.authorise(begun.address)
    late = make(at=AT + timedelta(seconds=600))
    for asked, browser in [(ours, ""), (ours, "b" * 43), (late, begun.browser)]:
        with pytest.raises(LaunchRefused, match="state"):
            await asked.end_smart(**back, browser=browser)
    assert ehr.asked == []
    assert await ours.end_smart(**back, browser=begun.browser)
    with pytest.raises(LaunchRefused, match="state"):
        await ours.end_smart(**back, browser=begun.browser)


async def test_of_many_who_bring_one_code_at_once_one_is_let_in(make, ehr):
    ours = make()
    begun = await ours.begin_smart(f"{ehr.url}/R4", "L-1", "", {})
    back = ehr.authorise(begun.address)
    tried = await asyncio.gather(
        *(ours.end_smart(**back, browser=begun.browser) for _ in range(8)), return_exceptions=True
    )
    assert sum(not isinstance(one, Exception) for one in tried) == 1
    assert ehr.asked.count("/login/token") == 1


async def test_the_answer_of_another_authorisation_server_is_refused(make, ehr):
    """RFC 9207: the state is ours, the code somebody else's."""
    ours = make()
    begun = await ours.begin_smart(f"{ehr.url}/R4", "L-1", "", {})
    with pytest.raises(LaunchRefused, match="state"):
        await ours.end_smart(
            **ehr.authorise(begun.address), browser=begun.browser, iss="https://elsewhere.example"
        )
    assert ehr.asked == []


async def test_an_error_in_place_of_a_code_asks_nothing(make, ehr):
    ours = make()
    begun = await ours.begin_smart(f"{ehr.url}/R4", "L-1", "", {})
    state = ehr.authorise(begun.address)["state"]
    with pytest.raises(LaunchRefused, match="exchange"):
        await ours.end_smart(state, "", begun.browser)
    assert ehr.asked == []


async def test_a_code_that_belongs_to_another_launch_is_refused(make, ehr):
    """PKCE: a stolen code put into one's own launch."""
    ours = make()
    theirs = ehr.authorise((await ours.begin_smart(f"{ehr.url}/R4", "L-1", "", {})).address)
    mine = await ours.begin_smart(f"{ehr.url}/R4", "L-2", "", {})
    state = ehr.authorise(mine.address)["state"]
    with pytest.raises(LaunchRefused, match="exchange"):
        await ours.end_smart(state, theirs["code"], mine.browser)


@pytest.mark.parametrize(
    "said", [{"patient": "p-2"}, {"nhs_number": "9990000018"}, {"encounter": "E-8"}]
)
async def test_an_address_that_says_another_person_opens_nothing(make, ehr, said):
    assert await refusal(make(), ehr, **said) == "mismatch"


async def test_an_address_that_says_the_same_person_changes_nothing(make, ehr):
    assert await launched(make(), ehr, patient="Patient/p-1", encounter="E-7")


async def test_a_second_launch_in_the_same_browser_leaves_the_first_alone(make, ehr):
    ours = make()
    first = await ours.begin_smart(f"{ehr.url}/R4", "L-1", "", {})
    second = await ours.begin_smart(f"{ehr.url}/R4", "L-2", first.browser, {})
    assert second.browser == first.browser
    for begun in (second, first):
        assert await ours.end_smart(**ehr.authorise(begun.address), browser=second.browser)
