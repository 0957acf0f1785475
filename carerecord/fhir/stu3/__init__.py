"""STU3 into R4. Pure: what R4 has no place for is kept in extensions, and nothing that was sent is dropped.

`to_r4` translates one resource, or raises `NotReadableError`; `lifted` takes what stood inside a List out of it; `keep`
is for what a connector itself puts elsewhere; `LATER` names what R4 was given later, and under which extension (`OF_R4`).
"""

from carerecord.fhir.stu3.kept import NotReadableError, keep
from carerecord.fhir.stu3.later import LATER, OF_R4
from carerecord.fhir.stu3.lists import lifted
from carerecord.fhir.stu3.resource import STU3_TYPES, to_r4

__all__ = ["LATER", "OF_R4", "STU3_TYPES", "NotReadableError", "keep", "lifted", "to_r4"]
