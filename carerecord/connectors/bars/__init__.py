"""Bookings and referrals of one service that speaks BaRS, the national booking and referral standard."""

from carerecord.connectors.bars.source import BarsSource
from carerecord.connectors.contract import Connector

CONNECTOR = Connector("bars", BarsSource.open)
