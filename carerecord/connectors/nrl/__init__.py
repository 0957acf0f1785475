"""The National Record Locator: pointers to documents that other organisations hold."""

from carerecord.connectors.contract import Connector
from carerecord.connectors.nrl.source import NrlSource

CONNECTOR = Connector("nrl", NrlSource.open)
