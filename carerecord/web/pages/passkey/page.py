"""Who signed in, before they have chosen one of their roles."""

from __future__ import annotations

from carerecord.contract import Viewer
from carerecord.signin.contract import Identity


def without_role(identity: Identity) -> Viewer:
    """For the audit log: nobody looks at anything before a role is chosen (AUT-3)."""
    return Viewer(
        id=identity.id,
        name=identity.name,
        role="",
        role_name="",
        organisation="",
        organisation_name="",
        registration=identity.registration,
        assurance=identity.assurance,
        provider=identity.provider,
    )
