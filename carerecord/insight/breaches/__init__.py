"""When a review finds a breach: contained, counted by the clock of the law, told to whom it touched (ALR-10).

Others may import what is named here.
"""

from carerecord.insight.breaches.contract import BY_OFFICERS, Affected, Breach, Done, Opened
from carerecord.insight.breaches.deciding import NEEDED
from carerecord.insight.breaches.desk import Breaches
from carerecord.insight.breaches.letter import as_html

__all__ = [
    "BY_OFFICERS",
    "NEEDED",
    "Affected",
    "Breach",
    "Breaches",
    "Done",
    "Opened",
    "as_html",
]
