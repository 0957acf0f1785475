"""Who took part: the member of staff as they were then, their organisation, the face they used, this region."""

from __future__ import annotations

from carerecord.audit.entry import Entry
from carerecord.audit.events.codes import (
    BALP_AGENT,
    PARTICIPATION,
    ROLE_CLASS,
    SECURITY_ROLE,
    coding,
    concept,
    dcm,
    identified,
    purposes,
    words,
)
from carerecord.audit.events.recorder import Recorder
from carerecord.audit.events.shapes import Shape
from carerecord.contract import Resource, Viewer

STAFF = "urn:carerecord:staff"
ROLE = "urn:carerecord:role"
ROLE_PROFILE = "https://fhir.nhs.uk/Id/sds-role-profile-id"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
FACE = "urn:carerecord:face"
SESSION = "urn:carerecord:session:"

_FACES = {
    "web": "Pages",
    "api": "FHIR interface",
    "neighbour": "Neighbouring regions",
    "command": "Command line",
    "launch": "Launch",
}


def agents(entry: Entry, shape: Shape, recorder: Recorder) -> list[Resource]:
    face = face_of(entry)
    people = (
        [_user(entry, entry.viewer, face), *_organisation(entry.viewer)] if entry.viewer else []
    )
    return [*people, *_systems(shape, face, recorder)]


def face_of(entry: Entry) -> str:
    """Where it was done; nothing is known of the device itself."""
    body = entry.body
    if "command" in body or body.get("face") == "command":
        return "command"
    if body.get("neighbour") or body.get("face") == "neighbour":
        return "neighbour"
    if body.get("face") == "api" or "fhir" in str(body.get("content_type", "")):
        return "api"
    return "launch" if entry.kind.startswith("launch") else "web"


def _user(entry: Entry, viewer: Viewer, face: str) -> Resource:
    types = [coding(PARTICIPATION, "IRCP", "information recipient")]
    user: Resource = {
        "type": concept(*types),
        "role": _roles(entry, viewer),
        "who": identified(STAFF, viewer.id),
        "name": words(viewer.name),
        "requestor": True,
        "purposeOfUse": purposes(entry.body.get("purpose")),
        "network": _network(entry),
    }
    if face == "api":
        types.append(coding(BALP_AGENT, "UserOauthAgent", "User OAuth Agent participant"))
        user["type"] = concept(*types)
        user["policy"] = [f"{SESSION}{viewer.session}"] if viewer.session else []
    return {name: value for name, value in user.items() if value not in ("", [], {})}


def _network(entry: Entry) -> Resource:
    """The address of the device, where a session began (AUD-2): type 2 is one of IP."""
    address = words(entry.body.get("address"))
    return {"address": address, "type": "2"} if address else {}


def _roles(entry: Entry, viewer: Viewer) -> list[Resource]:
    """The row of the role and class matrix, and the role profile at its issuer where it was kept."""
    roles = []
    if viewer.role:
        shown = {"text": name} if (name := words(viewer.role_name)) else {}
        roles.append({**concept(coding(ROLE, viewer.role)), **shown})
    standing = entry.body.get("as")
    if isinstance(standing, dict) and (profile := words(standing.get("role_id"))):
        roles.append(concept(coding(ROLE_PROFILE, profile)))
    return roles


def _organisation(viewer: Viewer | None) -> list[Resource]:
    if viewer is None or not viewer.organisation:
        return []
    named = {"display": name} if (name := words(viewer.organisation_name)) else {}
    return [
        {
            "type": concept(coding(ROLE_CLASS, "PROV", "healthcare provider")),
            "who": identified(ODS, viewer.organisation, **named),
            "requestor": False,
        }
    ]


def _systems(shape: Shape, face: str, recorder: Recorder) -> list[Resource]:
    """The face that asked and the server that answered, in the roles that each profile gives them."""
    client = identified(FACE, face, display=_FACES[face])
    if shape.profile == "AuthZconsent":
        authoriser = coding(SECURITY_ROLE, "authserver", "authorization server")
        return [
            _system(dcm("110150"), client, recorder.network),
            {"type": concept(authoriser), "who": recorder.who, "requestor": False},
        ]
    if shape.profile == "PatientRead":  # the data goes from the server to the client
        asked, answered = dcm("110152"), dcm("110153")
    elif shape.profile:  # the query goes from the client to the server
        asked, answered = dcm("110153"), dcm("110152")
    else:
        return [_system(dcm("110150"), recorder.who, recorder.network)]
    return [
        _system(asked, client, recorder.network),
        _system(answered, recorder.who, recorder.network),
    ]


def _system(kind: Resource, who: Resource, network: Resource) -> Resource:
    return {"type": concept(kind), "who": who, "requestor": False, "network": network}
