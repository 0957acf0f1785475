"""A provider on a loopback port that tells the truth until a test changes one thing of it."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
CLIENT = "carerecord"
ROLE = {
    "person_roleid": "555001",
    "org_code": "RNG01",
    "role_name": '"Clinical":"Clinical Provision":"Doctor"',
    "role_code": "S8000:G8000:R8000",
    "activity_codes": ["B0360"],
    "workgroups": ["ward-4"],
}


@dataclass
class Lying:
    """What is answered; each dict is laid over the truth, and None takes a member away."""

    issuer: str = ""
    document: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: KEY)
    status: int = 200
    refused: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)  # by path
    nonce: str = ""
    asked: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)

    def came_from(self, address: str) -> dict[str, str]:
        """The browser went there and signed in: what it brings back."""
        asked = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
        self.nonce = asked["nonce"]
        return {"code": f"code-of-{asked['state']}", "state": asked["state"], "iss": self.issuer}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        made = {
            "/.well-known/openid-configuration": self._document,
            "/jwks": lambda: {"keys": [KEY.as_dict(private=False)]},
            "/me": self._userinfo,
        }
        if request.path == "/token":
            self.forms.append({name: str(value) for name, value in (await request.post()).items()})
            made["/token"] = self._tokens
        if request.path == "/elsewhere":
            raise web.HTTPFound(f"{self.issuer}/me")
        status, said = self.refused.get(request.path) or (self.status, made[request.path]())
        return web.Response(
            status=status,
            body=json.dumps(said),
            content_type="application/json",
        )

    def _document(self) -> dict[str, Any]:
        names = {"authorization": "auth", "token": "token", "userinfo": "me", "end_session": "end"}
        true = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in names.items()}
        true |= {
            "issuer": self.issuer,
            "jwks_uri": f"{self.issuer}/jwks",
            "authorization_response_iss_parameter_supported": True,
        }
        return _over(true, self.document)

    def _tokens(self) -> dict[str, Any]:
        true = {"access_token": "opaque", "token_type": "Bearer", "id_token": self._id_token()}
        return _over(true, self.tokens)

    def _id_token(self) -> str:
        now = int(time.time())
        half = hashlib.sha256(b"opaque").digest()[:16]
        true = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "910001",
            "sid": "sid-1",
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": self.nonce,
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
            "authentication_assurance_level": "3",
        }
        header = {"alg": "RS256", "kid": "one"} | self.header
        return jwt.encode(header, _over(true, self.claims), self.key, [header["alg"]])

    def _userinfo(self) -> dict[str, Any]:
        true = {
            "sub": "910001",
            "given_name": "Samira",
            "family_name": "Amin",
            "email": "samira.amin@northgate.example",
            "gmc_id": "7000001",
            "nhsid_nrbac_roles": [ROLE],
            "nhsid_user_orgs": [{"org_code": "RNG01", "org_name": "Northgate"}],
        }
        return _over(true, self.userinfo)


def _over(true: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (true | said).items() if value is not None}


@asynccontextmanager
async def lying_provider() -> AsyncIterator[Lying]:
    lying = Lying()
    server = web.Application()
    server.router.add_route("*", "/{path:.*}", lying.answer)
    runner = web.AppRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    lying.issuer = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield lying
    finally:
        await runner.cleanup()
