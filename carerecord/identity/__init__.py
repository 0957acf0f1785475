"""The person: NHS number, the region's index, finding one.

Others may import `nhs_number`, `NotAnNHSNumber`, `People`, `Found`, `Former`, `Traced`, `Doubt`, `NoSuchDoubt`,
`Contradiction`, `Contradictions`, `NoSuchContradiction`, `LinkRefused`, `Links`, `LinkStep`, `SaidOfTwo`, `SupersedeRefused`, `Verified` and `contradicts`.
"""

from carerecord.identity import nhs_number
from carerecord.identity.contradictions import (
    Contradiction,
    Contradictions,
    NoSuchContradiction,
)
from carerecord.identity.doubts import Doubt, NoSuchDoubt
from carerecord.identity.links import LinkRefused, Links, LinkStep, SaidOfTwo
from carerecord.identity.nhs_number import NotAnNHSNumber
from carerecord.identity.people import Found, People
from carerecord.identity.superseding import SupersedeRefused
from carerecord.identity.trace import Former, Traced, contradicts
from carerecord.identity.verified import Verified

__all__ = [
    "Contradiction",
    "Contradictions",
    "Doubt",
    "Former",
    "Found",
    "LinkRefused",
    "LinkStep",
    "Links",
    "NoSuchContradiction",
    "NoSuchDoubt",
    "NotAnNHSNumber",
    "People",
    "SaidOfTwo",
    "SupersedeRefused",
    "Traced",
    "Verified",
    "contradicts",
    "nhs_number",
]
