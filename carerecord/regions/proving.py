"""Whether a neighbour's request is what it says: certificate, signature, question, and all that was agreed.

Every part must be that one neighbour's: the certificate chooses it, and then its own keys, name, organisations, roles
and purposes count and nobody else's (T35). What is refused is not spent; what is accepted is spent for good.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from carerecord.access.contract import Purpose
from carerecord.config import Neighbour
from carerecord.contract import Viewer
from carerecord.fhir import as_dict, as_list
from carerecord.regions.agreed import Regions, in_force
from carerecord.regions.contract import (
    LONGEST_SECONDS,
    REGISTERED,
    Asked,
    AskRefused,
    RefusalReason,
    Vouched,
)
from carerecord.regions.writing import ODS, digest
from carerecord.signin.once import OneUse
from carerecord.signin.strict_json import text
from carerecord.signin.tokens import TokenRefused, Trust, claims_of
from carerecord.store import Database

LEEWAY_SECONDS = 30
SIGNED_WITH = ("ES256", "ES384", "ES512")
_VIEW = re.compile(r"[A-Za-z0-9-]{8,64}")


@dataclass(frozen=True, slots=True)
class Proving:
    regions: Regions
    once: OneUse

    @classmethod
    def of(cls, regions: Regions, db: Database) -> Proving:
        return cls(regions, OneUse(db))

    async def asked(self, certificate: bytes, token: str, body: bytes, at: datetime) -> Asked:
        """Raises `AskRefused`."""
        neighbour = self.regions.by_certificate(hashlib.sha256(certificate).hexdigest())
        if neighbour is None:
            raise AskRefused("certificate")
        claims = self._proven(neighbour, certificate, token, at)
        said = _Said.of(neighbour, claims)
        if why := said.objection(body, at):
            raise AskRefused(why, neighbour.id, claimed=said.claimed)
        used, until = f"{neighbour.id}|{said.jti}", int(claims["exp"]) + LEEWAY_SECONDS
        if not await self.once.spend("neighbour", used, until):
            raise AskRefused("used", neighbour.id, claimed=said.claimed)
        return said.asked()

    def _proven(
        self, neighbour: Neighbour, certificate: bytes, token: str, at: datetime
    ) -> dict[str, Any]:
        keys = self.regions.keys[neighbour.id]
        trust = Trust(neighbour.issuer, self.regions.issuer, keys, SIGNED_WITH, (REGISTERED,))
        try:
            claims = claims_of(
                token, trust, at, leeway_seconds=LEEWAY_SECONDS, longest_seconds=LONGEST_SECONDS
            )
        except TokenRefused as refused:
            raise AskRefused("token", neighbour.id, str(refused)) from None
        bound = text(as_dict(claims.get("cnf")).get("x5t#S256"))
        if not secrets.compare_digest(bound.encode(), digest(certificate).encode()):
            raise AskRefused("token", neighbour.id, "cnf: another certificate")
        return claims


@dataclass(frozen=True, slots=True)
class _Said:
    """What a proven assertion says, each part as text that can be shown, or empty."""

    neighbour: Neighbour
    jti: str
    subject: str
    name: str
    organisation: str
    role: str
    role_name: str
    registration: str
    assurance: int
    purpose: str
    evidence: Vouched
    view_id: str
    body: str
    hop: object

    @classmethod
    def of(cls, neighbour: Neighbour, claims: Mapping[str, Any]) -> _Said:
        extensions = as_dict(claims.get("extensions"))
        iua, own = as_dict(extensions.get("ihe_iua")), as_dict(extensions.get("carerecord"))
        evidence = as_dict(own.get("evidence"))
        system, _, code = text(iua.get("subject_organization_id")).rpartition("|")
        assurance = own.get("assurance")
        return cls(
            neighbour=neighbour,
            jti=text(claims.get("jti")),
            subject=text(claims.get("sub")),
            name=text(iua.get("subject_name")),
            organisation=code if system == ODS else "",
            role=_only_code(iua.get("subject_role")),
            role_name=text(own.get("role_name")),
            registration=text(own.get("registration")),
            assurance=assurance if type(assurance) is int else 0,
            purpose=_only_code(iua.get("purpose_of_use")),
            evidence=Vouched(
                text(evidence.get("kind")), text(evidence.get("id")), text(evidence.get("strength"))
            ),
            view_id=text(own.get("view")),
            body=text(own.get("body")),
            hop=own.get("hop"),
        )

    @property
    def claimed(self) -> dict[str, str]:
        """For the log: ids and codes, never a name."""
        return {
            "user": self.subject,
            "organisation": self.organisation,
            "role": self.role,
            "purpose": self.purpose,
            "evidence": self.evidence.kind,
            "view": self.view_id,
        }

    def objection(self, body: bytes, at: datetime) -> RefusalReason | None:
        """The first thing that is not as agreed."""
        agreed = self.neighbour
        wrong: dict[RefusalReason, bool] = {
            "token": not self.jti,
            "body": not secrets.compare_digest(self.body.encode(), digest(body).encode()),
            "hops": type(self.hop) is not int or self.hop != 0,
            "over": not in_force(agreed, at),
            "name": not self.subject or not self.name or self.name == self.subject,
            "organisation": self.organisation not in agreed.organisations,
            "role": self.role not in agreed.roles,
            "purpose": self.purpose not in agreed.purposes,
            "view": not _VIEW.fullmatch(self.view_id),
        }
        return next((reason for reason, holds in wrong.items() if holds), None)

    def asked(self) -> Asked:
        agreed = self.neighbour
        viewer = Viewer(
            id=f"{agreed.id}:{self.subject}",
            name=self.name,
            role=agreed.roles[self.role],
            role_name=self.role_name or self.role,
            organisation=agreed.organisation,
            organisation_name=f"{agreed.organisations[self.organisation]} ({agreed.name})",
            registration=self.registration,
            assurance=min(self.assurance, agreed.assurance),
            provider=agreed.id,
            neighbour=agreed.id,
        )
        accepted = self.evidence.kind in agreed.evidence and bool(self.evidence.id)
        return Asked(
            neighbour=agreed,
            viewer=viewer,
            purpose=cast(Purpose, self.purpose),  # one of those agreed
            said=self.evidence,
            accepted=accepted,
            organisation=self.organisation,
            view_id=self.view_id,
        )


def _only_code(codings: object) -> str:
    """The code of the one coding; of several, none was chosen (AUT-3)."""
    found = as_list(codings)
    return text(as_dict(found[0]).get("code")) if len(found) == 1 else ""
