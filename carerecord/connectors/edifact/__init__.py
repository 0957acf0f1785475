"""Laboratories that send NHS EDIFACT pathology and radiology reports (NHS002, NHS003, NHS004) as files in a folder."""

from carerecord.connectors.edifact.translate import reports
from carerecord.connectors.folder_feed import connector

CONNECTOR = connector("edifact", reports)
