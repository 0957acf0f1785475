"""What the IHE BALP 1.1 profiles require, written down by hand from the guide, each with its clause.

No npm or Python package holds the profiles themselves, so this table is ours; it is read from the guide and
not from our mapping. Base FHIR R4 is checked by `fhir_validators`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Resource = dict[str, Any]
PROFILES = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit."
DCM = "http://dicom.nema.org/resources/ontology/DCM"
REST = "http://hl7.org/fhir/restful-interaction"
ENTITY = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
AUTHZ = "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType"
BALP_ENTITY = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType"
IRCP = ("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP")
PROV = ("http://terminology.hl7.org/CodeSystem/v3-RoleClass", "PROV")
AUTHSERVER = ("http://terminology.hl7.org/CodeSystem/extra-security-role-type", "authserver")
EVENT = "http://terminology.hl7.org/CodeSystem/audit-event-type"


@dataclass(frozen=True)
class Slice:
    """Agents or entities of one type: how many, what each has, and what none has."""

    name: str
    type: tuple[str, str]
    least: int
    most: int
    needs: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    requestor: bool | None = None
    roles: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Profile:
    clause: str
    type: tuple[str, str]
    subtypes: frozenset[tuple[str, str]]
    only_these_subtypes: bool
    action: str
    outcomes: frozenset[str]
    agents: tuple[Slice, ...]
    entities: tuple[Slice, ...]
    closed_entities: bool = False
    authoriser_is_source: bool = False


USER = Slice("user", IRCP, 0, 1, ("who",), ("media", "network"), requestor=True)
ONE_USER = Slice(
    "user", IRCP, 1, 1, ("who",), ("altId", "location", "media", "network"), requestor=True
)
PATIENT = Slice("patient", (ENTITY, "1"), 1, 1, ("what",), roles=frozenset({(ROLE, "1")}))
TRANSACTION = Slice("transaction", (BALP_ENTITY, "XrequestId"), 0, 1, ("what.identifier.value",))
QUERY = Slice(
    "query", (ENTITY, "2"), 1, 1, ("query",), ("what", "lifecycle", "detail"),
    roles=frozenset({(ROLE, "24")}),
)  # fmt: skip
DATA = Slice(
    "data", (ENTITY, "2"), 1, 1, ("what",),
    roles=frozenset({(ROLE, "4"), (ROLE, "3"), (ROLE, "20")}),
)  # fmt: skip


def _systems(client: str, server: str) -> tuple[Slice, ...]:
    needs, never = ("who", "network"), ("media",)
    return (
        Slice("client", (DCM, client), 1, 1, needs, never),
        Slice("server", (DCM, server), 1, 1, needs, never),
        USER,
    )


_SEARCHES = frozenset({(REST, "search"), (REST, "search-type"), (REST, "search-system")})
_DONE = frozenset({"0"})
_BARE = ("role", "altId", "name", "location", "media")

BALP = {
    "PatientRead": Profile(
        "3:5.7.3.2", (EVENT, "rest"), frozenset({(REST, "read"), (REST, "vread")}), False, "R", _DONE,
        _systems(client="110152", server="110153"), (PATIENT, TRANSACTION, DATA),
    ),
    "Query": Profile(
        "3:5.7.3.5", (EVENT, "rest"), _SEARCHES, False, "E", _DONE,
        _systems(client="110153", server="110152"), (TRANSACTION, QUERY),
    ),
    "PatientQuery": Profile(
        "3:5.7.3.5", (EVENT, "rest"), _SEARCHES, False, "E", _DONE,
        _systems(client="110153", server="110152"), (PATIENT, TRANSACTION, QUERY),
    ),
    "AuthZconsent": Profile(
        "3:5.7.6", (DCM, "110113"), frozenset({(AUTHZ, "AuthZ-Consent"), (AUTHZ, "AuthZ-Role")}),
        True, "E", frozenset({"0", "4", "8", "12"}),
        (
            Slice("client", (DCM, "110150"), 1, 1, ("who", "network"), (*_BARE, "purposeOfUse")),
            ONE_USER,
            Slice("userorg", PROV, 1, 1, ("who",), (*_BARE, "policy", "network"), requestor=False),
            Slice(
                "authorizer", AUTHSERVER, 1, 1, ("who",),
                (*_BARE, "policy", "network", "purposeOfUse"), requestor=False,
            ),
        ),
        (
            PATIENT,
            Slice("consent", ("http://hl7.org/fhir/resource-types", "Consent"), 1, 99, ("what",)),
        ),
        closed_entities=True, authoriser_is_source=True,
    ),
}  # fmt: skip


def faults(event: Resource) -> list[str]:
    """What of the profiles that an event claims it does not keep to."""
    claimed = [one.removeprefix(PROFILES) for one in event.get("meta", {}).get("profile", [])]
    return [f"{name}: {fault}" for name in claimed for fault in _faults(event, BALP[name])]


def _faults(event: Resource, profile: Profile) -> list[str]:
    found = _header(event, profile)
    for part, slices in (("agent", profile.agents), ("entity", profile.entities)):
        for one in slices:
            found += [f"{part}[{one.name}]: {fault}" for fault in _slice(event.get(part, []), one)]
    if profile.closed_entities:
        types = {one.type for one in profile.entities}
        found += [
            "an entity of another type"
            for one in event["entity"]
            if not any(_typed(one, kind) for kind in types)
        ]
    if profile.authoriser_is_source:
        who = [one["who"] for one in event["agent"] if _typed(one, AUTHSERVER)]
        found += [] if who == [event["source"]["observer"]] else ["val-audit-source"]
    return found


def _header(event: Resource, profile: Profile) -> list[str]:
    subtypes = {(one["system"], one["code"]) for one in event.get("subtype", [])}
    others = profile.only_these_subtypes and subtypes - profile.subtypes
    checks = {
        "type": _code(event["type"]) == profile.type,
        "subtype": bool(subtypes & profile.subtypes) and not others,
        "action": event.get("action") == profile.action,
        "outcome": event.get("outcome") in profile.outcomes,
        "recorded": bool(event.get("recorded")),
        "agents": len(event["agent"]) >= 2,
    }
    return [name for name, kept in checks.items() if not kept]


def _slice(there: list[Resource], wanted: Slice) -> list[str]:
    found = [one for one in there if _typed(one, wanted.type)]
    faults = [] if wanted.least <= len(found) <= wanted.most else [f"{len(found)} of them"]
    for one in found:
        faults += [f"no {path}" for path in wanted.needs if not _at(one, path)]
        faults += [f"has {path}" for path in wanted.never if _at(one, path)]
        if wanted.requestor is not None and one.get("requestor") is not wanted.requestor:
            faults.append("requestor")
        if wanted.roles and _code(one.get("role", {})) not in wanted.roles:
            faults.append("role")
        if wanted.name == "patient" and not str(_at(one, "what.reference")).startswith("Patient/"):
            faults.append("not a Patient")
    return faults


def _at(one: Any, path: str) -> Any:
    for name in path.split("."):
        one = one.get(name) if isinstance(one, dict) else None
    return one


def _typed(one: Resource, kind: tuple[str, str]) -> bool:
    """The type of an agent is a CodeableConcept, that of an entity a Coding."""
    return any(_code(coding) == kind for coding in one["type"].get("coding", [one["type"]]))


def _code(coding: Resource) -> tuple[str, str]:
    return coding.get("system", ""), coding.get("code", "")
