"""A wrong setting of a registry or gateway is named."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.config import SettingsError
from carerecord.connectors.http import Http
from carerecord.connectors.xds.source import XdsSource
from carerecord.contract import SourceSettings

DISCOVERY = {"patient_discovery": "https://xcpd.example"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"url": "http://registry.example"}, "url"),
        ({"gateway": "yes"}, "gateway"),
        ({"retrieve": "ftp://x"}, "retrieve"),
        ({"repositories": {"1.2.3": "http://repository.example"}}, "repositories"),
        ({"repositories": ["https://repository.example"]}, "repositories"),
        ({"home": "urn:oid:1.2.3"}, "home"),
        ({"number_root": "NHS"}, "number_root"),
        (DISCOVERY, "sender"),
        (DISCOVERY | {"sender": "us"}, "sender"),
        ({"patient_discovery": "nowhere", "sender": "1.2"}, "patient_discovery"),
    ],
)
def test_a_wrong_setting_is_named(changes: dict[str, Any], named: str) -> None:
    options = {"url": "https://registry.example"} | changes
    with pytest.raises(SettingsError, match=f"west.*{named}"):
        XdsSource.open(SourceSettings("west", "W", "W", "gp", "xds", options=options), Http())
