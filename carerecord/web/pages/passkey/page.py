"""Who signed in, and where they go on."""

from __future__ import annotations

from carerecord.contract import Viewer
from carerecord.signin.contract import Identity, SignedIn


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


def way_on(before: SignedIn, identity: Identity) -> str:
    """Back to the page that was locked, for the same person alone (AUT-6); otherwise to the first page."""
    same = before.identity is not None and before.identity.id == identity.id
    return before.return_to if same and before.state == "locked" and before.return_to else "/"
