"""The national index of people, PDS: who a number leads to, and whom details fit. It holds no records and is no source.

Others may import `NationalIndex`, `Traced` and `Pds`.
"""

from carerecord.connectors.pds.client import NationalIndex, Pds
from carerecord.connectors.pds.reading import Traced

__all__ = ["NationalIndex", "Pds", "Traced"]
