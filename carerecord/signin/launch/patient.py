"""The NHS number and birth date of the person an EHR launched for, from its own FHIR Patient."""

from __future__ import annotations

from carerecord.config import Launcher
from carerecord.contract import Resource
from carerecord.fhir.identifiers import nhs_numbers
from carerecord.fhir.reading import as_dict, as_list, first_text
from carerecord.signin.launch.contract import LaunchRefused

VERIFIED = "01"  # number present and verified
_STATUS = (
    "NHSNumberVerificationStatus"  # in the extension's address, of UK Core and of Care Connect
)


def number_and_birth_date(
    patient: Resource, patient_id: str, launcher: Launcher
) -> tuple[str, str]:
    """Of this very Patient. Raises `LaunchRefused` unless there is exactly one number to rely on.

    A number whose status is said and is not 01 is never relied on; one that says no status only where
    that was agreed with the launcher (`verified_numbers = false`).
    """
    about = patient.get("resourceType") == "Patient" and patient.get("id") == patient_id
    birth_date = first_text(patient.get("birthDate"))
    numbers = nhs_numbers(patient)
    statuses = {
        _status(one)
        for one in as_list(patient.get("identifier"))
        if nhs_numbers({"identifier": [one]})
    }
    wanted = {VERIFIED} if launcher.verified_numbers else {VERIFIED, ""}
    if not about or not birth_date or len(numbers) != 1 or not statuses <= wanted:
        raise LaunchRefused("number", launcher.id)
    return numbers[0], birth_date


def _status(identifier: object) -> str:
    for one in as_list(as_dict(identifier).get("extension")):
        extension = as_dict(one)
        if _STATUS in first_text(extension.get("url")):
            for coding in as_list(as_dict(extension.get("valueCodeableConcept")).get("coding")):
                return first_text(as_dict(coding).get("code"))
    return ""
