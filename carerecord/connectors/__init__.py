"""Protocols, one folder each. Others import `open_source`, `Http` and the contract; connectors never import each other.

`pds` is no source: it says who people are, and holds no records.
"""

from carerecord.config import SettingsError
from carerecord.connectors import (
    bars,
    csv_drop,
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
from carerecord.connectors.contract import Connector, PushConnector, Source
from carerecord.connectors.http import Http
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
    )
}
"""Sources that are never asked: they send, and what they sent is asked of `edge`."""


def open_source(settings: SourceSettings, http: Http) -> Source:
    """The source that one `[[source]]` block describes."""
    connector = CONNECTORS.get(settings.protocol)
    if connector is None:
        known = ", ".join([*CONNECTORS, *PUSHED, neighbour.PROTOCOL])
        raise SettingsError(
            f"source {settings.id}: no connector speaks “{settings.protocol}”; known: {known}"
        )
    return connector.open(settings, http)


__all__ = ["CONNECTORS", "PUSHED", "Http", "open_source"]
