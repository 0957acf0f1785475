"""SMART App Launch 2.2, EHR launch: to the launching system's authorisation server and back.

Every address is configured. Nothing the launch brings decides where we send the browser or ask.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from carerecord.config import Launcher
from carerecord.signin.launch.contract import LaunchContext, LaunchRefused
from carerecord.signin.launch.ehr import Ehr, EhrFailed
from carerecord.signin.launch.identity import identity_of
from carerecord.signin.launch.patient import number_and_birth_date
from carerecord.signin.launch.pending import new_secret
from carerecord.signin.launch.registered import Registered, fhir_base
from carerecord.signin.strict_json import text
from carerecord.signin.tokens import TokenRefused, Trust, claims_of

BACK = "/launch/back"
SCOPE = "launch openid fhirUser profile patient/Patient.rs"
LONGEST_PARAMETER = 2048  # characters of a launch or a code
LONGEST_ID_TOKEN_SECONDS = 24 * 3600
_FHIR_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")


def challenge_to(
    launcher: Launcher, launch: str, redirect_uri: str
) -> tuple[str, str, dict[str, str]]:
    """Where the browser goes, the state it brings back, and what to keep until it does."""
    state, verifier, nonce = new_secret(), secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": launcher.client_id,
        "redirect_uri": redirect_uri,
        "scope": SCOPE,
        "launch": launch,
        "state": state,
        "nonce": nonce,
        "aud": fhir_base(launcher),
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    joined = "&" if "?" in launcher.authorize_url else "?"
    address = f"{launcher.authorize_url}{joined}{urlencode(asked)}"
    return address, state, {"launcher": launcher.id, "verifier": verifier, "nonce": nonce}


async def context_of(
    launcher: Launcher,
    code: str,
    kept: Mapping[str, str],
    redirect_uri: str,
    registered: Registered,
    ehr: Ehr,
    at: datetime,
) -> tuple[LaunchContext, str]:
    """The launch that this code stands for, and the id of its Patient there. Raises `LaunchRefused`."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": kept["verifier"],
    }
    try:
        said = await ehr.tokens(launcher, form, at)
        claims = _claims(said, launcher, registered, kept["nonce"], at)
        identity = identity_of(claims, launcher)  # before anything is asked about the person
        patient_id = _patient_id(said, launcher)
        patient = await ehr.patient(launcher, patient_id, _access_token(said))
    except EhrFailed:
        raise LaunchRefused("exchange", launcher.id) from None
    nhs_number, birth_date = number_and_birth_date(patient, patient_id, launcher)
    context = LaunchContext(
        launcher=launcher.id,
        identity=identity,
        nhs_number=nhs_number,
        birth_date=birth_date,
        encounter=text(said.get("encounter")),
        launch_id=secrets.token_hex(12),
    )
    return context, patient_id


def _claims(
    said: Mapping[str, Any], launcher: Launcher, registered: Registered, nonce: str, at: datetime
) -> dict[str, Any]:
    """Of the ID token, with the `fhirUser` of the token response where the ID token has none."""
    token, keys = said.get("id_token"), registered.keys(launcher)
    trust = Trust(launcher.issuer, launcher.client_id, keys, launcher.algorithms)
    try:
        claims = claims_of(
            token if isinstance(token, str) else "",
            trust,
            at,
            longest_seconds=LONGEST_ID_TOKEN_SECONDS,
        )
    except TokenRefused:
        raise LaunchRefused("token", launcher.id) from None
    if not secrets.compare_digest(str(claims.get("nonce")).encode(), nonce.encode()):
        raise LaunchRefused("token", launcher.id)
    return {**({"fhirUser": said["fhirUser"]} if "fhirUser" in said else {}), **claims}


def _access_token(said: Mapping[str, Any]) -> str:
    """As RFC 6750 spells one: it goes into a header."""
    token, kind = said.get("access_token"), said.get("token_type")
    if not isinstance(token, str) or not re.fullmatch(r"[A-Za-z0-9._~+/=-]+", token):
        raise EhrFailed("no access token")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise EhrFailed("not a bearer token")
    return token


def _patient_id(said: Mapping[str, Any], launcher: Launcher) -> str:
    patient = said.get("patient")
    if not isinstance(patient, str) or not _FHIR_ID.fullmatch(patient):
        raise LaunchRefused("number", launcher.id)
    return patient
