"""Protocols, one folder each. Others import `open_source`, `Http` and the contract; connectors never import each other.

`pds` is no source: it says who people are, and holds no records.
"""

from pathlib import Path

from carerecord.config import SettingsError
from carerecord.connectors import (
    bars,
    csv_drop,
    csv_vaccinations,
    documents,
    edifact,
    fhir_r4,
    gp_connect,
    hl7v2,
    immunisation,
    mhd,
    neighbour,
    nrl,
    prescriptions,
    scr,
    xds,
)
from carerecord.connectors.contract import Connector, PushConnector, Replicated, Source
from carerecord.connectors.http import Http
from carerecord.connectors.reaching import Beside, at_replica, reaching_of, tls_of
from carerecord.contract import SourceSettings

CONNECTORS: dict[str, Connector] = {
    connector.protocol: connector
    for connector in (
        fhir_r4.CONNECTOR,
        gp_connect.CONNECTOR,
        immunisation.CONNECTOR,
        prescriptions.CONNECTOR,
        bars.CONNECTOR,
        scr.CONNECTOR,
        mhd.CONNECTOR,
        nrl.CONNECTOR,
        xds.CONNECTOR,
    )
}

PUSHED: dict[str, PushConnector] = {
    connector.protocol: connector
    for connector in (
        hl7v2.CONNECTOR,
        documents.CONNECTOR,
        edifact.CONNECTOR,
        csv_drop.CONNECTOR,
        csv_vaccinations.CONNECTOR,
    )
}
"""Sources that are never asked: they send, and what they sent is asked of `edge`."""


def open_source(settings: SourceSettings, http: Http, beside: Beside = Path) -> Source:
    """The source that one `[[source]]` block describes, with its replica where it has one. Raises `SettingsError`."""
    connector = CONNECTORS.get(settings.protocol)
    if connector is None:
        known = ", ".join([*CONNECTORS, *PUSHED, neighbour.PROTOCOL])
        raise SettingsError(
            f"source {settings.id}: no connector speaks “{settings.protocol}”; known: {known}"
        )
    own = reaching_of(settings)
    if tls := tls_of(settings, own, beside):
        http = http.over(tls)
    source = connector.open(settings, http)
    if not own.replica:
        return source
    second = connector.open(at_replica(settings, own), http)
    return Replicated(source, second, own.replica_after_seconds)


__all__ = ["CONNECTORS", "PUSHED", "Http", "open_source"]
