"""A record system that launches by SMART: its authorisation server and its FHIR server on a loopback port.

`authorise` is what its browser pages would do; the token endpoint and the Patient are real HTTP.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from carerecord.config import Launcher
from carerecord.signin.launch.tests.launch_signing import AT, KEY

SECRET = "s:cret%20/+"
STATUS = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus"


def number(value: str = "9994173626", status: str = "01") -> dict[str, Any]:
    verified = {"url": STATUS, "valueCodeableConcept": {"coding": [{"code": status}]}}
    extension = [verified] if status else []
    return {
        "system": "https://fhir.nhs.uk/Id/nhs-number",
        "value": value,
        "extension": extension,
    }


def patient(**changed: Any) -> dict[str, Any]:
    said = {"resourceType": "Patient", "id": "p-1", "birthDate": "1948-11-08"}
    return {**said, "identifier": [number()], **changed}


@dataclass
class FakeEhr:
    """What it says can be changed before it is asked; what it was asked is kept."""

    url: str = ""
    at: datetime = AT
    claims: dict[str, Any] = field(default_factory=dict)
    response: dict[str, Any] = field(default_factory=dict)
    patient: dict[str, Any] = field(default_factory=patient)
    key: RSAKey = field(default_factory=lambda: KEY)
    redirect_to: str = ""  # the token endpoint answers with a redirect there
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    our_public_key: RSAKey | None = None  # we are known by private_key_jwt

    def launcher(self, folder: Path, **changed: Any) -> Launcher:
        (folder / "secret").write_text(SECRET + "\n", "utf-8")
        public = KeySet([KEY]).as_dict(private=False)
        (folder / "ehr.jwks").write_text(json.dumps(public), "utf-8")
        settings: dict[str, Any] = {
            "id": "columbas",
            "name": "St Columba's record system",
            "kind": "smart",
            "organisation": "RSC01",
            "organisation_name": "St Columba's Hospital",
            "issuer": f"{self.url}/login",
            "fhir_url": f"{self.url}/R4",
            "authorize_url": f"{self.url}/login/authorize",
            "token_url": f"{self.url}/login/token",
            "client_id": "shared record",
            "client_secret_file": "secret",
            "keys_file": "ehr.jwks",
            "roles": {"R8000": "doctor"},
        }
        return Launcher(**{**settings, **changed})

    def authorise(self, address: str) -> dict[str, str]:
        """A person it knows presses launch: what its redirect back to us says."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    async def _token(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if self.redirect_to:
            raise web.HTTPTemporaryRedirect(self.redirect_to)
        form = dict((await request.post()).items())
        asked = self.codes.pop(str(form.get("code")), None)
        if asked is None or not self._is_us(request, form):
            return web.json_response({"error": "invalid_grant"}, status=400)
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (challenge, form["redirect_uri"]) != (asked["code_challenge"], asked["redirect_uri"]):
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response(self._tokens(asked))

    def _tokens(self, asked: dict[str, str]) -> dict[str, Any]:
        seconds = int(self.at.timestamp())
        said = {
            "iss": f"{self.url}/login",
            "aud": "shared record",
            "sub": "h.lindqvist",
            "iat": seconds,
            "exp": seconds + 300,
            "nonce": asked["nonce"],
            "name": "Dr H Lindqvist",
            "fhirUser": f"{self.url}/R4/Practitioner/7",
            "role": {"id": "9", "code": "R8000", "name": "Consultant"},
            **self.claims,
        }
        id_token = jwt.encode({"alg": "RS256", "kid": "k1"}, said, self.key, algorithms=["RS256"])
        return {
            "access_token": "an-access-token",
            "token_type": "Bearer",
            "id_token": id_token,
            "patient": "p-1",
            "encounter": "E-7",
            "need_patient_banner": True,
            **self.response,
        }

    def _is_us(self, request: web.Request, form: dict[str, Any]) -> bool:
        if self.our_public_key is None:
            sent = request.headers.get("Authorization", "").removeprefix("Basic ")
            return base64.b64decode(sent).decode() == "shared+record:s%3Acret%2520%2F%2B"
        token = jwt.decode(form["client_assertion"], self.our_public_key, algorithms=["RS384"])
        return token.claims["aud"] == f"{self.url}/login/token"

    async def _patient(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if request.headers.get("Authorization") != "Bearer an-access-token":
            return web.json_response({}, status=401)
        return web.json_response(self.patient)


@asynccontextmanager
async def running_ehr() -> AsyncIterator[FakeEhr]:
    ehr = FakeEhr()
    app = web.Application()
    app.router.add_post("/login/token", ehr._token)
    app.router.add_get("/R4/Patient/{id}", ehr._patient)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    ehr.url = f"http://127.0.0.1:{port}"
    try:
        yield ehr
    finally:
        await runner.cleanup()
