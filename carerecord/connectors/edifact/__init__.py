"""Laboratories that send NHS EDIFACT pathology and radiology reports (NHS002, NHS003, NHS004) as files in a folder."""

from carerecord.connectors.contract import PushConnector
from carerecord.connectors.edifact.feed import LaboratoryFeed

CONNECTOR = PushConnector("edifact", LaboratoryFeed.open)
