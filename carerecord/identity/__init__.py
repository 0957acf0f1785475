"""The person: NHS number, the region's index, finding one.

Others may import `nhs_number`, `NotAnNHSNumber`, `People`, `Found` and `SupersedeRefused`.
"""

from carerecord.identity import nhs_number
from carerecord.identity.nhs_number import NotAnNHSNumber
from carerecord.identity.people import Found, People, SupersedeRefused

__all__ = ["Found", "NotAnNHSNumber", "People", "SupersedeRefused", "nhs_number"]
