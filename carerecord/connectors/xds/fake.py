"""A registry with its repository, or a gateway, for tests: strict about action, ids and form. It can be told to fail.

It takes DocumentReferences of R4 and says them in ebRIM; a `Binary` of the same id is the document. `find_patient` answers XCPD.
"""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.fake_http import Request, response
from carerecord.connectors.fake_people import SOMEBODY_ELSE
from carerecord.connectors.fake_port import FakePort
from carerecord.connectors.xds import registry
from carerecord.connectors.xds.fake_written import (
    RS,
    STATUSES,
    envelope_of,
    error,
    errors_of,
    external,
    multipart,
    response_of,
    slot,
)
from carerecord.connectors.xds.patients import DISCOVER
from carerecord.connectors.xds.soap import SOAP
from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list
from carerecord.fhir.cda.systems import NHS_NUMBER_ROOT
from carerecord.fhir.xml import Element, NotXmlError, read_xml

Records = Callable[[str], Sequence[Resource] | None]
"""A person's number to everything held of them; None when unknown."""
PATH, DISCOVERY, RETRIEVAL = "/xds/query", "/xds/patients", "/xds/documents"
REPOSITORY = "1.2.3.4.5"
_SOAP = "application/soap+xml; charset=UTF-8"
_PATIENT = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"
_UNIQUE = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"


class _Fault(Exception):
    """A SOAP fault, by its subcode."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What it says in its own words instead of what `records` hold."""

    objects: str = ""  # ebRIM, in each answer to a query
    errors: str = ""  # RegistryError elements
    status: str = "Success"
    patients: str = ""  # XCPD subjects


@dataclass(frozen=True, slots=True)
class _Filed:
    document: Resource
    patient: str  # whose it says it is


class FakeXds(FakePort):
    """More documents than `page_size` are not sent with all they say, but by reference."""

    def __init__(
        self,
        records: Records,
        *,
        page_size: int = 100,
        gateway: bool = False,
        answers: Answers | None = None,
    ) -> None:
        super().__init__(PATH)
        self._records = records
        self._page_size = page_size
        self._gateway = gateway
        self._answers = answers or Answers()
        self._known: dict[str, _Filed] = {}  # by uuid: of everybody who was asked about
        self._binaries: dict[str, Resource] = {}

    @property
    def discovery_url(self) -> str:
        return self._server.address + DISCOVERY

    @property
    def retrieval_url(self) -> str:
        return self._server.address + RETRIEVAL

    def answer(self, request: Request, fault: Fault | None) -> bytes:
        try:
            action, body = _asked(request)
            return self._answered(request.path, action, body, fault)
        except _Fault as error:
            code = f"<s:Fault><s:Code><s:Value>s:{error}</s:Value></s:Code></s:Fault>"
            return response(500, envelope_of("", code), _SOAP)

    def _answered(self, path: str, action: str, body: Element, fault: Fault | None) -> bytes:
        query = registry.CROSS_QUERY if self._gateway else registry.STORED_QUERY
        retrieve = registry.CROSS_RETRIEVE if self._gateway else registry.RETRIEVE
        if (path, action) == (PATH, query):
            return response(200, envelope_of(action, self._queried(body, fault)), _SOAP)
        if (path, action) == (RETRIEVAL, retrieve):
            return self._retrieved(action, body)
        if (path, action) == (DISCOVERY, DISCOVER):
            return response(200, envelope_of(action, self._discovered(body)), _SOAP)
        raise _Fault("Sender ActionNotSupported")

    def _queried(self, body: Element, fault: Fault | None) -> str:
        asked = body.first("AdhocQueryRequest", "AdhocQuery")
        slots = {
            one.get("name"): [value.words for value in one.all("ValueList", "Value")]
            for one in asked.all("Slot")
        }
        returns = body.first("AdhocQueryRequest", "ResponseOption").get("returnType")
        if self._answers.objects or self._answers.errors:
            first = asked.get("id") == registry.FIND_DOCUMENTS
            given = self._answers
            return response_of(
                given.status, given.objects if first else "", given.errors if first else ""
            )
        if asked.get("id") == registry.FIND_DOCUMENTS:
            return self._found(_one(slots.get("$XDSDocumentEntryPatientId")), returns, fault)
        wanted = _many(slots.get("$XDSDocumentEntryEntryUUID") or slots.get("$uuid"))
        held = [one for own, one in self._known.items() if own in wanted]
        if asked.get("id") == registry.GET_DOCUMENTS:
            return response_of("Success", "".join(map(_object, held)))
        if asked.get("id") == registry.GET_ASSOCIATIONS:
            return response_of("Success", "".join(_associations(one.document) for one in held))
        raise _Fault("Sender UnknownStoredQuery")

    def _found(self, patient: str, returns: str, fault: Fault | None) -> str:
        number, _, authority = patient.partition("^^^&")
        found = self._records(number)
        if found is None:
            return response_of("Failure", errors=error("XDSUnknownPatientId"))
        other = SOMEBODY_ELSE[SOMEBODY_ELSE[0] == number]
        wrong = fault is not None and fault.kind == "wrong_person"
        whose = f"{other if wrong else number}^^^&{authority.partition('&')[0]}&ISO"
        documents = [
            _Filed(one, whose) for one in found if one["resourceType"] == "DocumentReference"
        ]
        self._known |= {_uuid(one.document): one for one in documents}
        self._binaries |= {
            str(one.get("id")): one for one in found if one["resourceType"] == "Binary"
        }
        if returns == "LeafClass" and len(documents) > self._page_size:
            return response_of("Failure", errors=error(registry.TOO_MANY))
        times = 2 if fault is not None and fault.kind == "duplicate" else 1
        if returns == "LeafClass":
            return response_of("Success", "".join(map(_object, documents * times)))
        named = (
            f'<ObjectRef xmlns="{registry.RIM}" id={quoteattr(_uuid(one.document))}/>'
            for one in documents
        )
        return response_of("Success", "".join(named))

    def _retrieved(self, action: str, body: Element) -> bytes:
        asked = body.first("RetrieveDocumentSetRequest", "DocumentRequest")
        repository, unique = (
            asked.first("RepositoryUniqueId").words,
            asked.first("DocumentUniqueId").words,
        )
        own = next(
            (
                str(one.document.get("id"))
                for one in self._known.values()
                if _unique(one.document) == unique
            ),
            "",
        )
        binary = self._binaries.get(own) if repository == REPOSITORY and own else None
        if binary is None:
            failed = f'<RegistryResponse xmlns="{RS}" status="{STATUSES}Failure">{errors_of(error("XDSDocumentUniqueIdError"))}</RegistryResponse>'
            return response(
                200,
                envelope_of(
                    action,
                    f'<RetrieveDocumentSetResponse xmlns="{registry.XDS}">{failed}</RetrieveDocumentSetResponse>',
                ),
                _SOAP,
            )
        said = (
            f'<RetrieveDocumentSetResponse xmlns="{registry.XDS}"><RegistryResponse xmlns="{RS}" status="{STATUSES}Success"/>'
            f"<DocumentResponse><RepositoryUniqueId>{repository}</RepositoryUniqueId>"
            f"<DocumentUniqueId>{escape(unique)}</DocumentUniqueId>"
            f"<mimeType>{escape(str(binary['contentType']))}</mimeType><Document>"
            '<i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="cid:document%401"/>'
            "</Document></DocumentResponse></RetrieveDocumentSetResponse>"
        )
        return multipart(envelope_of(action, said), base64.b64decode(str(binary["data"])))

    def _discovered(self, body: Element) -> str:
        asked = body.first("PRPA_IN201305UV02", "controlActProcess", "queryByParameter")
        named = asked.first("parameterList", "livingSubjectId", "value")
        if named.get("root") != NHS_NUMBER_ROOT or not asked.first("queryId").get("root"):
            raise _Fault("Sender InvalidQuery")
        subjects = self._answers.patients
        code = "OK" if subjects else "NF"
        return (
            '<PRPA_IN201306UV02 xmlns="urn:hl7-org:v3" ITSVersion="XML_1.0"><controlActProcess>'
            f'{subjects}<queryAck><queryResponseCode code="{code}"/></queryAck>'
            "</controlActProcess></PRPA_IN201306UV02>"
        )


