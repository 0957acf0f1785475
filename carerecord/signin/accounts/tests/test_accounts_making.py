"""Making a passkey: by invitation, for one named person, once."""

from __future__ import annotations

import json

import pytest

from carerecord.signin.accounts import PasskeyRefused
from carerecord.signin.accounts.tests.conftest import BY, DiaryFull
from carerecord.signin.accounts.tests.device import UP, Device


async def making(home, browser):
    found = await home.passkeys.to_make(browser)
    assert found
    return found.options


async def refused(home, browser, text):
    with pytest.raises(PasskeyRefused) as caught:
        await home.passkeys.make(browser, text, "phone")
    kind, body = home.diary.entries[-1]
    assert (kind, body["why"]) == ("passkey-refused", caught.value.why)
    return body["why"]


def secret_of(invitation):
    return invitation.url.rsplit("/", 1)[1]


async def test_what_a_browser_is_asked_to_make(home):
    await home.add()
    asked = json.loads(await making(home, await home.opened()))
    assert asked["rp"] == {"id": "record.example", "name": "Shared care record"}
    assert asked["attestation"] == "none"
    selection = asked["authenticatorSelection"]
    assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")
    assert asked["user"]["displayName"] == "Ann Jones"
    assert "jones" not in asked["user"]["id"]


async def test_a_made_passkey_is_listed_with_the_persons_own_word(home):
    await home.add()
    await home.enrolled()
    (passkey,) = await home.accounts.passkeys_of("a.jones")
    assert (passkey.name, passkey.made, passkey.used) == ("my phone", home.at, None)
    assert passkey.transports == ("internal",)
    assert ("passkey-made", {"account": "a.jones"}) in home.diary.entries


@pytest.mark.parametrize(
    ("lies", "why"),
    [
        ({"origin": "https://evil.example"}, "origin"),
        ({"crossOrigin": True}, "origin"),
        ({"rp_id": "evil.example"}, "relying-party"),
        ({"type": "webauthn.get"}, "ceremony"),
        ({"flags": UP}, "not-verified"),
        ({"fmt": "tpm"}, "attestation"),
        ({"fmt": "packed"}, "signature"),
    ],
)
async def test_a_lie_makes_no_passkey_and_uses_up_no_invitation(home, lies, why):
    await home.add()
    browser = await home.opened()
    assert await refused(home, browser, Device().make(await making(home, browser), **lies)) == why
    assert await home.accounts.passkeys_of("a.jones") == []
    await home.passkeys.make(browser, Device().make(await making(home, browser)), "phone")


async def test_a_passkey_named_unlike_its_id_is_refused(home):
    await home.add()
    browser = await home.opened()
    answer = json.loads(Device().make(await making(home, browser)))
    answer["id"] = answer["rawId"] = "QUFBQQ"
    assert await refused(home, browser, json.dumps(answer)) == "signature"


async def test_an_invitation_makes_one_passkey(home):
    await home.add()
    invitation = await home.accounts.invite("a.jones", BY)
    first = await home.passkeys.openings.invited(secret_of(invitation))
    second = await home.passkeys.openings.invited(secret_of(invitation))
    asked = [await making(home, browser) for browser in (first, second)]
    await home.passkeys.make(first, Device().make(asked[0]), "phone")
    assert await refused(home, second, Device().make(asked[1])) == "invitation"
    assert await refused(home, first, Device().make(asked[0])) == "invitation"
    assert await home.passkeys.openings.invited(secret_of(invitation)) is None
    assert len(await home.accounts.passkeys_of("a.jones")) == 1


async def test_looking_at_the_link_does_not_use_it_up(home):
    """Mail filters follow links."""
    await home.add()
    invitation = await home.accounts.invite("a.jones", BY)
    for _ in range(3):
        assert await home.passkeys.openings.invited(secret_of(invitation))


@pytest.mark.parametrize("secret", ["", "wrong", "x" * 200])
async def test_no_other_secret_opens(home, secret):
    await home.add()
    await home.accounts.invite("a.jones", BY)
    assert await home.passkeys.openings.invited(secret) is None


async def test_an_invitation_ends(home):
    await home.add()
    invitation = await home.accounts.invite("a.jones", BY)
    home.later(hours=72, seconds=1)
    assert await home.passkeys.openings.invited(secret_of(invitation)) is None


async def test_an_opened_invitation_waits_a_quarter_of_an_hour(home):
    await home.add()
    browser = await home.opened()
    home.later(minutes=16)
    assert await home.passkeys.to_make(browser) is None


async def test_a_newer_invitation_replaces_the_older_one(home):
    await home.add()
    older = await home.opened()
    asked = await making(home, older)
    await home.accounts.invite("a.jones", BY)
    assert await refused(home, older, Device().make(asked)) == "invitation"


async def test_a_browser_without_an_invitation_makes_nothing(home):
    await home.add()
    assert await home.passkeys.to_make("nobody") is None
    assert await refused(home, "nobody", "{}") == "invitation"


async def test_a_challenge_for_signing_in_makes_nothing(home):
    await home.add()
    browser = await home.opened()
    asked = json.loads(await making(home, browser))
    asked["challenge"] = json.loads(await home.passkeys.to_sign_in(browser))["challenge"]
    assert await refused(home, browser, Device().make(json.dumps(asked))) == "challenge"


async def test_a_challenge_of_another_account_makes_nothing(home):
    await home.add()
    await home.add("b.smith", "Bea Smith")
    browser, other = await home.opened(), await home.opened("b.smith")
    text = Device().make(await making(home, other))
    assert await refused(home, browser, text) == "challenge"


async def test_one_passkey_belongs_to_one_account_for_ever(home):
    await home.add()
    device = await home.enrolled()
    await home.add("b.smith", "Bea Smith")
    for username in ("b.smith", "a.jones"):
        browser = await home.opened(username)
        text = device.make(await making(home, browser))
        assert await refused(home, browser, text) == "known-already"
        assert await home.passkeys.to_make(browser), "the invitation was used up"


async def test_a_device_with_a_passkey_is_told_so(home):
    await home.add()
    await home.enrolled()
    asked = json.loads(await making(home, await home.opened()))
    assert len(asked["excludeCredentials"]) == 1


async def test_a_closed_account_makes_no_passkey(home):
    await home.add()
    browser = await home.opened()
    text = Device().make(await making(home, browser))
    await home.staff.close("a.jones")
    assert await home.passkeys.to_make(browser) is None
    assert await refused(home, browser, text) == "closed"


async def test_after_a_passkey_was_used_another_may_be_made_for_a_while(home):
    await home.add()
    await home.enrolled()
    home.later(seconds=1)
    browser = await home.passkeys.openings.proved("a.jones")
    await home.passkeys.make(browser, Device().make(await making(home, browser)), "key\nring")
    assert [one.name for one in await home.accounts.passkeys_of("a.jones")][1] == "keyring"
    assert await home.passkeys.to_make(browser) is None


async def test_no_audit_no_passkey(home):
    await home.add()
    browser = await home.opened()
    text = Device().make(await making(home, browser))
    home.diary.full = True
    with pytest.raises(DiaryFull):
        await home.passkeys.make(browser, text, "phone")
    assert await home.accounts.passkeys_of("a.jones") == []
