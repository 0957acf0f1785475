"""Where emergency views are written down while the log cannot be: bounded, and added to the log afterwards (AUD-3)."""

from carerecord.audit.spool.contract import (
    Bounds,
    Held,
    Spooled,
    SpoolUnavailable,
)
from carerecord.audit.spool.draining import drain
from carerecord.audit.spool.file import Spool
from carerecord.audit.spool.opening import spool_of

__all__ = ["Bounds", "Held", "Spool", "SpoolUnavailable", "Spooled", "drain", "spool_of"]
