"""Code systems and identifiers by the OIDs that CDA names them with. One nobody knows here keeps its OID."""

from __future__ import annotations

_V3 = "http://terminology.hl7.org/CodeSystem/v3-"
NULL_FLAVOR = f"{_V3}NullFlavor"
CONFIDENTIALITY = f"{_V3}Confidentiality"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
LOINC = "http://loinc.org"

NHS_NUMBER_ROOT = "2.16.840.1.113883.2.1.4.1"
UNVERIFIED_ROOT = "2.16.840.1.113883.2.1.3.2.4.18.23"
"""An NHS number that its sender has not verified: never enough to file by, enough to contradict."""

_SYSTEMS = {
    "2.16.840.1.113883.6.96": SNOMED,
    "2.16.840.1.113883.2.1.3.2.4.15": SNOMED,  # the UK edition
    "2.16.840.1.113883.6.1": LOINC,
    "2.16.840.1.113883.6.8": UCUM,
    "2.16.840.1.113883.6.88": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "2.16.840.1.113883.2.1.6.15": "https://dmd.nhs.uk",
    "2.16.840.1.113883.2.1.6.2": "http://read.info/readv2",
    "2.16.840.1.113883.6.3": "http://hl7.org/fhir/sid/icd-10",
    "2.16.840.1.113883.6.90": "http://hl7.org/fhir/sid/icd-10-cm",
    "2.16.840.1.113883.6.103": "http://hl7.org/fhir/sid/icd-9-cm",
    "2.16.840.1.113883.6.104": "http://hl7.org/fhir/sid/icd-9-cm",
    "2.16.840.1.113883.6.4": "http://www.cms.gov/Medicare/Coding/ICD10",
    "2.16.840.1.113883.12.292": "http://hl7.org/fhir/sid/cvx",
    "2.16.840.1.113883.6.59": "http://hl7.org/fhir/sid/cvx",
    "2.16.840.1.113883.6.69": "http://hl7.org/fhir/sid/ndc",
    "2.16.840.1.113883.6.12": "http://www.ama-assn.org/go/cpt",
    "2.16.840.1.113883.6.101": "http://nucc.org/provider-taxonomy",
    "2.16.840.1.113883.5.25": CONFIDENTIALITY,
    "2.16.840.1.113883.1.11.16926": CONFIDENTIALITY,
    "2.16.840.1.113883.5.1": f"{_V3}AdministrativeGender",
    "2.16.840.1.113883.5.4": f"{_V3}ActCode",
    "2.16.840.1.113883.5.6": f"{_V3}ActClass",
    "2.16.840.1.113883.5.83": f"{_V3}ObservationInterpretation",
    "2.16.840.1.113883.5.111": f"{_V3}RoleCode",
    "2.16.840.1.113883.5.1008": NULL_FLAVOR,
}
_IDENTIFIERS = {
    NHS_NUMBER_ROOT: "https://fhir.nhs.uk/Id/nhs-number",
    "2.16.840.1.113883.2.1.3.2.4.19.1": "https://fhir.nhs.uk/Id/ods-organization-code",
    "2.16.840.1.113883.2.1.3.2.4.19.2": "https://fhir.nhs.uk/Id/ods-site-code",
    "1.2.826.0.1285.0.2.0.65": "https://fhir.nhs.uk/Id/sds-user-id",
}


def system_of(oid: str) -> str:
    """The address FHIR knows a code system by; "" where none was named."""
    return _SYSTEMS.get(oid) or (f"urn:oid:{oid}" if oid else "")


def identifier_system(root: str) -> str:
    return _IDENTIFIERS.get(root) or f"urn:oid:{root}"
