"""What a source says of who the person is, beside what the region goes by: which fields differ, and when it is somebody else.

Others may import `Difference`, `Field`, `How`, `PLACES`, `differences` and `somebody_else`.
"""

from carerecord.identity.crosscheck.comparing import PLACES, Difference, Field, How, differences
from carerecord.identity.crosscheck.somebody import somebody_else

__all__ = ["PLACES", "Difference", "Field", "How", "differences", "somebody_else"]
