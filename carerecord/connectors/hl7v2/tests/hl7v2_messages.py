"""One stay of an invented person, as a hospital sends it."""

from __future__ import annotations

from datetime import UTC, datetime

from carerecord.connectors.hl7v2.fake import Stay
from carerecord.connectors.hl7v2.settings import Settings, settings_of
from carerecord.contract import SourceSettings

NUMBER = "9990000018"
SOURCE = SourceSettings(
    id="northgate",
    name="Northgate General Hospital",
    short="Northgate",
    kind="acute",
    protocol="hl7v2",
    organisation="RNG01",
    options={"listen": "127.0.0.1:0", "teams": {"WARD4": "ward-4"}},
)
SETTINGS: Settings = settings_of(SOURCE)
ADMITTED = datetime(2026, 11, 21, 9, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
STAY = Stay(
    facility="RNG01",
    number=NUMBER,
    local_id="N123456",
    family="Gibson",
    given="Margery",
    birth_date="1938-02-11",
    visit="V-1001",
    ward="WARD4",
    began=ADMITTED,
    address="12 Mill Lane^^Leeds^^LS1 4AB",
)


def text(*segments: str) -> bytes:
    """A message of these segments after an ordinary MSH of ADT^A08."""
    head = "MSH|^~\\&|PAS|RNG01|CARERECORD|REGION|20261121091500+0000||ADT^A08|C1|P|2.4"
    return "\r".join([head, *segments, ""]).encode()
