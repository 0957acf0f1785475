"""Northgate's record system, as far as a launch needs one: its key, and tokens it signs."""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from acceptance_region import LAUNCHER
from joserfc import jwt
from joserfc.jwk import ECKey

from carerecord.contract import Person
from carerecord.signin import StaffMember

_KEY = ECKey.generate_key("P-256", {"kid": "epr-1"}, private=True)
KEYS = json.dumps({"keys": [_KEY.as_dict(private=False)]})


def signed(
    member: StaffMember, person: Person, audience: str, at: datetime, **changed: object
) -> str:
    """A good launch token, with these claims changed."""
    role, (body, _, number) = member.roles[0], member.registration.partition("|")
    issued = int(at.timestamp())
    claims = {
        "iss": LAUNCHER.issuer,
        "sub": member.username,
        "aud": audience,
        "iat": issued,
        "exp": issued + 120,
        "jti": secrets.token_urlsafe(16),
        "name": member.name,
        "role": {"id": role.id, "code": role.role, "name": role.role_name, "teams": [*role.teams]},
        "nhs_number": person.nhs_number,
        "birth_date": person.birth_date,
        "encounter": "E-1",
        body: number,
        **changed,
    }
    return jwt.encode({"alg": "ES256", "kid": "epr-1"}, claims, _KEY, algorithms=["ES256"])
