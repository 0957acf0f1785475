"""Whom claims make, which roles they may select, and who is refused for what they are (AUT-1, 3, 10)."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.config import Provider
from carerecord.signin.contract import Identity
from carerecord.signin.oidc.claims import identity_of
from carerecord.signin.oidc.contract import Stopped
from carerecord.signin.oidc.tests.lying_provider import ROLE
from carerecord.signin.shared import is_shared

CIS2 = Provider(
    "cis2",
    "CIS2",
    "NHS staff",
    "https://idp.example",
    "carerecord",
    roles={"R8000": "doctor", "R8001": "nurse", "B0015": "privacy-officer", "B0360": "nurse"},
    assurance={"AAL2_ANY": 2},
    shared_accounts=("*@shared.example",),
)
TOKEN = {"sub": "910001", "authentication_assurance_level": "3"}
INFO: dict[str, Any] = {
    "sub": "910001",
    "given_name": "Samira",
    "family_name": "Amin",
    "nhsid_nrbac_roles": [ROLE],
    "nhsid_user_orgs": [{"org_code": "RNG01", "org_name": "Northgate"}],
}


def identity(token: dict[str, Any] | None = None, **info: Any) -> Identity:
    return identity_of(TOKEN | (token or {}), INFO | info, CIS2, 2)


def stop_of(token: dict[str, Any] | None = None, **info: Any) -> str:
    with pytest.raises(Stopped) as stopped:
        identity(token, **info)
    return stopped.value.stop


@pytest.mark.parametrize(
    ("changed", "role"),
    [
        ({"role_code": "S8001:G8002:R8001", "activity_codes": []}, "nurse"),
        ({"role_code": "R8000"}, "doctor"),
        ({"role_code": "S1:G1:R9999", "activity_codes": ["B1", "B0015"]}, "privacy-officer"),
        ({"role_code": "S1:G1:R8000", "activity_codes": ["B0015"]}, "doctor"),
        ({"role_code": "S1:G1:R9999", "activity_codes": ["B1"]}, None),
        ({"role_code": "R8000:G1:S1", "activity_codes": []}, None),
        ({"role_code": "R80001", "activity_codes": []}, None),
        ({"role_code": ["R8000"], "activity_codes": "B0015"}, None),
        ({"person_roleid": ""}, None),
        ({"org_code": None}, None),
    ],
)
def test_a_profile_is_the_role_of_its_code_or_else_of_an_activity(changed, role):
    profiles = [ROLE | changed]
    if role is None:
        assert stop_of(nhsid_nrbac_roles=profiles) == "no-role"
    else:
        assert [one.role for one in identity(nhsid_nrbac_roles=profiles).roles] == [role]


def test_profiles_stay_apart_each_with_its_own_organisation_and_teams():
    second = ROLE | {"person_roleid": "2", "org_code": "Y1", "workgroups": ["a", 5, ""]}
    found = identity(nhsid_nrbac_roles=[ROLE, second, ROLE, "x", None])
    assert [(one.id, one.organisation_name, one.teams) for one in found.roles] == [
        ("555001", "Northgate", ("ward-4",)),
        ("2", "Y1", ("a",)),
    ]


@pytest.mark.parametrize(
    ("token", "level"),
    [
        ({"authentication_assurance_level": "3"}, 3),
        ({"authentication_assurance_level": 2}, 2),
        ({"authentication_assurance_level": None, "acr": "AAL2_ANY"}, 2),
        ({"authentication_assurance_level": "1"}, None),
        ({"authentication_assurance_level": "1", "acr": "AAL2_ANY"}, None),
        ({"authentication_assurance_level": "4"}, None),
        ({"authentication_assurance_level": None, "acr": "AAL3_ANY"}, None),
        ({"authentication_assurance_level": None}, None),
    ],
)
def test_the_level_comes_from_the_signed_token_and_must_be_high_enough(token, level):
    if level is None:
        unsigned = {"authentication_assurance_level": "3", "acr": "AAL2_ANY"}
        assert stop_of(token, **unsigned) == "assurance"
    else:
        assert identity(token).assurance == level


def test_an_account_without_an_organisation_or_a_role_is_told_which():
    assert stop_of(nhsid_nrbac_roles=[], nhsid_user_orgs=[]) == "no-organisation"
    assert stop_of(nhsid_nrbac_roles=[]) == "no-role"


@pytest.mark.parametrize(
    ("claim", "registration"),
    [("gmc_id", "gmc_id|7"), ("nmc_id", "nmc_id|7"), ("hcpc_id", "hcpc_id|7"), ("x_id", "")],
)
def test_the_registration_names_the_body(claim, registration):
    assert identity(**{claim: "7"}).registration == registration


def test_the_id_is_the_subject_alone_only_where_that_is_the_national_one():
    national = Provider(*("cis2", "", "", "https://a", "c"), roles={"R8000": "d"}, national=True)
    assert identity_of(TOKEN, INFO, national, 2).id == "910001"
    assert identity().id == "cis2/910001"


@pytest.mark.parametrize("name", ["a\x00b", "a\nb", "x" * 201, 5, ["Amin"]])
def test_text_that_cannot_be_shown_is_not_there(name):
    assert stop_of(family_name=name) == "shared"


@pytest.mark.parametrize(
    ("given", "family", "name", "email", "shared"),
    [
        ("Samira", "Amin", "", "samira.amin@nhs.example", False),
        ("Samira", "Amin", "", "", False),
        ("Amy", "Ward", "", "amy.ward@nhs.example", False),
        ("Amy", "Ward", "", "ward.amy@nhs.example", False),
        ("Robert", "Service", "", "robert.service@nhs.example", False),
        ("", "", "Samira Amin", "s@nhs.example", False),
        ("", "", "Ward 4", "", True),
        ("Ward", "4", "", "ward4@nhs.example", True),
        ("Reception", "Riverside", "", "", True),
        ("Nurses", "Station", "", "", True),
        ("Samira", "Amin", "", "ward4@nhs.example", True),
        ("Samira", "Amin", "", "WARD-4@nhs.example", True),
        ("Samira", "Amin", "", "reception.riverside@nhs.example", True),
        ("Samira", "Amin", "", "svc-portal@nhs.example", True),
        ("Samira", "Amin", "", "anything@shared.example", True),
        ("", "", "", "samira.amin@nhs.example", True),
        ("", "", "Samira", "", True),
        ("Samira", "", "", "", True),
    ],
)
def test_an_account_of_nobody_in_particular_is_shared(given, family, name, email, shared):
    assert is_shared(given, family, name, [email], CIS2.shared_accounts) is shared
    if shared:
        info = {"given_name": given, "family_name": family, "name": name, "email": email}
        assert stop_of(**info) == "shared"


def test_userinfo_of_somebody_else_is_refused():
    assert stop_of(sub="910002") == "not-finished"
    assert stop_of(sub=None) == "not-finished"
