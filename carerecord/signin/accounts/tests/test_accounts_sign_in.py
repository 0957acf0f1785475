"""Signing in with a passkey: who gets in, and every way not to."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from carerecord.signin.accounts import PasskeyRefused
from carerecord.signin.accounts.tests.conftest import BY, DiaryFull
from carerecord.signin.accounts.tests.device import UP, UV, Device

BROWSER = "browser-one"
OTHER_HANDLE = "b3RoZXI"


async def refused(home, text, browser=BROWSER):
    """Why, as the audit log has it."""
    with pytest.raises(PasskeyRefused) as caught:
        await home.passkeys.sign_in(browser, text)
    kind, body = home.diary.entries[-1]
    assert (kind, body["why"]) == ("sign-in-refused", caught.value.why)
    return body["why"], body["account"]


async def options(home, browser=BROWSER):
    return await home.passkeys.to_sign_in(browser)


async def test_a_passkey_signs_in_at_level_2_without_a_username(home):
    await home.add()
    device = await home.enrolled()
    asked = await options(home)
    assert "allowCredentials" not in json.loads(asked) or not json.loads(asked)["allowCredentials"]
    assert json.loads(asked)["userVerification"] == "required"
    identity = await home.passkeys.sign_in(BROWSER, device.sign(asked))
    assert (identity.id, identity.name, identity.provider) == ("a.jones", "Ann Jones", "local")
    assert identity.assurance == 2
    assert [role.role for role in identity.roles] == ["care-home-nurse"]


@pytest.mark.parametrize(
    ("lies", "why"),
    [
        ({"origin": "https://record.example.evil"}, "origin"),
        ({"origin": "http://record.example"}, "origin"),
        ({"origin": "https://record.example:8443"}, "origin"),
        ({"crossOrigin": True}, "origin"),
        ({"crossOrigin": "false"}, "origin"),
        ({"client": {"topOrigin": "https://elsewhere.example"}}, "origin"),
        ({"rp_id": "evil.example"}, "relying-party"),
        ({"type": "webauthn.create"}, "ceremony"),
        ({"flags": UP}, "not-verified"),
        ({"flags": UV}, "not-verified"),
        ({"flags": UP | UV | 0x10}, "signature"),  # backed up and not able to be: a contradiction
        ({"handle": OTHER_HANDLE}, "somebody-else"),
        ({"handle": None}, "somebody-else"),
        ({"key": ec.generate_private_key(ec.SECP256R1())}, "signature"),
    ],
)
async def test_a_lie_is_refused_and_named_in_the_log(home, lies, why):
    await home.add()
    device = await home.enrolled()
    assert await refused(home, device.sign(await options(home), **lies)) == (why, "a.jones")


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", "x" * 20_000, '{"response": {"clientDataJSON": "bnVsbA"}}', "\0"],
)
async def test_what_no_browser_sends_is_refused(home, text):
    assert await refused(home, text) == ("unreadable", "")


@pytest.mark.parametrize("name", ["\0", "\ud800", "a b", "", "x" * 2000])
async def test_a_passkey_called_what_none_can_be_is_refused(home, name):
    await home.add()
    device = await home.enrolled()
    said = json.loads(device.sign(await options(home))) | {"id": name, "rawId": name}
    assert await refused(home, json.dumps(said)) == ("unreadable", "")


async def test_an_answer_longer_than_any_browsers_is_not_read(home):
    await home.add()
    device = await home.enrolled()
    text = device.sign(await options(home))
    padded = json.dumps(json.loads(text) | {"more": "x" * 12_000})
    assert await refused(home, padded) == ("unreadable", "")


async def test_an_answer_counts_once(home):
    await home.add()
    device = await home.enrolled()
    text = device.sign(await options(home))
    await home.passkeys.sign_in(BROWSER, text)
    assert await refused(home, text) == ("challenge", "")


async def test_a_refused_answer_has_spent_its_challenge(home):
    await home.add()
    device = await home.enrolled()
    asked = await options(home)
    await refused(home, device.sign(asked, origin="https://evil.example"))
    assert (await refused(home, device.sign(asked)))[0] == "challenge"


async def test_a_challenge_lasts_five_minutes(home):
    await home.add()
    device = await home.enrolled()
    asked = await options(home)
    home.later(seconds=301)
    assert (await refused(home, device.sign(asked)))[0] == "challenge"


async def test_a_challenge_given_to_another_browser_is_refused(home):
    await home.add()
    device = await home.enrolled()
    text = device.sign(await options(home))
    assert (await refused(home, text, "browser-two"))[0] == "challenge"


async def test_a_challenge_for_making_does_not_sign_in(home):
    await home.add()
    device = await home.enrolled()
    browser = await home.opened()
    making = await home.passkeys.to_make(browser)
    assert (await refused(home, device.sign(making.options), browser))[0] == "challenge"


async def test_a_challenge_nobody_gave_is_refused(home):
    await home.add()
    device = await home.enrolled()
    asked = json.dumps({"challenge": "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE"})
    assert (await refused(home, device.sign(asked)))[0] == "challenge"


async def test_a_passkey_we_do_not_know_is_refused(home):
    await home.add()
    await home.enrolled()
    assert await refused(home, Device(handle=OTHER_HANDLE).sign(await options(home))) == (
        "unknown",
        "",
    )


async def test_a_counter_that_stands_still_or_goes_back_is_refused(home):
    await home.add()
    device = await home.enrolled()
    for count in (5, 6):
        await home.passkeys.sign_in(BROWSER, device.sign(await options(home), count=count))
    for count in (6, 5, 0):
        text = device.sign(await options(home), count=count)
        assert await refused(home, text) == ("counter", "a.jones")


async def test_a_device_that_keeps_no_counter_signs_in_again_and_again(home):
    await home.add()
    device = await home.enrolled()
    device.counts = False
    for _ in range(3):
        await home.passkeys.sign_in(BROWSER, device.sign(await options(home)))


async def test_a_closed_account_is_refused(home):
    await home.add()
    device = await home.enrolled()
    await home.staff.close("a.jones")
    assert await refused(home, device.sign(await options(home))) == ("closed", "a.jones")


async def test_closing_revokes_its_passkeys_too(home):
    await home.add()
    device = await home.enrolled()
    await home.accounts.close("a.jones", BY)
    assert (await refused(home, device.sign(await options(home))))[0] == "revoked"


async def test_nothing_is_refused_unwritten(home):
    home.diary.full = True
    with pytest.raises(DiaryFull):
        await home.passkeys.sign_in(BROWSER, "{}")
