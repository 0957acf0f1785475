"""A `[[provider]]` block that could not be trusted stops the start and says which."""

from __future__ import annotations

from dataclasses import replace

import pytest
from joserfc.jwk import ECKey, RSAKey

from carerecord.config import Launcher, Provider, Settings, SettingsError
from carerecord.signin.oidc.registered import check, client_of

GOOD = Provider(
    "cis2", "CIS2", "NHS staff", "https://idp.example/realm", "carerecord", client_secret_file="s"
)


def settings(provider: Provider, folder, **more) -> Settings:
    return Settings(folder=folder, provider=(provider,), **more)


def test_a_good_block_passes(tmp_path):
    check(settings(GOOD, tmp_path))
    check(settings(replace(GOOD, issuer="http://127.0.0.1:9"), tmp_path))


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "demo"},
        {"id": "local"},
        {"id": "passkey"},
        {"id": "northgate"},
        {"id": "CIS2"},
        {"id": "a/b"},
        {"id": ""},
        {"issuer": "http://idp.example"},
        {"issuer": "idp.example"},
        {"issuer": "https://idp.example?x=1"},
        {"issuer": "https://user@idp.example"},
        {"client_id": ""},
        {"algorithms": ()},
        {"algorithms": ("RS256", "HS256")},
        {"algorithms": ("none",)},
        {"scopes": "profile"},
        {"assurance": {"AAL9": 9}},
        {"client_secret_file": ""},
        {"client_key_file": "k"},
    ],
)
def test_a_block_that_could_not_be_trusted_stops_the_start(changed, tmp_path):
    launcher = Launcher("northgate", "", "token", "RNG01", "", "https://epr.example")
    bad = replace(GOOD, **changed)
    with pytest.raises(SettingsError, match=r"^provider "):
        check(settings(bad, tmp_path, launcher=(launcher,)))


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(RSAKey.generate_key(2048), "RS512"), (ECKey.generate_key("P-256"), "ES256")],
)
def test_a_key_of_ours_is_used_where_there_is_no_secret(key, algorithm, tmp_path):
    (tmp_path / "k").write_bytes(key.as_pem(private=True))
    provider = replace(GOOD, client_secret_file="", client_key_file="k")
    method = client_of(provider, settings(provider, tmp_path))["token_endpoint_auth_method"]
    assert (method.name, method.alg) == ("private_key_jwt", algorithm)


@pytest.mark.parametrize("content", [None, "nonsense", "public"])
def test_a_key_that_cannot_be_used_stops_the_start(content, tmp_path):
    public = RSAKey.generate_key(2048).as_pem(private=False)
    if content:
        (tmp_path / "k").write_bytes(public if content == "public" else b"nonsense")
    provider = replace(GOOD, client_secret_file="", client_key_file="k")
    with pytest.raises(SettingsError, match="cis2"):
        client_of(provider, settings(provider, tmp_path))


def test_an_empty_secret_stops_the_start(tmp_path):
    (tmp_path / "empty").write_text("\n")
    provider = replace(GOOD, client_secret_file="empty")
    with pytest.raises(SettingsError, match="is empty"):
        client_of(provider, settings(provider, tmp_path))
