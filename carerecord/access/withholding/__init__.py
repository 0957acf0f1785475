"""What leaves an answer before anything is merged, counted or shown: restricted, labelled, objected, not for the role."""

from carerecord.access.withholding.location import hide_location, without_location
from carerecord.access.withholding.withhold import Withheld, withhold

__all__ = ["Withheld", "hide_location", "withhold", "without_location"]
