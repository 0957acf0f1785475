"""Invented staff of the test provider, in the shape of CIS2's claims (names of claims: standards 4.5)."""

from __future__ import annotations

from typing import Any


def role(
    profile: str,
    code: str,
    organisation: str,
    name: str,
    *teams: str,
    activities: tuple[str, ...] = (),
) -> dict[str, Any]:
    return {
        "person_orgid": f"{profile}-org",
        "person_roleid": profile,
        "org_code": organisation,
        "role_name": f'"Clinical":"Clinical Provision":"{name}"',
        "role_code": f"S8000:G8000:{code}",
        "activity_codes": list(activities),
        "activities": [f"Activity {one}" for one in activities],
        "workgroups": list(teams),
        "aow": [],
    }


NORTHGATE = {"org_code": "RNG01", "org_name": "Northgate University Hospital"}
RIVERSIDE = {"org_code": "Y02001", "org_name": "Riverside Surgery"}


def account(
    username: str,
    given: str,
    family: str,
    *roles: dict[str, Any],
    level: str = "3",
    organisations: tuple[dict[str, str], ...] = (NORTHGATE, RIVERSIDE),
    **more: Any,
) -> dict[str, Any]:
    """Somebody who can sign in as `username`; `more` are further claims of userinfo."""
    claims = {
        "nhsid_useruid": f"91{username}",
        "given_name": given,
        "family_name": family,
        "name": f"{given} {family}".strip(),
        "email": f"{username}@northgate.example",
        "nhsid_nrbac_roles": list(roles),
        "nhsid_user_orgs": list(organisations),
        **more,
    }
    return {
        "username": username,
        "sub": f"91{username}",
        "acr": f"AAL{level}_ANY",
        "amr": ["N3_SMARTCARD"],
        "token": {"authentication_assurance_level": level, "id_assurance_level": "3"},
        "claims": claims,
    }


WARD = role("555001", "R8000", "RNG01", "Clinical Practitioner Access Role", "ward-4")
CLINIC = role("555002", "R8000", "RNG01", "Clinical Practitioner Access Role", "cardiology")
PRACTICE = role("555003", "R8001", "Y02001", "Nurse Access Role", "practice")
STUDENT = role("555004", "R8004", "RNG01", "Healthcare Student Access Role", "ward-4")
OFFICER = role("555005", "R0001", "RNG01", "Privacy Officer", activities=("B0015", "B0016"))
UNKNOWN = role("555006", "R9999", "RNG01", "Something Else")

ACCOUNTS = [
    account("amin", "Samira", "Amin", WARD, gmc_id="7000001"),
    account("a.ward", "Amy", "Ward", WARD, PRACTICE, OFFICER, UNKNOWN, nmc_id="90A1234B"),
    account("ward4", "Ward", "4", WARD, email="ward4@northgate.example"),
    account("reception", "", "", PRACTICE, name="Reception", email="reception@riverside.example"),
    account("low", "Leo", "Lowe", WARD, level="1"),
    account("nowhere", "Nora", "Where", organisations=()),
    account("roleless", "Rolf", "Less", UNKNOWN),
    account("student", "Stella", "Dent", STUDENT),
]
ROLES = {"R8000": "doctor", "R8001": "nurse", "R8004": "student", "B0015": "privacy-officer"}
