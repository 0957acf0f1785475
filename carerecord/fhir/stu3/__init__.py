"""STU3 into R4. Pure: what R4 has no place for is kept in extensions, and nothing that was sent is dropped.

`to_r4` translates one resource, or raises `NotReadableError`; `lifted` takes what stood inside a List out of it; `keep`
is for what a connector itself puts elsewhere.
"""

from carerecord.fhir.stu3.kept import NotReadableError, keep
from carerecord.fhir.stu3.lists import lifted
from carerecord.fhir.stu3.resource import STU3_TYPES, to_r4

__all__ = ["STU3_TYPES", "NotReadableError", "keep", "lifted", "to_r4"]
