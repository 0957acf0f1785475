"""An authenticator made of software, that can be told to lie in any way a test needs."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

UP, UV, BE, BS, AT = 0x01, 0x04, 0x08, 0x10, 0x40


@dataclass
class Device:
    """One passkey on one device; `lies` replace what an honest one would say."""

    origin: str = "https://record.example"
    rp_id: str = "record.example"
    counts: bool = True
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    count: int = 0
    handle: str = ""

    def make(self, options: str, **lies: Any) -> str:
        """What navigator.credentials.create() gives, as JSON."""
        asked = json.loads(options)
        self.handle = asked["user"]["id"]
        client = self._client("webauthn.create", asked["challenge"], lies)
        key = self.key.public_key().public_numbers()
        cose = encode_cbor({1: 2, 3: -7, -1: 1, -2: _32(key.x), -3: _32(key.y)})
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cose
        data = self._data(lies, AT) + attested
        statement = encode_cbor({"fmt": lies.get("fmt", "none"), "attStmt": {}, "authData": data})
        response = {"attestationObject": bytes_to_base64url(statement), "transports": ["internal"]}
        return self._answer(client, response)

    def sign(self, options: str, **lies: Any) -> str:
        """What navigator.credentials.get() gives, as JSON."""
        client = self._client("webauthn.get", json.loads(options)["challenge"], lies)
        if self.counts:
            self.count += 1
        data = self._data(lies, 0)
        signed = data + hashlib.sha256(client).digest()
        signature = lies.get("key", self.key).sign(signed, ec.ECDSA(hashes.SHA256()))
        response = {
            "authenticatorData": bytes_to_base64url(data),
            "signature": bytes_to_base64url(signature),
            "userHandle": lies.get("handle", self.handle),
        }
        return self._answer(client, response)

    def _client(self, kind: str, challenge: str, lies: dict[str, Any]) -> bytes:
        said: dict[str, Any] = {
            "type": lies.get("type", kind),
            "challenge": lies.get("challenge", challenge),
            "origin": lies.get("origin", self.origin),
            "crossOrigin": lies.get("crossOrigin", False),
        }
        return json.dumps(said | lies.get("client", {})).encode()

    def _data(self, lies: dict[str, Any], more: int) -> bytes:
        rp = hashlib.sha256(lies.get("rp_id", self.rp_id).encode()).digest()
        flags = lies.get("flags", UP | UV) | more
        return rp + bytes([flags]) + lies.get("count", self.count).to_bytes(4)

    def _answer(self, client: bytes, response: dict[str, Any]) -> str:
        name = bytes_to_base64url(self.id)
        given = {"clientDataJSON": bytes_to_base64url(client), **response}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": given})


def challenge_of(options: str) -> bytes:
    return base64url_to_bytes(json.loads(options)["challenge"])


def _32(number: int) -> bytes:
    return number.to_bytes(32)
