"""A setting that is wrong is named, and what is not safe is not opened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.config import SettingsError
from carerecord.connectors.documents.settings import settings_of
from carerecord.connectors.documents.tests.documents_given import SOURCE


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({}, "listen"),
        ({"listen": "here"}, "host:port"),
        ({"listen": "0.0.0.0:2600"}, "without TLS"),
        ({"listen": "0.0.0.0:2600", "certificate": "a.pem"}, "go together"),
        ({"listen": "127.0.0.1:0", "zone": "Moon/Base"}, "zone"),
        ({"listen": "127.0.0.1:0", "most_bytes": "many"}, "most_bytes"),
    ],
)
def test_a_wrong_setting_is_named(options: dict[str, object], named: str):
    with pytest.raises(SettingsError, match=f"northgate-letters.*{named}"):
        settings_of(replace(SOURCE, options=options))


def test_an_organisation_is_needed():
    with pytest.raises(SettingsError, match="organisation"):
        settings_of(replace(SOURCE, organisation=""))
