"""A file of vaccinations read row by row: each that was given, changed or was never so. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from carerecord.connectors.contract import Document, Pushed
from carerecord.connectors.csv_vaccinations.translate import day, immunisation, patient
from carerecord.connectors.folder_feed import Part
from carerecord.connectors.pushed import own_id
from carerecord.connectors.table import Columns, Row, Wrong, parts
from carerecord.contract import SourceSettings

FILLED = (
    "person_dob", "date_and_time", "unique_id", "unique_id_uri", "action_flag", "recorded_date",
    "vaccination_procedure_code",
)  # fmt: skip
NEEDED = (
    *FILLED, "nhs_number", "person_forename", "person_surname", "person_gender_code",
    "person_postcode", "site_code", "site_code_type_uri", "performing_professional_forename",
    "performing_professional_surname", "primary_source", "vaccination_procedure_term",
    "dose_sequence", "vaccine_product_code", "vaccine_product_term", "vaccine_manufacturer",
    "batch_number", "expiry_date", "site_of_vaccination_code", "site_of_vaccination_term",
    "route_of_vaccination_code", "route_of_vaccination_term", "dose_amount", "dose_unit_code",
    "dose_unit_term", "indication_code", "location_code", "location_code_type_uri",
)  # fmt: skip
COLUMNS = Columns(NEEDED, NEEDED, FILLED, "|")
EARLIEST = "1880-01-01"
_TURNS: Mapping[str, int] = {"new": 0, "update": 1, "delete": 2}
"""A row has a day and no time: of one day's rows about one vaccination the change comes after what it changes."""


def rows(raw: bytes, source: SourceSettings, zone: ZoneInfo) -> Iterator[Part]:
    """Every row of one file; a file that is wrong as a whole is one part."""
    return parts(raw, COLUMNS, lambda row: _pushed(row, source, zone))


def _pushed(row: Row, source: SourceSettings, zone: ZoneInfo) -> Pushed:
    turn = _TURNS.get(row["action_flag"].casefold())
    if turn is None:
        raise Wrong(f", column action_flag: it must be one of {', '.join(_TURNS)}")
    birth_date, recorded = _day(row, "person_dob"), _day(row, "recorded_date")
    own = own_id("vaccination", row["unique_id_uri"], row["unique_id"])
    number = row["nhs_number"].replace(" ", "")
    gone = turn == _TURNS["delete"]
    return Pushed(
        said=datetime.combine(recorded, time(second=turn), zone).astimezone(UTC),
        numbers=(number,) if number else (),
        birth_date=birth_date.isoformat(),
        resources=(patient(row, number),),
        removed=(("Immunization", own),) if gone else (),
        documents=() if gone else (Document(own=immunisation(row, own, zone, source), items=()),),
    )


def _day(row: Row, name: str) -> date:
    found = day(row[name])
    if not found or found < EARLIEST:
        raise Wrong(f", column {name}: it is no day, as 20261121")
    return date.fromisoformat(found)
