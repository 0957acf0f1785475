"""Regions that know each other: a certificate, a signing key and a `[[neighbour]]` block for each of the others."""

from __future__ import annotations

import hashlib
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey, KeySet

from carerecord.audit.feed.tests.feed_receivers import Authority
from carerecord.config import Neighbour, Neighbours, Settings
from carerecord.contract import Origin, Viewer
from carerecord.regions import Regions

AT = datetime(2026, 11, 21, 10, 2, tzinfo=UTC)
CODES = {"north": "QNB01", "west": "QNB02", "south": "QNB03"}
"""What each region is called as an organisation, by the others."""
HOSPITAL = "RXW01"
DOCTOR = Viewer(
    "a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", HOSPITAL, "Westmere Royal",
    registration="gmc_id|9000001", assurance=3,
)  # fmt: skip
ORIGIN = Origin(DOCTOR, "TREAT", (("LR-11", "e-0", "S3"), ("LR-3", "e-1", "S3")))


@dataclass
class Files:
    """One folder for all of them, and one authority that they have in common."""

    folder: Path
    authority: Authority = field(init=False)
    keys: dict[str, ECKey] = field(default_factory=dict)
    certificates: dict[str, bytes] = field(default_factory=dict)  # DER

    def __post_init__(self) -> None:
        self.authority = Authority.made(self.folder)
        for name in CODES:
            key = self.keys[name] = ECKey.generate_key("P-256", private=True)
            (self.folder / f"{name}-signing.pem").write_bytes(key.as_pem(private=True))
            public = KeySet([key]).as_dict(private=False)
            (self.folder / f"{name}.jwks").write_text(json.dumps(public), "utf-8")
            text = self.authority.issue(name).read_text("ascii")
            self.certificates[name] = ssl.PEM_cert_to_DER_cert(
                text[: text.index("-----BEGIN PRIV")]
            )

    def own(self, name: str, **changed: Any) -> Neighbours:
        files = {
            "key_file": f"{name}-signing.pem",
            "certificate_file": f"{name}.pem",
            "ca_file": "ca.pem",
        }
        return replace(Neighbours(issuer(name), "127.0.0.1:0", **files), **changed)

    def neighbour(self, name: str, **changed: Any) -> Neighbour:
        agreed = Neighbour(
            id=name,
            name=name.title(),
            organisation=CODES[name],
            issuer=issuer(name),
            until=date(2027, 3, 31),
            keys_file=f"{name}.jwks",
            fingerprints=(hashlib.sha256(self.certificates[name]).hexdigest(),),
            organisations={HOSPITAL: "Westmere Royal"},
            roles={"doctor": "doctor"},
            evidence=("LR-1", "LR-3"),
            sections=("*",),
        )
        return replace(agreed, **changed)

    def settings(
        self, name: str, changed: Mapping[str, Any] | None = None, *others: Neighbour
    ) -> Settings:
        known = others or tuple(self.neighbour(one) for one in CODES if one != name)
        return Settings(
            folder=self.folder, neighbours=self.own(name, **(changed or {})), neighbour=known
        )

    def trusting(self) -> ssl.SSLContext:
        """Somebody who believes the authority, and has no certificate of it."""
        return ssl.create_default_context(cafile=str(self.folder / "ca.pem"))

    def regions(self, name: str, *others: Neighbour) -> Regions:
        return Regions.of(self.settings(name, None, *others))


def issuer(name: str) -> str:
    return f"https://{name}.example/region"
