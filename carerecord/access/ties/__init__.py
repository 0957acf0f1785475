"""Who a viewer may know outside care: themselves, family, colleagues, people in the public eye (OWN-1 to OWN-6).

Others may import `TiesStore`, `StaffTies`, `Imported`, `read_feed` and `FeedUnusable`.
"""

from carerecord.access.ties.contract import FeedUnusable, Imported, StaffTies
from carerecord.access.ties.feed import read_feed
from carerecord.access.ties.store import TiesStore

__all__ = ["FeedUnusable", "Imported", "StaffTies", "TiesStore", "read_feed"]
