"""Application tokens over a socket: proven as agreed, asked for once, and anew when one ends or is refused."""

import asyncio

import pytest
from joserfc.jwk import RSAKey
from yarl import URL

from carerecord.config import SettingsError, read
from carerecord.connectors import Http
from carerecord.connectors.app_token import AppToken, TokenSettings
from carerecord.connectors.contract import SourceRefused, SourceUnreadable
from carerecord.connectors.fake_http import Server, response
from carerecord.connectors.fake_token import FakeTokens
from carerecord.connectors.national import Asking

KEY = RSAKey.generate_key(2048, private=True)
OTHER = RSAKey.generate_key(2048, private=True)


class Clock:
    def __init__(self):
        self.now = 1_767_225_600.0

    def __call__(self):
        return self.now


def with_tokens(scenario, *, key=KEY, client_id="app-7", key_id="test-1", seconds=599):
    async def run():
        fake, http = FakeTokens(KEY, client_id="app-7", key_id="test-1", seconds=seconds), Http()
        await fake.start()
        try:
            settings = TokenSettings(fake.url, client_id, "", key_id)
            return await scenario(fake, lambda **more: AppToken(settings, key, http, **more))
        finally:
            await http.close()
            await fake.stop()

    return asyncio.run(run())


def test_many_who_ask_at_once_get_one_token():
    async def scenario(fake, opened):
        token = opened()
        got = await asyncio.gather(*(token.bearer() for _ in range(20)))
        assert fake.given == [*set(got)]

    with_tokens(scenario)


@pytest.mark.parametrize(("later", "tokens"), [(538, 1), (540, 2)])
def test_a_new_one_is_asked_for_shortly_before_the_old_one_ends(later, tokens):
    async def scenario(fake, opened):
        fake._is_ours = lambda token: True
        clock = Clock()
        token = opened(now=clock)
        await token.bearer()
        clock.now += later
        await token.bearer()
        assert len(fake.given) == tokens

    with_tokens(scenario, seconds=600)


@pytest.mark.parametrize(
    "wrong",
    [{"key": OTHER}, {"client_id": "app-8"}, {"key_id": "test-2"}],
    ids=lambda one: next(iter(one)),
)
def test_whoever_proves_it_wrongly_gets_none(wrong):
    async def scenario(fake, opened):
        with pytest.raises(SourceRefused, match="gave us no token"):
            await opened().bearer()
        assert fake.given == []

    with_tokens(scenario, **wrong)


@pytest.mark.parametrize(
    "body", [b"<html>", b'{"access_token": ""}', b'{"access_token": "a\\r\\nX-A: b"}', b"{}"]
)
def test_what_is_no_token_is_never_sent_on(body):
    async def scenario():
        server = Server(lambda request, connection: connection.send(response(200, body)))
        await server.open()
        http = Http()
        try:
            settings = TokenSettings(f"{server.address}/t", "a", "", "k")
            with pytest.raises(SourceUnreadable):
                await AppToken(settings, KEY, http).bearer()
        finally:
            await http.close()
            await server.close()

    asyncio.run(scenario())


@pytest.mark.parametrize(("refusals", "status", "tokens"), [(0, 200, 1), (1, 200, 2), (2, 401, 2)])
def test_a_token_that_is_refused_is_asked_for_anew_once(refusals, status, tokens):
    seen = []

    def answer(request, connection):
        seen.append((request.header("Authorization"), request.header("X-Request-ID")))
        connection.send(response(401 if len(seen) <= refusals else 200, b"{}"))

    async def scenario(fake, opened):
        server, http = Server(answer), Http()
        await server.open()
        try:
            asking = Asking(http, opened(), "view-7")
            reply = await asking.get(URL(f"{server.address}/x"), {}, asking.next_id())
            assert reply.status == status
            assert [header for header, _ in seen] == [f"Bearer {one}" for one in fake.given]
            assert [own for _, own in seen] == list(asking.sent())
            assert len({own for _, own in seen}) == len(seen)
            assert len(fake.given) == tokens
        finally:
            await http.close()
            await server.close()

    with_tokens(scenario)


@pytest.mark.parametrize(
    ("url", "key", "named"),
    [
        ("http://api.example/token", KEY.as_pem(private=True), "https"),
        ("https://api.example/token", b"nothing", "no RSA key"),
        ("https://api.example/token", KEY.as_pem(private=False), "no private key"),
        ("https://api.example/token", None, "cannot be read"),
    ],
)
def test_a_setting_that_cannot_be_trusted_is_named(tmp_path, url, key, named):
    file = tmp_path / "key.pem"
    if key is not None:
        file.write_bytes(key)
    with pytest.raises(SettingsError, match=f"source s.*{named}"):
        AppToken.of(TokenSettings(url, "a", str(file)), Http(), "source s")


def test_a_file_that_options_name_stands_beside_the_configuration(tmp_path):
    text = (
        '[[source]]\nid = "s"\nname = "S"\nshort = "S"\nkind = "gp"\nprotocol = "p"\n'
        '[source.options]\nurl = "u"\n[source.options.token]\nkey_file = "own/key.pem"\n'
    )
    (tmp_path / "region.toml").write_text(text)
    options = read(tmp_path / "region.toml").source[0].options
    assert options == {"url": "u", "token": {"key_file": str(tmp_path / "own/key.pem")}}
