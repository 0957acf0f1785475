"""The person: NHS number, the region's index, finding one.

Others may import `nhs_number`, `NotAnNHSNumber`, `People`, `Found`, `SupersedeRefused` and `Verified`.
"""

from carerecord.identity import nhs_number
from carerecord.identity.nhs_number import NotAnNHSNumber
from carerecord.identity.people import Found, People, SupersedeRefused
from carerecord.identity.verified import Verified

__all__ = ["Found", "NotAnNHSNumber", "People", "SupersedeRefused", "Verified", "nhs_number"]
