"""Every view written down: durable before bytes. Only viewing writes about a person here.

Others may import what is named here; a `Receipt` is made here alone.
"""

from carerecord.audit.entry import KINDS, OWN, Entry
from carerecord.audit.key import log_key
from carerecord.audit.log import NEWEST, Along, AuditAltered, AuditUnavailable, Log
from carerecord.audit.notes import Key

__all__ = [
    "KINDS",
    "NEWEST",
    "OWN",
    "Along",
    "AuditAltered",
    "AuditUnavailable",
    "Entry",
    "Key",
    "Log",
    "log_key",
]
