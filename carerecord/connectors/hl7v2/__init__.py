"""Hospitals that send HL7 v2 messages over MLLP: who came, who was moved, who went home."""

from carerecord.connectors.contract import PushConnector
from carerecord.connectors.hl7v2.feed import HospitalFeed

CONNECTOR = PushConnector("hl7v2", HospitalFeed.open)
