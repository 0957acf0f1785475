"""An entry of the log as a FHIR R4 `AuditEvent` after the IHE Basic Audit Log Patterns (BALP 1.1). Pure.

Others may import what is named here.
"""

from carerecord.audit.events.building import audit_event
from carerecord.audit.events.codes import PROFILES
from carerecord.audit.events.recorder import Recorder
from carerecord.audit.events.shapes import SHAPES, Shape, shape_of

__all__ = ["PROFILES", "SHAPES", "Recorder", "Shape", "audit_event", "shape_of"]
