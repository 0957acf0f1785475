"""What we sign when we ask a neighbour: who looks, from where, for what and why (IUA 7.1, as a JWT).

It is bound to our certificate (RFC 8705 `x5t#S256`) and to the one question it goes with, so that nobody who sees it
can ask anything with it. It holds no NHS number: the question does, and the assertion holds the digest of that.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from joserfc import jwt

from carerecord.config import Neighbour
from carerecord.contract import Origin
from carerecord.regions.agreed import Regions, in_force
from carerecord.regions.contract import LONGEST_SECONDS, REGISTERED
from carerecord.signin.keys import CURVES

PURPOSES = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
ROLES = "urn:carerecord:role"


def digest(raw: bytes) -> str:
    """SHA-256 as a JWT spells one."""
    return base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Signing:
    """Asks in this region's name."""

    regions: Regions

    def not_asked(self, neighbour: Neighbour, origin: Origin, at: datetime) -> str:
        """Why that neighbour is not asked for this viewer: it completes “{source}: …”; empty: it is asked."""
        if not in_force(neighbour, at):
            return "what was agreed with it has ended"
        if origin.viewer.neighbour:
            return "is asked only for staff of this region"
        if origin.viewer.role not in neighbour.roles.values():
            return "not agreed for your role"
        if origin.purpose not in neighbour.purposes:
            return (
                "not agreed for emergencies" if origin.purpose == "BTG" else "not agreed for this"
            )
        if _evidence(neighbour, origin) is None:
            return "your reason to see this record is not one agreed with it"
        return ""

    def assertion(
        self, neighbour: Neighbour, origin: Origin, view_id: str, body: bytes, at: datetime
    ) -> str:
        """For one question, in the bytes that are sent."""
        key, viewer = self.regions.key, origin.viewer
        evidence = _evidence(neighbour, origin)
        if key is None or evidence is None:
            raise ValueError("nothing may be asked of this neighbour")
        seconds, algorithm = int(at.timestamp()), CURVES[str(key.curve_name)]
        claims = {
            "iss": self.regions.issuer,
            "aud": neighbour.issuer,
            "sub": viewer.id,
            "iat": seconds,
            "exp": seconds + LONGEST_SECONDS,
            "jti": secrets.token_urlsafe(18),
            "cnf": {"x5t#S256": digest(self.regions.certificate)},
            "extensions": {
                "ihe_iua": {
                    "subject_name": viewer.name,
                    "subject_organization": viewer.organisation_name,
                    "subject_organization_id": f"{ODS}|{viewer.organisation}",
                    "subject_role": [{"system": ROLES, "code": viewer.role}],
                    "purpose_of_use": [{"system": PURPOSES, "code": origin.purpose}],
                },
                "carerecord": {
                    "role_name": viewer.role_name,
                    "registration": viewer.registration,
                    "assurance": viewer.assurance,
                    "evidence": dict(zip(("kind", "id", "strength"), evidence, strict=True)),
                    "view": view_id,
                    "body": digest(body),
                    "hop": 0,
                },
            },
        }
        header = {"alg": algorithm, "kid": key.thumbprint(), "typ": REGISTERED}
        return jwt.encode(header, claims, key, algorithms=[algorithm])


def _evidence(neighbour: Neighbour, origin: Origin) -> tuple[str, str, str] | None:
    """The strongest of the viewer's that is accepted on our word there."""
    return next((one for one in origin.evidence if one[0] in neighbour.evidence), None)
