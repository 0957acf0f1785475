"""What is counted of the spool (docs/reference/log-events.md)."""

from prometheus_client import Gauge

WAITING = Gauge(
    "carerecord_spool_waiting", "Entries that wait in the emergency spool to be added to the log"
)
