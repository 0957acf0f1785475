"""Document registries and repositories of IHE XDS.b, and gateways of other communities (XCA), over SOAP."""

from carerecord.connectors.contract import Connector
from carerecord.connectors.xds.source import XdsSource

CONNECTOR = Connector("xds", XdsSource.open)
