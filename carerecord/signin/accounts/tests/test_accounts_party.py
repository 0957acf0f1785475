"""Where passkeys work: a host name, over TLS; and not where no browser would make one."""

from __future__ import annotations

import pytest

from carerecord.config import Region, Server, Settings, SettingsError
from carerecord.signin.accounts import party_of


@pytest.mark.parametrize(
    ("url", "id", "origin"),
    [
        ("https://record.example", "record.example", "https://record.example"),
        ("https://record.example:8443/", "record.example", "https://record.example:8443"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
    ],
)
def test_a_passkey_belongs_to_the_host_people_use(url, id, origin):
    party = party_of(Settings(region=Region(name="Northgate record"), server=Server(url=url)))
    assert (party.id, party.origin, party.name) == (id, origin, "Northgate record")


@pytest.mark.parametrize(
    "url",
    ["", "https://192.0.2.1", "https://[2001:db8::1]", "http://record.example", "record.example"],
)
def test_where_no_browser_makes_one_the_start_stops(url):
    with pytest.raises(SettingsError, match="passkeys need"):
        party_of(Settings(server=Server(url=url)))
