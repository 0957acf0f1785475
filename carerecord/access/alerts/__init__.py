"""What a privacy officer is told of: notifications and alerts, once each (ALR-1, ALR-2).

Others may import `Alert`, `Alerts` and `addressed`. Who works through them, and how they are closed, is not here.
"""

from carerecord.access.alerts.addressing import addressed
from carerecord.access.alerts.contract import Alert
from carerecord.access.alerts.store import Alerts

__all__ = ["Alert", "Alerts", "addressed"]