def _asked(request: Request) -> tuple[str, Element]:
    """The action and the body of a request that keeps to the form."""
    try:
        uuid.UUID(request.header("X-Request-ID"))
        whole = read_xml(request.body)
    except (ValueError, NotXmlError):
        raise _Fault("Sender NotWellFormed") from None
    head = whole.first("Header")
    action = head.first("Action").words
    good = request.method == "POST" and whole.space == SOAP and whole.name == "Envelope"
    good = good and head.first("MessageID").words == f"urn:uuid:{request.header('X-Request-ID')}"
    good = good and head.first("To").words.endswith(request.path)
    good = good and request.header("Content-Type") == f'{_SOAP}; action="{action}"'
    if not good:
        raise _Fault("Sender InvalidAddressingHeader")
    return action, whole.first("Body")


def _object(filed: _Filed) -> str:
    document = filed.document
    attachment = as_dict(as_dict((as_list(document.get("content")) or [{}])[0]).get("attachment"))
    status = "Deprecated" if document.get("status") == "superseded" else "Approved"
    slots = slot("repositoryUniqueId", REPOSITORY) + slot("creationTime", _created(document))
    if "hash" in attachment:
        slots += slot("hash", base64.b64decode(attachment["hash"]).hex())
    ids = external(_PATIENT, filed.patient) + external(_UNIQUE, _unique(document))
    title = f"<Name><LocalizedString value={quoteattr(str(attachment.get('title', '')))}/></Name>"
    return (
        f'<ExtrinsicObject xmlns="{registry.RIM}" id={quoteattr(_uuid(document))}'
        f" mimeType={quoteattr(str(attachment.get('contentType', 'text/plain')))}"
        f' status="{registry.STATUS}{status}" objectType="{registry.STABLE}">'
        f"{slots}{title}{ids}</ExtrinsicObject>"
    )


def _created(document: Resource) -> str:
    """To the second, in UTC."""
    said = re.sub(r"\D", "", str(document.get("date", "")))[:14]
    return said or "20250102030405"


def _associations(document: Resource) -> str:
    made = ""
    for one in map(as_dict, as_list(document.get("relatesTo"))):
        kind = {"replaces": "RPLC", "appends": "APND", "transforms": "XFRM"}[str(one.get("code"))]
        target = str(as_dict(one.get("target")).get("reference")).removeprefix("DocumentReference/")
        made += (
            f'<Association xmlns="{registry.RIM}" associationType="urn:ihe:iti:2007:AssociationType:{kind}"'
            f" sourceObject={quoteattr(_uuid(document))} targetObject={quoteattr(f'urn:uuid:{target}')}/>"
        )
    return made


def _uuid(document: Resource) -> str:
    return f"urn:uuid:{document.get('id')}"


def _unique(document: Resource) -> str:
    return f"1.2.826.0.1^{document.get('id')}"


def _one(values: list[str] | None) -> str:
    return (values or [""])[0].strip("'")


def _many(values: list[str] | None) -> set[str]:
    return {one.strip("()").strip("'") for one in values or ()}
