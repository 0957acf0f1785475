"""Vaccinations that providers write as files for the national record, put into a folder here as well."""

from carerecord.connectors.csv_vaccinations.rows import rows
from carerecord.connectors.folder_feed import connector

CONNECTOR = connector("csv_vaccinations", rows)
