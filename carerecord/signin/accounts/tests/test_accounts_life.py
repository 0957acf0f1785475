"""Accounts are named people's, hold no more than their national credential, and end when they end."""

from __future__ import annotations

import pytest

from carerecord.signin.accounts import AccountRefused, PasskeyRefused
from carerecord.signin.accounts.tests.conftest import BY, DOCTOR, MANAGER, NURSE, DiaryFull

SEEN_BY = "Tom Reed"


async def test_an_account_is_listed_and_written_down(home):
    await home.add(email="ann.jones@rosewood.example")
    (account,) = await home.accounts.listed()
    assert (account.username, account.name, account.open) == ("a.jones", "Ann Jones", True)
    assert (account.roles, account.passkeys, account.made_by) == ((NURSE,), 0, BY)
    body = {"account": "a.jones", "by": BY, "roles": ["care-home-nurse at VLX01"]}
    assert home.diary.entries == [("account-made", body)]


@pytest.mark.parametrize(
    "named",
    [
        {"name": "Manager"},
        {"name": "Rosewood Manager"},
        {"name": "Night Staff"},
        {"name": "Registered Manager"},
        {"name": "Dr Duty Doctor"},
        {"name": "Ann"},
        {"name": "Ann Jones\n"},
        {"username": "manager"},
        {"username": "rosewood.manager"},
        {"username": "night-staff2"},
        {"username": "A.Jones"},
        {"username": "a/jones"},
        {"email": "manager@home.example"},
        {"email": "Rosewood.Manager2@nhs.example"},
        {"email": "nurses@rosewood.example"},
        {"email": "rosewood@care.example"},
        {"email": "not an address"},
        {"roles": ()},
    ],
)
async def test_what_could_be_anybodys_is_no_account(home, named):
    with pytest.raises(AccountRefused):
        await home.add(**named)
    assert (await home.accounts.listed(), home.diary.entries) == ([], [])


@pytest.mark.parametrize("name", ["Paul Nurse", "Sarah Day", "Dr Ngozi Ward", "Seán O’Neill-Home"])
async def test_a_person_may_be_called_like_a_post(home, name):
    await home.add(name=name)


@pytest.mark.parametrize("by", ["", " ", "manager", "Night Staff", "Rosewood"])
async def test_whoever_makes_an_account_signs_with_a_name(home, by):
    await home.add()
    with pytest.raises(AccountRefused):
        await home.accounts.invite("a.jones", by)


@pytest.mark.parametrize(
    "again",
    [
        {"username": "a.jones", "name": "Amy Jones"},
        {"name": "ann jones"},
        {"name": "Ann P Jones", "email": "Ann@rosewood.example"},
        {"name": "Ann P Jones", "national_id": "555000111222"},
    ],
)
async def test_a_person_has_one_account(home, again):
    await home.add(email="ann@rosewood.example", national_id="555000111222")
    with pytest.raises(AccountRefused):
        await home.add(**{"username": "ann.jones", **again})


async def test_two_people_of_one_name_have_an_account_each(home):
    await home.add()
    await home.add("ann.jones2", same_name=True)
    assert len(await home.accounts.listed()) == 2


async def test_a_username_is_never_given_to_somebody_else(home):
    await home.add()
    await home.accounts.close("a.jones", BY)
    with pytest.raises(AccountRefused):
        await home.add("a.jones", "Amy Jones")


async def test_an_account_has_only_what_the_national_credential_has(home):
    await home.accounts.seen_nationally("555000111222", [NURSE])
    for beyond in (MANAGER, DOCTOR):
        with pytest.raises(AccountRefused, match="never has greater rights"):
            await home.add(national_id="555000111222", roles=(NURSE, beyond))
    await home.add(national_id="555000111222", roles=(NURSE,))
    with pytest.raises(AccountRefused, match="never has greater rights"):
        await home.accounts.set_roles("a.jones", [NURSE, MANAGER], BY)


async def test_an_account_loses_what_its_national_credential_turns_out_not_to_have(home):
    await home.add(national_id="555000111222", roles=(NURSE, MANAGER))
    device = await home.enrolled()
    await home.accounts.seen_nationally("555000111222", [NURSE, DOCTOR])
    identity = await home.passkeys.sign_in("b", device.sign(await home.passkeys.to_sign_in("b")))
    assert [role.role for role in identity.roles] == ["care-home-nurse"]
    assert home.diary.entries[-1] == (
        "account-roles",
        {
            "account": "a.jones",
            "roles": ["care-home-nurse at VLX01"],
            "why": "national-credential",
        },
    )


