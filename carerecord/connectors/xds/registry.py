"""What is asked of a registry or gateway, and what its answers say beside documents (ITI-18, 38, 39, 43). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from carerecord.connectors.contract import (
    DocumentNotFound,
    PersonNotFound,
    PersonWithheld,
    SourceError,
    SourceFault,
    SourceRefused,
    SourceUnreadable,
)
from carerecord.fhir.xml import Element

STORED_QUERY = "urn:ihe:iti:2007:RegistryStoredQuery"
CROSS_QUERY = "urn:ihe:iti:2007:CrossGatewayQuery"
RETRIEVE = "urn:ihe:iti:2007:RetrieveDocumentSet"
CROSS_RETRIEVE = "urn:ihe:iti:2007:CrossGatewayRetrieve"

FIND_DOCUMENTS = "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d"
GET_DOCUMENTS = "urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4"
GET_ASSOCIATIONS = "urn:uuid:a7ae438b-4bc2-4642-93e9-be891f7bb155"
STABLE = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1"
ON_DEMAND = "urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248"

QUERY_SPACE = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
RIM = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
XDS = "urn:ihe:iti:xds-b:2007"
STATUS = "urn:oasis:names:tc:ebxml-regrep:StatusType:"
SUCCESS = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"

MOST_AT_ONCE = 100  # ids in one question
TOO_MANY = "XDSTooManyResults"
PARTIAL = "answered only in part"
_SAID: Mapping[str, type[SourceError]] = {
    "XDSUnknownPatientId": PersonNotFound,
    "XDSDocumentUniqueIdError": DocumentNotFound,
    "DocumentQueued": DocumentNotFound,
}
_IN_PART = {
    "XDSUnavailableCommunity": "a community it asks did not answer",
    "XDSResultNotSinglePatient": "what it found is about more people than one",
    "XDSRepositoryError": "one of its repositories did not answer",
    "XDSRegistryBusy": "it was too busy to answer all of it",
}


@dataclass(frozen=True, slots=True)
class Found:
    """The objects of one answer, and why it is not all there is."""

    documents: tuple[Element, ...] = ()
    associations: tuple[Element, ...] = ()
    references: tuple[str, ...] = ()  # entryUUIDs that came without what they name
    incomplete: str = ""
    too_many: bool = False


def find_documents(patient: str, returns: str) -> str:
    """Every document of one person, whatever its status. `patient` as CX: `number^^^&root&ISO`."""
    statuses = (f"{STATUS}Approved", f"{STATUS}Deprecated")
    return _query(
        FIND_DOCUMENTS,
        {
            "$XDSDocumentEntryPatientId": _quoted(patient),
            "$XDSDocumentEntryStatus": _listed(statuses),
            "$XDSDocumentEntryType": _listed((STABLE, ON_DEMAND)),
        },
        returns,
    )


def get_documents(ids: Iterable[str], home: str) -> str:
    return _query(GET_DOCUMENTS, {"$XDSDocumentEntryEntryUUID": _listed(ids)}, "LeafClass", home)


def get_associations(ids: Iterable[str], home: str) -> str:
    return _query(GET_ASSOCIATIONS, {"$uuid": _listed(ids)}, "LeafClass", home)


def retrieve_document(home: str, repository: str, unique: str) -> str:
    community = f"<HomeCommunityId>{escape(home)}</HomeCommunityId>" if home else ""
    return (
        f'<RetrieveDocumentSetRequest xmlns="{XDS}"><DocumentRequest>{community}'
        f"<RepositoryUniqueId>{escape(repository)}</RepositoryUniqueId>"
        f"<DocumentUniqueId>{escape(unique)}</DocumentUniqueId>"
        "</DocumentRequest></RetrieveDocumentSetRequest>"
    )


def found_in(body: Element) -> Found:
    """Raises a `SourceError` where the answer is a failure."""
    response = body.first("AdhocQueryResponse")
    if not response:
        raise SourceUnreadable
    incomplete, codes = _errors(response)
    objects = response.first("RegistryObjectList").children
    if not objects and TOO_MANY in codes:
        return Found(too_many=True)
    return Found(
        tuple(one for one in objects if one.name == "ExtrinsicObject"),
        tuple(one for one in objects if one.name == "Association"),
        tuple(one.get("id") for one in objects if one.name == "ObjectRef" and one.get("id")),
        incomplete,
    )


def document_in(body: Element, repository: str, unique: str) -> Element:
    """The one that was asked for, never another. Raises a `SourceError`."""
    response = body.first("RetrieveDocumentSetResponse")
    if not response:
        raise SourceUnreadable
    for one in response.all("DocumentResponse"):
        named = (one.first("RepositoryUniqueId").words, one.first("DocumentUniqueId").words)
        if named == (repository, unique):
            return one
    _errors(response.first("RegistryResponse"))
    raise DocumentNotFound


def _errors(response: Element) -> tuple[str, Sequence[str]]:
    """Why the answer is short, and the codes of it. Raises where it is nothing but an error."""
    errors = response.all("RegistryErrorList", "RegistryError")
    codes = [one.get("errorCode").rpartition(":")[2] for one in errors]
    status = response.get("status").rpartition(":")[2]
    if status == "Failure" and TOO_MANY not in codes:
        raise _failure(codes)
    if status not in ("Success", "PartialSuccess", "Failure"):
        raise SourceUnreadable
    grave = [
        code
        for code, one in zip(codes, errors, strict=True)
        if not one.get("severity").endswith("Warning")
    ]
    if status == "Success" and not grave:
        return "", codes
    reasons = dict.fromkeys(_IN_PART[code] for code in codes if code in _IN_PART)
    return f"{PARTIAL}: {', '.join(reasons)}" if reasons else PARTIAL, codes


def _failure(codes: Sequence[str]) -> SourceError:
    """By what is known of a code; where it says more than one thing, an error and never “nobody”."""
    kinds = {_SAID.get(code) for code in codes}
    if len(kinds) == 1 and (kind := kinds.pop()):
        return kind()
    if any("Authoriz" in code or "Security" in code for code in codes):
        return SourceRefused("refused us")
    if any("Consent" in code for code in codes):
        return PersonWithheld()
    words = next((_IN_PART[code] for code in codes if code in _IN_PART), "")
    return SourceFault(f"answered with an error: {words}" if words else "")


def _query(own: str, slots: Mapping[str, Sequence[str] | str], returns: str, home: str = "") -> str:
    community = f" home={quoteattr(home)}" if home else ""
    return (
        f'<q:AdhocQueryRequest xmlns:q="{QUERY_SPACE}" xmlns="{RIM}">'
        f'<q:ResponseOption returnType="{returns}" returnComposedObjects="true"/>'
        f'<AdhocQuery id="{own}"{community}>{"".join(map(_slot, slots, slots.values()))}'
        "</AdhocQuery></q:AdhocQueryRequest>"
    )


def _slot(name: str, values: Sequence[str] | str) -> str:
    each = [values] if isinstance(values, str) else values
    inside = "".join(f"<Value>{escape(one)}</Value>" for one in each)
    return f"<Slot name={quoteattr(name)}><ValueList>{inside}</ValueList></Slot>"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _listed(values: Iterable[str]) -> list[str]:
    return [f"({_quoted(one)})" for one in values]
