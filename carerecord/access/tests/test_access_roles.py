"""The role and class matrix of governance 3.4, read from its file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from carerecord.access import policies
from carerecord.access.roles import LISTS, ROLES, RolesUnusable, matrix, read
from carerecord.sections import SECTIONS


def test_every_section_has_a_level_for_every_role() -> None:
    names = {section.name for section in SECTIONS}
    for role in ROLES:
        assert names == set(matrix().of(role)), role


def test_the_rules_and_the_matrix_know_the_same_roles() -> None:
    schema = (Path(policies.__file__).parent / "schema.cedarschema").read_text("utf-8")
    listed = re.search(r"entity Role enum \[(.*?)\];", schema, re.DOTALL)
    assert listed
    assert tuple(re.findall(r'"([^"]+)"', listed[1])) == ROLES


@pytest.mark.parametrize(
    ("role", "section", "level"),
    [
        ("doctor", "mental_health", "full"),
        ("nurse", "results", "full"),
        ("nurse", "mental_health", "none"),
        ("paramedic", "results", "summary"),
        ("paramedic", "mental_health", "summary"),
        ("pharmacist", "medicines", "full"),
        ("pharmacist", "problems", "summary"),
        ("pharmacist", "social_care", "none"),
        ("social-worker", "medicines", "summary"),
        ("social-worker", "immunisations", "none"),
        ("care-home-nurse", "discharge_summaries", "full"),
        ("care-home-manager", "results", "none"),
        ("care-home-manager", "letters", "none"),
        ("care-home-manager", "care_plans", "full"),
        ("receptionist", "demographics", "full"),
        ("receptionist", "appointments", "summary"),
        ("receptionist", "allergies", "none"),
        ("student", "social_care", "summary"),
        ("student", "mental_health", "none"),
        ("privacy-officer", "demographics", "summary"),
    ],
)
def test_levels(role: str, section: str, level: str) -> None:
    assert matrix().of(role)[section] == level


def test_a_privacy_officer_sees_no_clinical_content() -> None:
    levels = matrix().of("privacy-officer")
    assert {name for name, level in levels.items() if level != "none"} == {
        "demographics",
        "gp_practice",
        "contacts",
    }


def test_a_role_nobody_listed_sees_nothing() -> None:
    assert matrix().of("wizard") == {}


HEAD = 'version = "1"\n' + "".join(f"{name} = []\n" for name in LISTS)


def test_without_a_registration_no_section_is_seen_in_full() -> None:
    for role in ROLES:
        full, summaries = matrix().of(role), matrix().summaries_of(role)
        assert full.keys() == summaries.keys() == matrix().sections
        assert {"full", "summary"} >= {full[n] for n in full if summaries[n] == "summary"}
        assert [n for n in full if full[n] == "none"] == [n for n in full if summaries[n] == "none"]
        assert "full" not in summaries.values()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("nonsense", "roles.toml"),
        ('version = "1"\n[class.a]\n', "may_declare_emergency"),
        *[
            (HEAD.replace(f"{n} = []", f'{n} = ["wizard"]') + "[class.a]\n", "wizard")
            for n in LISTS
        ],
        *[(HEAD.replace(f"{n} = []", "") + "[class.a]\n", n) for n in LISTS],
        (f'{HEAD}[class.a]\nsections = ["x"]\nwizard = "full"\n', "wizard"),
        (f'{HEAD}[class.a]\nsections = ["x"]\ndoctor = "half"\n', "half"),
        (f'{HEAD}[class.a]\nsections = ["x"]\n[class.b]\nsections = ["x"]\n', "two classes"),
    ],
)
def test_a_wrong_matrix_stops_the_start(text: str, named: str) -> None:
    with pytest.raises(RolesUnusable, match=named):
        read(text)
