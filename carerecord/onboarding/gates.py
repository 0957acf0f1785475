"""What an organisation must have shown before it goes live, and must keep (ORG-1). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from carerecord.onboarding.contract import DSPT, Organisation

ODS_CODE = re.compile(r"[A-Z0-9]{3,10}")


@dataclass(frozen=True, slots=True)
class Beside:
    """What the gates read that is not on the organisation's own row."""

    agreement: bool  # one it is a party to is in force
    trained: bool  # at least one of its staff is trained now
    has_source: bool  # a source of its own is configured


@dataclass(frozen=True, slots=True)
class Gate:
    name: str
    words: str  # completes "missing: …"
    passed: Callable[[Organisation, Beside], bool]


GATES = (
    Gate("ods-code", "an ODS code", lambda o, _: bool(ODS_CODE.fullmatch(o.code))),
    Gate("agreement", "a data sharing agreement in force", lambda _, beside: beside.agreement),
    Gate("dspt", "a toolkit status of “standards met” or better", lambda o, _: o.dspt in DSPT[2:]),
    Gate("dpia", "the reference of its impact assessment (DPIA)", lambda o, _: bool(o.dpia)),
    Gate("caldicott-guardian", "a Caldicott Guardian", lambda o, _: bool(o.caldicott_guardian)),
    Gate("privacy-officer", "a privacy officer", lambda o, _: bool(o.privacy_officers)),
    Gate("dpo", "a data protection officer", lambda o, _: bool(o.dpo)),
    Gate("clinical-safety", "the clinical safety sign-off", lambda o, _: bool(o.clinical_safety)),
    Gate("trained-staff", "a trained member of staff", lambda _, beside: beside.trained),
    Gate(
        "conformance",
        "the conformance pass of its source",
        lambda o, beside: bool(o.conformance) or not beside.has_source,
    ),
)


def missing(organisation: Organisation, beside: Beside) -> tuple[Gate, ...]:
    """Every gate it does not pass now, in the order of the rule."""
    return tuple(gate for gate in GATES if not gate.passed(organisation, beside))
