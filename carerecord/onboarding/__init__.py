"""Who may take part: organisations and their gates, agreements, training, suspensions, switches of sources.

Others may import what is named here, and nothing below it. The rules are in README.md.
"""

from carerecord.onboarding.contract import (
    Agreement,
    Change,
    Expiring,
    OnboardingRefused,
    Organisation,
    Party,
    Training,
)
from carerecord.onboarding.standing import Onboarding

__all__ = [
    "Agreement",
    "Change",
    "Expiring",
    "Onboarding",
    "OnboardingRefused",
    "Organisation",
    "Party",
    "Training",
]
