"""A neighbouring region as a source of the configuration."""

from __future__ import annotations

from carerecord.config import Fanout, SettingsError
from carerecord.connectors import Http
from carerecord.connectors.neighbour import NeighbourSource
from carerecord.connectors.neighbour.source import settings_of
from carerecord.contract import Query, SourceSettings
from carerecord.regions.agreed import Regions
from carerecord.regions.writing import Signing


def open_neighbour(source: SourceSettings, regions: Regions, limits: Fanout) -> NeighbourSource:
    """Raises `SettingsError` where no `[[neighbour]]` says what is agreed with it."""
    named = settings_of(source).neighbour
    neighbour = regions.neighbours.get(named)
    if neighbour is None:
        known = ", ".join(regions.neighbours) or "none"
        raise SettingsError(f"source {source.id}: no [[neighbour]] “{named}”; known: {known}")
    if source.organisation != neighbour.organisation:
        raise SettingsError(
            f"source {source.id}: organisation must be {neighbour.organisation}, as its neighbour's"
        )
    signing = Signing(regions)

    def sign(query: Query, body: bytes) -> str:
        if query.origin is None:
            raise ValueError("a neighbour is asked for somebody")
        return signing.assertion(neighbour, query.origin, query.view_id, body, query.at)

    return NeighbourSource(source, Http(limits, tls=regions.asking), sign)
