"""A wrong setting is named, and nobody's documents are nobody's."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.config import SettingsError
from carerecord.connectors.http import Http
from carerecord.connectors.mhd.source import MhdSource
from carerecord.contract import SourceSettings


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"url": "http://mhd.example/R4"}, "url"),
        ({"patients": "no"}, "patients"),
        ({"lists": 1}, "lists"),
        ({"fetch_from": ["files.example"]}, "fetch_from"),
    ],
)
def test_a_wrong_setting_is_named(changes: dict[str, Any], named: str) -> None:
    options = {"url": "https://mhd.example/R4"} | changes
    with pytest.raises(SettingsError, match=f"lowland.*{named}"):
        MhdSource.open(SourceSettings("lowland", "L", "L", "gp", "mhd", options=options), Http())
