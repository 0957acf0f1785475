"""The member of staff a launching system vouches for: named, in one agreed role, at its own organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from carerecord.config import Launcher
from carerecord.signin.contract import Identity, OfferedRole
from carerecord.signin.launch.contract import LaunchRefused, RefusalReason
from carerecord.signin.shared import is_shared
from carerecord.signin.strict_json import text

_STAFF = ("Practitioner", "PractitionerRole")  # what a fhirUser of a member of staff is
_LEVEL = re.compile(r"AAL([0-3])(?![0-9])")  # CIS2's "AAL2_OR_AAL3_ANY" is at least 2
_REGISTRATIONS = ("gmc_id", "nmc_id", "gphc_id", "gdc_id")


def identity_of(claims: Mapping[str, Any], launcher: Launcher) -> Identity:
    """From claims already proven to be the launcher's. Raises `LaunchRefused`.

    A person is `name` and `sub` (or CIS2's `nhsid_useruid`); a role is CIS2's list of role profiles,
    or one `role`: {"id", "code", "name", "organisation", "teams"}.
    """
    name, subject = text(claims.get("name")), text(claims.get("sub"))
    if not subject or name == subject or not _is_staff(claims) or _is_nobodys(name, claims):
        raise LaunchRefused("name", launcher.id)
    uid = text(claims.get("nhsid_useruid")) or subject
    return Identity(
        id=uid if launcher.national else f"{launcher.id}:{subject}",
        name=name,
        provider=launcher.id,
        assurance=_assurance(claims, launcher),
        roles=(_role(claims, launcher),),
        subject=subject,
        registration=_registration(claims),
    )


def _is_staff(claims: Mapping[str, Any]) -> bool:
    """A `fhirUser` that is a patient, a relative, a device or an organisation is nobody's named user."""
    said = claims.get("fhirUser")
    if said is None:
        return True
    parts = text(said).split("/")
    return len(parts) >= 2 and parts[-2] in _STAFF and bool(parts[-1])


def _is_nobodys(name: str, claims: Mapping[str, Any]) -> bool:
    """A ward, a desk or a service is nobody by name (AUT-10), as at a provider."""
    given, family = text(claims.get("given_name")), text(claims.get("family_name"))
    addresses = [text(claims.get(one)) for one in ("email", "preferred_username")]
    return is_shared(given, family, name, addresses, ())


def _assurance(claims: Mapping[str, Any], launcher: Launcher) -> int:
    """As agreed when it was registered, or lower where it says so of this sign-in (AUT-1)."""
    level, acr = claims.get("authentication_assurance_level"), claims.get("acr")
    said = (_LEVEL.fullmatch(f"AAL{level}"), _LEVEL.match(str(level)), _LEVEL.match(str(acr)))
    return min([launcher.assurance, *(int(found[1]) for found in said if found)])


def _role(claims: Mapping[str, Any], launcher: Launcher) -> OfferedRole:
    said = list(_roles(claims))
    if chosen := text(claims.get("selected_roleid")):
        said = [one for one in said if _first(one, "id", "person_roleid") == chosen]
    mine = [one for one in said if _organisation(one, launcher) == launcher.organisation]
    agreed = [one for one in mine if _row(one, launcher)]
    if len(agreed) == 1:
        return _offered(agreed[0], launcher)
    raise LaunchRefused(_why(said, mine), launcher.id)


def _why(said: list[Mapping[str, Any]], mine: list[Mapping[str, Any]]) -> RefusalReason:
    return "organisation" if said and not mine else "role"


def _roles(claims: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    one, many = claims.get("role"), claims.get("nhsid_nrbac_roles")
    for found in [one, *(many if isinstance(many, list) else [])]:
        if isinstance(found, Mapping):
            yield found


def _organisation(role: Mapping[str, Any], launcher: Launcher) -> str:
    """A role that names no organisation is at the launcher's own: the only one it may speak for (T35)."""
    for key in ("organisation", "org_code"):
        if key in role:
            return text(role[key])
    return launcher.organisation


def _row(role: Mapping[str, Any], launcher: Launcher) -> str:
    """The row of the matrix agreed for its code; of a national code S:G:R the last part may be agreed."""
    code = _first(role, "code", "role_code")
    return launcher.roles.get(code) or launcher.roles.get(code.rsplit(":", 1)[-1], "")


def _offered(role: Mapping[str, Any], launcher: Launcher) -> OfferedRole:
    row = _row(role, launcher)
    teams = role.get("teams") or role.get("workgroups")
    named = (text(team) for team in (teams if isinstance(teams, list) else []))
    return OfferedRole(
        id=_first(role, "id", "person_roleid") or row,
        role=row,
        role_name=_first(role, "name", "role_name") or row,
        organisation=launcher.organisation,
        organisation_name=launcher.organisation_name,
        teams=tuple(team for team in named if team),
    )


def _first(role: Mapping[str, Any], *keys: str) -> str:
    return next((found for key in keys if (found := text(role.get(key)))), "")


def _registration(claims: Mapping[str, Any]) -> str:
    """Professional body and number (ROL-5), where the launching system knows them."""
    for body in _REGISTRATIONS:
        if number := text(claims.get(body)):
            return f"{body}|{number}"
    return ""