async def test_a_national_credential_without_roles_leaves_none(home):
    await home.add(national_id="555000111222")
    await home.accounts.seen_nationally("555000111222", [])
    assert (await home.staff.identity_of("a.jones")).roles == ()
    with pytest.raises(AccountRefused, match="never has greater rights"):
        await home.accounts.set_roles("a.jones", [NURSE], BY)


async def test_roles_are_exactly_those_given(home):
    await home.add()
    await home.accounts.set_roles("a.jones", [MANAGER], BY)
    assert (await home.staff.identity_of("a.jones")).roles == (MANAGER,)
    with pytest.raises(AccountRefused):
        await home.accounts.set_roles("a.jones", [], BY)


async def test_a_reset_revokes_every_passkey_and_invites_anew(home):
    await home.add()
    devices = [await home.enrolled(), await home.enrolled()]
    opened = await home.opened()
    invitation = await home.accounts.reset("a.jones", BY, SEEN_BY)
    assert await home.accounts.passkeys_of("a.jones") == []
    assert await home.passkeys.to_make(opened) is None
    for device in devices:
        text = device.sign(await home.passkeys.to_sign_in("b"))
        with pytest.raises(PasskeyRefused) as caught:
            await home.passkeys.sign_in("b", text)
        assert caught.value.why == "revoked"
    assert await home.passkeys.openings.invited(invitation.url.rsplit("/", 1)[1])
    assert ("account-reset", {"account": "a.jones", "by": BY, "seen_by": SEEN_BY}) in (
        home.diary.entries
    )


async def test_a_reset_ends_every_session_of_the_account(home):
    await home.add()
    await home.add("b.smith", "Bea Smith")
    cookies = {}
    for username in ("a.jones", "b.smith"):
        device = await home.enrolled(username)
        text = device.sign(await home.passkeys.to_sign_in("b"))
        identity = await home.passkeys.sign_in("b", text)
        cookies[username] = await home.sessions.start(identity)
    await home.accounts.reset("a.jones", BY, SEEN_BY)
    assert await home.sessions.viewer_of(cookies["a.jones"]) is None
    assert (await home.sessions.viewer_of(cookies["b.smith"])).id == "b.smith"


@pytest.mark.parametrize(
    ("by", "seen_by"),
    [
        (BY, BY),
        (BY, "priya  shah"),
        (BY, "p.shah"),
        (BY, ""),
        (BY, "manager"),
        ("Ann Jones", BY),
        (BY, "a.jones"),
    ],
)
async def test_a_reset_takes_two_named_people_who_are_not_the_person(home, by, seen_by):
    await home.add()
    await home.add("p.shah", "Priya Shah")
    device = await home.enrolled()
    with pytest.raises(AccountRefused):
        await home.accounts.reset("a.jones", by, seen_by)
    await home.passkeys.sign_in("b", device.sign(await home.passkeys.to_sign_in("b")))


async def test_closing_leaves_nobody(home):
    await home.add()
    opened = await home.opened()
    await home.accounts.close("a.jones", BY)
    assert await home.staff.identity_of("a.jones") is None
    assert await home.passkeys.to_make(opened) is None
    assert not (await home.accounts.listed())[0].open
    for refused in (
        home.accounts.invite("a.jones", BY),
        home.accounts.close("a.jones", BY),
        home.accounts.reset("a.jones", BY, SEEN_BY),
        home.accounts.set_roles("a.jones", [NURSE], BY),
        home.accounts.invite("nobody", BY),
    ):
        with pytest.raises(AccountRefused):
            await refused


async def test_an_invitation_is_shown_once_and_kept_as_a_digest(home):
    await home.add()
    invitation = await home.accounts.invite("a.jones", BY)
    address, secret = invitation.url.rsplit("/", 1)
    assert address == "https://record.example/account/passkey"
    assert len(secret) >= 43
    rows = await home.db.all("SELECT * FROM account_invitation")
    assert secret not in str(rows) + str(home.diary.entries)
    assert (await home.accounts.listed())[0].invited_until == invitation.ends


async def test_nothing_of_an_account_changes_unwritten(home):
    await home.add()
    device = await home.enrolled()
    before = await home.accounts.listed()
    home.diary.full = True
    for change in (
        home.add("b.smith", "Bea Smith"),
        home.accounts.invite("a.jones", BY),
        home.accounts.set_roles("a.jones", [MANAGER], BY),
        home.accounts.reset("a.jones", BY, SEEN_BY),
        home.accounts.close("a.jones", BY),
    ):
        with pytest.raises(DiaryFull):
            await change
    assert await home.accounts.listed() == before
    await home.passkeys.sign_in("b", device.sign(await home.passkeys.to_sign_in("b")))
