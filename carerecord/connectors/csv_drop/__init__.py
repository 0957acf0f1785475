"""Councils and others that can only write CSV: plans, packages, requests, equipment and contacts as files in a folder."""

from carerecord.connectors.csv_drop.rows import rows
from carerecord.connectors.folder_feed import connector

CONNECTOR = connector("csv_drop", rows)
