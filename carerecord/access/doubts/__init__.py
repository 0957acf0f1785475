"""What staff say is wrong in an item, and what the organisation that holds it answered (F50).

Others may import what is named here.
"""

from carerecord.access.doubts.contract import ENDING, WHAT, Doubt, Step, Taken
from carerecord.access.doubts.store import Doubts

__all__ = ["ENDING", "WHAT", "Doubt", "Doubts", "Step", "Taken"]
