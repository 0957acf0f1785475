"""Every view written down: durable before bytes. Only viewing writes about a person here.

Others may import `Log`, `Along`, `Entry`, `KINDS` and `AuditUnavailable`. A `Receipt` is made here alone.
"""

from carerecord.audit.entry import KINDS, Entry
from carerecord.audit.log import NEWEST, Along, AuditUnavailable, Log
from carerecord.audit.notes import Key

__all__ = ["KINDS", "NEWEST", "Along", "AuditUnavailable", "Entry", "Key", "Log"]
