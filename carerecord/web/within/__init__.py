"""Finding words in one record, in what may be seen of it: pure, over a view that passed withholding."""

from carerecord.web.within.finding import Finding, FoundEntry, FoundSection, find
from carerecord.web.within.typed import Typed

__all__ = ["Finding", "FoundEntry", "FoundSection", "Typed", "find"]
