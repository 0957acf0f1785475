"""A launcher that could not be trusted stops the start."""

from __future__ import annotations

import json

import pytest
from joserfc.jwk import KeySet, OctKey

from carerecord.config import SettingsError
from carerecord.signin.launch.registered import Registered
from carerecord.signin.launch.tests.launch_signing import KEY, other, settings_in

SMART = {
    "kind": "smart",
    "client_id": "ours",
    "client_secret_file": "secret",
    "authorize_url": "https://epr.example/authorize",
    "token_url": "https://epr.example/token",
}


@pytest.mark.parametrize(
    "changed",
    [
        {"keys_file": ""},
        {"keys_file": "missing.jwks"},
        {"keys_file": "private.jwks"},
        {"keys_file": "shared.jwks"},
        {"keys_file": "words.jwks"},
        {"frame_ancestors": ("*",)},
        {"frame_ancestors": ("https://*.example",)},
        {"frame_ancestors": ("https://epr.example/path",)},
        {"frame_ancestors": ("https://epr.example; script-src *",)},
        {"frame_ancestors": ("http://epr.example",)},
        {"assurance": 4},
        {"issuer": ""},
        {"organisation": ""},
        {"algorithms": ()},
        {"algorithms": ("none",)},
        {"algorithms": ("RS256", "HS256")},
        SMART | {"client_id": ""},
        SMART | {"client_secret_file": ""},
        SMART | {"client_key_file": "both.pem"},
        SMART | {"authorize_url": "http://epr.example/authorize"},
        SMART | {"token_url": ""},
        SMART | {"fhir_url": "http://epr.example/r4"},
    ],
)
def test_a_launcher_that_could_not_be_trusted_stops_the_start(tmp_path, changed):
    settings = settings_in(tmp_path, other(**changed))
    (tmp_path / "private.jwks").write_text(json.dumps(KeySet([KEY]).as_dict(private=True)))
    shared = OctKey.generate_key(256, private=True)
    (tmp_path / "shared.jwks").write_text(json.dumps(KeySet([shared]).as_dict(private=True)))
    (tmp_path / "words.jwks").write_text("keys")
    with pytest.raises(SettingsError, match="launcher northgate"):
        Registered(settings)


@pytest.mark.parametrize("taken", ["local", "demo", "", "Northgate", "a/b", "a" * 41])
def test_an_id_that_is_ours_or_unclear_stops_the_start(tmp_path, taken):
    with pytest.raises(SettingsError, match="the id is taken"):
        Registered(settings_in(tmp_path, other(id=taken)))


def test_two_launchers_with_one_issuer_stop_the_start(tmp_path):
    with pytest.raises(SettingsError, match="same issuer"):
        Registered(settings_in(tmp_path, other(), other(id="second", organisation="RSC01")))


def test_a_smart_launcher_is_known_by_its_fhir_base_and_nothing_near_it(tmp_path):
    base = "https://epr.example/r4"
    registered = Registered(settings_in(tmp_path, other(**SMART, fhir_url=base)))
    assert registered.by_issuer("smart", base)
    for near in (base + "/", base.upper(), "https://epr.example", "", "https://epr.example/r4?x"):
        assert registered.by_issuer("smart", near) is None
    assert registered.by_issuer("token", base) is None
