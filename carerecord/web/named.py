"""The person of a session, as the audit log names them."""

from __future__ import annotations

from carerecord.contract import Viewer
from carerecord.signin.contract import SignedIn


def viewer_in(found: SignedIn) -> Viewer | None:
    """Who it is, for the audit log: in the role they selected, or in none yet."""
    if found.viewer or found.identity is None:
        return found.viewer
    one = found.identity
    role = next((role for role in one.roles if role.id == found.role_id), None)
    return Viewer(
        id=one.id,
        name=one.name,
        role=role.role if role else "",
        role_name=role.role_name if role else "",
        organisation=role.organisation if role else "",
        organisation_name=role.organisation_name if role else "",
        session=found.session,
        role_id=found.role_id,
        registration=one.registration,
        assurance=one.assurance,
        provider=one.provider,
    )
