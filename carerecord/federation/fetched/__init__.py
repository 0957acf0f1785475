"""What the sources answered, kept sealed for a few minutes: going between sections of a record asks nobody again."""

from carerecord.federation.fetched.packing import Fetched, Reader
from carerecord.federation.fetched.store import FetchedSets, Own

__all__ = ["Fetched", "FetchedSets", "Own", "Reader"]
