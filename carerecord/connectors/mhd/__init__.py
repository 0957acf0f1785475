"""Document responders of IHE MHD: what documents there are by FHIR search, and each document when it is opened."""

from carerecord.connectors.contract import Connector
from carerecord.connectors.mhd.source import MhdSource

CONNECTOR = Connector("mhd", MhdSource.open)
