"""GP practices that speak GP Connect Access Record Structured: STU3, asked for the whole record at once."""

from carerecord.connectors.contract import Connector
from carerecord.connectors.gp_connect.source import GpConnectSource

CONNECTOR = Connector("gp_connect", GpConnectSource.open)
