"""Where prescriptions are on their way: the Clinical Prescription Tracker of the Electronic Prescription Service."""

from carerecord.connectors.contract import Connector
from carerecord.connectors.prescriptions.source import PrescriptionsSource

CONNECTOR = Connector("prescriptions", PrescriptionsSource.open)
