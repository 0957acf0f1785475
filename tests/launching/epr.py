"""The demo's record system, as somebody who holds its key: makes tokens, also ones it never would."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass
from html import unescape
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from running import Caller, Region, Reply

ID = "northgate-epr"
STAFF = {
    "a.okafor": ("Dr A Okafor", "doctor", "Emergency doctor", "emergency"),
    "s.amin": ("Dr S Amin", "doctor", "Ward doctor", "ward-4"),
    "j.mwangi": ("J Mwangi", "nurse", "Emergency nurse", "emergency"),
}


@dataclass(frozen=True)
class Epr:
    region: Region
    url: str
    key: RSAKey

    @classmethod
    def of(cls, region: Region) -> Epr:
        [described] = [one for one in region.demo["launchers"] if one["id"] == ID]
        key = RSAKey.import_key((region.folder / f"{ID}.pem").read_bytes())
        return cls(region, described["url"], key)

    def person(self, number: str) -> dict[str, str]:
        return next(one for one in self.region.demo["people"] if one["nhs_number"] == number)

    def token(self, number: str, username: str = "a.okafor", **changed: Any) -> str:
        """A good one, with these claims changed; None leaves a claim out."""
        name, role, role_name, team = STAFF[username]
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": username,
            "aud": self.region.base_url,
            "iat": now,
            "exp": now + 120,
            "jti": secrets.token_urlsafe(16),
            "name": name,
            "role": {
                "id": f"{ID}/{username}",
                "code": role,
                "name": role_name,
                "teams": [team],
            },
            "nhs_number": number,
            "birth_date": self.person(number)["birth_date"],
            "encounter": "E-1",
            **changed,
        }
        said = {name: value for name, value in claims.items() if value is not None}
        return self.signed(said)

    def signed(self, claims: dict[str, Any], key: RSAKey | None = None) -> str:
        header = {"alg": "RS256", "kid": self.key.thumbprint()}
        return jwt.encode(header, claims, key or self.key, algorithms=["RS256"])

    def launch(
        self, caller: Caller, number: str, username: str = "a.okafor", **changed: Any
    ) -> Reply:
        """What the browser ends up with after the one action."""
        return caller.post("/launch", {"token": self.token(number, username, **changed)})


def banner_number(page: str) -> str:
    """The NHS number in the banner of a record page, without spaces; empty where there is no banner."""
    found = re.search(r'<section class="banner.*?</section>', page, re.DOTALL)
    digits = re.search(r"\b(\d{3})\s*(\d{3})\s*(\d{4})\b", words(found[0])) if found else None
    return "".join(digits.groups()) if digits else ""


def words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\xa0", " ").split())
