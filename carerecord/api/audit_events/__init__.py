"""The audit log as FHIR `AuditEvent`, for privacy officers (IHE ITI-81)."""

from carerecord.api.audit_events.answering import find

__all__ = ["find"]
