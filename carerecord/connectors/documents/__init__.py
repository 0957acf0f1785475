"""Organisations that send documents: CDA, alone or in ITK envelopes, and FHIR documents (ITI-65, transfer of care)."""

from carerecord.connectors.contract import PushConnector
from carerecord.connectors.documents.feed import DocumentFeed

CONNECTOR = PushConnector("documents", DocumentFeed.open)
