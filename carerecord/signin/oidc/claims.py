"""From a provider's claims to a named member of staff and the roles they may select. Pure.

CIS2's names of claims (`nhsid_…`); a provider of another make sends the same names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from carerecord.config import Provider
from carerecord.signin.contract import Identity, OfferedRole
from carerecord.signin.oidc.contract import Stopped
from carerecord.signin.shared import is_shared

REGISTERS = ("gmc_id", "nmc_id", "hcpc_id", "gphc_id", "gdc_id", "goc_id", "swe_id", "psni_id")
"""Claims that hold a professional registration, looked for in this order (ROL-5)."""

LONGEST = 200  # characters of any name or code that is kept
MOST_ROLES = 100


def identity_of(
    token: Mapping[str, Any], userinfo: Mapping[str, Any], provider: Provider, lowest: int
) -> Identity:
    """Who signed in. `token` is the proven id token; `userinfo` is of the same `sub`. Raises `Stopped`."""
    subject = _text(token, "sub")
    if not subject or subject != userinfo.get("sub"):
        raise Stopped("not-finished", "userinfo: another subject")
    level = _assurance(token, provider)
    if level < lowest:
        raise Stopped("assurance", f"assurance: {level}, and {lowest} is needed")
    name = _named(userinfo, provider)
    if not _list(userinfo, "nhsid_nrbac_roles") and not _list(userinfo, "nhsid_user_orgs"):
        raise Stopped("no-organisation", "account: no organisation")
    roles = tuple(_offered(userinfo, provider))
    if not roles:
        raise Stopped("no-role", "account: no role that is configured")
    return Identity(
        id=subject if provider.national else f"{provider.id}/{subject}",
        name=name,
        provider=provider.id,
        assurance=level,
        roles=roles,
        subject=subject,
        provider_session=_text(token, "sid"),
        registration=next(_registrations(userinfo), ""),
        email=_text(userinfo, "email"),
    )


def _assurance(token: Mapping[str, Any], provider: Provider) -> int:
    """Of the authentication, from the signed token alone: its level, or what its `acr` stands for."""
    said = token.get("authentication_assurance_level")
    level = {"1": 1, "2": 2, "3": 3}.get(str(said), 0)
    return level or provider.assurance.get(_text(token, "acr"), 0)


def _named(userinfo: Mapping[str, Any], provider: Provider) -> str:
    given, family = _text(userinfo, "given_name"), _text(userinfo, "family_name")
    name = _text(userinfo, "display_name") or _text(userinfo, "name") or f"{given} {family}"
    addresses = [_text(userinfo, one) for one in ("email", "preferred_username")]
    if is_shared(given, family, name, addresses, provider.shared_accounts):
        raise Stopped("shared", "account: shared")
    return name.strip()


def _offered(userinfo: Mapping[str, Any], provider: Provider) -> Iterator[OfferedRole]:
    """One for each role profile that is configured: its activities are never added to another's (AUT-3)."""
    names = dict(_organisations(userinfo))
    seen: set[str] = set()
    for said in _list(userinfo, "nhsid_nrbac_roles")[:MOST_ROLES]:
        profile, organisation = _text(said, "person_roleid"), _text(said, "org_code")
        role = _role(said, provider)
        if not profile or not organisation or not role or profile in seen:
            continue
        seen.add(profile)
        yield OfferedRole(
            id=profile,
            role=role,
            role_name=_role_name(said),
            organisation=organisation,
            organisation_name=names.get(organisation, organisation),
            teams=_texts(said, "workgroups"),
        )


def _role(said: Mapping[str, Any], provider: Provider) -> str:
    """The row of the matrix for this profile: by the last part of its code, else by an activity."""
    code = _text(said, "role_code").rsplit(":", 1)[-1]
    if code in provider.roles:
        return provider.roles[code]
    activities = _texts(said, "activity_codes")
    return next((role for one, role in provider.roles.items() if one in activities), "")


def _role_name(said: Mapping[str, Any]) -> str:
    """CIS2 sends `"Clinical":"Clinical Provision":"Nurse Access Role"`: the last part is the role."""
    return _text(said, "role_name").rsplit('":"', 1)[-1].strip('" ') or _text(said, "role_code")


def _organisations(userinfo: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for claim in ("nhsid_org_memberships", "nhsid_user_orgs"):
        for said in _list(userinfo, claim):
            if name := _text(said, "org_name"):
                yield _text(said, "org_code"), name


def _registrations(userinfo: Mapping[str, Any]) -> Iterator[str]:
    for register in REGISTERS:
        if number := _text(userinfo, register):
            yield f"{register}|{number}"


def _text(said: Mapping[str, Any], name: str) -> str:
    """Text that can be kept and shown; anything else is not there."""
    found = said.get(name)
    if not isinstance(found, str) or len(found) > LONGEST or not found.isprintable():
        return ""
    return found.strip()


def _texts(said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = said.get(name)
    if not isinstance(found, list):
        return ()
    return tuple(text for one in found[:MOST_ROLES] if (text := _text({"": one}, "")))


def _list(said: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = said.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
