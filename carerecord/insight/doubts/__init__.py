"""“This looks wrong”: staff tell the organisation that holds an item, which answers (F50).

Others may import `DoubtDesk`, `DoubtRefused` and `About`.
"""

from carerecord.insight.doubts.desk import About, DoubtDesk, DoubtRefused

__all__ = ["About", "DoubtDesk", "DoubtRefused"]
