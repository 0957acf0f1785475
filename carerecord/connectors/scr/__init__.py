"""The Summary Care Record: what a practice keeps of a person for emergencies, held nationally. Read only."""

from carerecord.connectors.contract import Connector
from carerecord.connectors.scr.source import ScrSource

CONNECTOR = Connector("scr", ScrSource.open)
