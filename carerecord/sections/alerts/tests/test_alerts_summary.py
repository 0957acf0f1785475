"""Which flags a role at level summary, such as a receptionist, may see."""

import pytest

from carerecord.sections.alerts import SECTION


@pytest.mark.parametrize(
    ("category", "code", "status", "seen"),
    [
        pytest.param("Reasonable adjustment", "Hearing", "active", True, id="by-category"),
        pytest.param("", "Reasonable adjustments: memory", "active", True, id="by-code"),
        pytest.param("Reasonable adjustment", "Hearing", "inactive", False, id="no-longer"),
        pytest.param("Resuscitation", "Do not attempt CPR", "active", False, id="resuscitation"),
        pytest.param("Safeguarding", "Adult at risk", "active", False, id="safeguarding"),
    ],
)
def test_summary(category: str, code: str, status: str, seen: bool):
    flag = {
        "resourceType": "Flag",
        "status": status,
        "category": [{"text": category}],
        "code": {"text": code},
    }
    assert SECTION.summary(flag) is seen
