"""The two WebAuthn ceremonies, making a passkey and signing in with it; pure: no clock, no database.

Clauses are of Web Authentication Level 3: 7.1 (registering a new credential) and 7.2 (verifying an
assertion). The library does the cryptography; what it does not say apart is checked here first, so
that the audit log can name what was wrong. Whether a challenge is live, and whether the counter
moved on, are questions for the store.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import bytes_to_base64url, parse_attestation_object, parse_authenticator_data
from webauthn.helpers.structs import (
    AttestationFormat,
    AuthenticatorData,
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from carerecord.config import Settings, SettingsError
from carerecord.signin.accounts.contract import Passkey, PasskeyRefused, Why

LONGEST_ANSWER = 12 * 1024  # characters; browsers send one to three thousand
_PASSKEY_ID = re.compile(r"[A-Za-z0-9_-]{1,1364}")  # 1023 bytes at most (4, credential id)
CHALLENGE_BYTES = 32
SECONDS = 300  # a challenge waits for its answer: people look for their phone
REQUIRED = UserVerificationRequirement.REQUIRED
FORMATS = {AttestationFormat.NONE, AttestationFormat.PACKED}
"""Asked for none, a browser may still pass on a device's signature over itself (5.1.3, step on “none”)."""


@dataclass(frozen=True, slots=True)
class Party:
    """Ourselves as an authenticator knows us: passkeys made for one `id` work nowhere else."""

    id: str  # the host name
    origin: str  # "https://record.example"
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser sent, taken apart and not yet believed."""

    credential: dict[str, Any]
    client: dict[str, Any]  # clientDataJSON
    challenge: bytes

    @property
    def passkey_id(self) -> str:
        value = self.credential.get("id")
        return value if isinstance(value, str) and _PASSKEY_ID.fullmatch(value) else ""


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey that proved itself."""

    id: str
    public_key: bytes
    sign_count: int
    backed_up: bool
    transports: tuple[str, ...]


def party_of(settings: Settings) -> Party:
    """Raises SettingsError where no browser would make a passkey: an address that is a number, or no TLS."""
    url = urlsplit(settings.url)
    host = url.hostname or ""
    local = host == "localhost" or host.endswith(".localhost")
    if not host or host.replace(".", "").isdigit() or ":" in host:
        raise SettingsError(
            "accounts: passkeys need a host name in server.url, such as https://record.example"
        )
    if url.scheme != "https" and not local:
        raise SettingsError("accounts: passkeys need TLS: server.url must begin with https://")
    return Party(host, f"{url.scheme}://{url.netloc}", settings.region.name)


def options_to_make(
    party: Party, username: str, name: str, handle: bytes, challenge: bytes, has: list[str]
) -> str:
    """PublicKeyCredentialCreationOptionsJSON; `has`: ids of passkeys the account has, to make no second on one device."""
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_name=username,
        user_id=handle,
        user_display_name=name,
        challenge=challenge,
        timeout=SECONDS * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(one)) for one in has
        ],
    )
    return webauthn.options_to_json(options)


def options_to_sign_in(party: Party, challenge: bytes) -> str:
    """PublicKeyCredentialRequestOptionsJSON that names no passkey: the device knows who its holder is."""
    options = webauthn.generate_authentication_options(
        rp_id=party.id, challenge=challenge, timeout=SECONDS * 1000, user_verification=REQUIRED
    )
    return webauthn.options_to_json(options)


def read(text: str) -> Answer:
    """Take apart what a browser sent. Raises PasskeyRefused("unreadable")."""
    if not 0 < len(text) <= LONGEST_ANSWER:
        raise PasskeyRefused("unreadable")
    try:
        credential = json.loads(text)
        client = json.loads(webauthn.base64url_to_bytes(credential["response"]["clientDataJSON"]))
        challenge = webauthn.base64url_to_bytes(client["challenge"])
    except Exception:  # whatever a stranger's bytes raise in three parsers is one refusal
        raise PasskeyRefused("unreadable") from None
    answer = Answer(credential, client, challenge)
    if not isinstance(client, dict) or not 16 <= len(challenge) <= 64 or not answer.passkey_id:
        raise PasskeyRefused("unreadable")
    return answer


def made(answer: Answer, party: Party) -> Made:
    """Check a new passkey (7.1). The caller has spent the challenge."""
    _check_client(answer, party, "webauthn.create")
    try:
        raw = webauthn.base64url_to_bytes(answer.credential["response"]["attestationObject"])
        attested = parse_attestation_object(raw)
    except Exception:
        raise PasskeyRefused("unreadable") from None
    _check_device(attested.auth_data, party)
    if attested.fmt not in FORMATS:
        raise PasskeyRefused("attestation")
    try:
        checked = webauthn.verify_registration_response(
            credential=answer.credential,
            expected_challenge=answer.challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except Exception:
        raise PasskeyRefused("signature") from None
    made_id = bytes_to_base64url(checked.credential_id)
    if made_id != answer.passkey_id:
        raise PasskeyRefused("signature")
    return Made(
        made_id,
        checked.credential_public_key,
        checked.sign_count,
        checked.credential_backed_up,
        _transports(answer),
    )


def proved(answer: Answer, party: Party, passkey: Passkey, handle: str) -> int:
    """Check that this passkey signed (7.2); the new count, which the store compares with the last."""
    _check_client(answer, party, "webauthn.get", passkey.username)
    try:
        raw = webauthn.base64url_to_bytes(answer.credential["response"]["authenticatorData"])
        data = parse_authenticator_data(raw)
    except Exception:
        raise PasskeyRefused("unreadable", passkey.username) from None
    _check_device(data, party, passkey.username)
    if answer.credential["response"].get("userHandle") != handle:
        raise PasskeyRefused("somebody-else", passkey.username)
    try:
        checked = webauthn.verify_authentication_response(
            credential=answer.credential,
            expected_challenge=answer.challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,  # compared in the store, where two at once cannot both win
            require_user_verification=True,
        )
    except Exception:
        raise PasskeyRefused("signature", passkey.username) from None
    return checked.new_sign_count


def _check_client(answer: Answer, party: Party, ceremony: str, account: str = "") -> None:
    """The type, our own origin, and no other site's page around ours (5.8.1); not the challenge."""
    client = answer.client
    if client.get("type") != ceremony:
        raise PasskeyRefused("ceremony", account)
    framed = client.get("crossOrigin", False) is not False or "topOrigin" in client
    if framed or client.get("origin") != party.origin:
        raise PasskeyRefused("origin", account)


def _check_device(data: AuthenticatorData, party: Party, account: str = "") -> None:
    why: Why | None = None
    if data.rp_id_hash != hashlib.sha256(party.id.encode()).digest():
        why = "relying-party"
    elif not (data.flags.up and data.flags.uv):
        why = "not-verified"
    if why:
        raise PasskeyRefused(why, account)


def _transports(answer: Answer) -> tuple[str, ...]:
    """How the device was reached, as far as these are words of the standard (5.8.4)."""
    said = answer.credential["response"].get("transports")
    known = [one.value for one in AuthenticatorTransport]
    return tuple(one for one in known if one in said) if isinstance(said, list) else ()
