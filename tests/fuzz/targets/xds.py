"""An answer of a registry, a repository or a community: SOAP with its parts, turned into R4. Its first line is the content type."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from carerecord.connectors.contract import SourceError
from carerecord.connectors.http import Reply
from carerecord.connectors.xds.fake_written import envelope_of, error, multipart, response_of
from carerecord.connectors.xds.mtom import Parts, content_of
from carerecord.connectors.xds.patients import discovered_in
from carerecord.connectors.xds.registry import document_in, found_in
from carerecord.connectors.xds.soap import answer_in
from carerecord.connectors.xds.tests.test_xds_mtom import INCLUDE, KIND, written
from carerecord.connectors.xds.tests.test_xds_translate import WHOLE
from carerecord.connectors.xds.translate import translated
from carerecord.fhir import decode_resource
from carerecord.fhir.xml import Element
from fuzz import seeds
from fuzz.targets.fhir import QUERY

_PERSON = (
    "<PRPA_IN201306UV02><controlActProcess><subject><registrationEvent><custodian><assignedEntity>"
    '<id root="1.2.3"/></assignedEntity></custodian><subject1><patient><id root="1.2" extension="7"/>'
    '<id root="2.16.840.1.113883.2.1.4.1" extension="9990000042"/><patientPerson><name><given>Ada</given>'
    '<family>Hope</family></name><birthTime value="19481108"/><administrativeGenderCode code="F"/><addr>'
    "<city>Leeds</city></addr></patientPerson></patient></subject1></registrationEvent></subject><queryAck>"
    '<queryResponseCode code="OK"/></queryAck></controlActProcess></PRPA_IN201306UV02>'
)
_DOCUMENT = (
    "<RetrieveDocumentSetResponse><DocumentResponse><RepositoryUniqueId>1.2</RepositoryUniqueId>"
    f"<DocumentUniqueId>3</DocumentUniqueId>{INCLUDE.decode()}</DocumentResponse></RetrieveDocumentSetResponse>"
)
_SOAP = b"application/soap+xml\n"
_BODIES = (response_of("Success", WHOLE), response_of("Failure", errors=error("XDSTooManyResults")), _PERSON)  # fmt: skip
SEEDS = (
    *(_SOAP + envelope_of("a", body) for body in _BODIES),
    KIND.encode() + b"\n" + written(("", envelope_of("a", _DOCUMENT)), ("Content-ID: <a@1>", b"words")),
    KIND.encode() + b"\n" + multipart(envelope_of("a", _DOCUMENT), b"words"),
    *(_SOAP + one for one in seeds.files("ihe/xds-soap/*.xml")),
)  # fmt: skip


def tried(sent: bytes) -> None:
    kind, _, body = sent.partition(b"\n")
    with contextlib.suppress(SourceError):
        answer, parts = answer_in(Reply(200, body, content_type=kind.decode("latin-1")))
        reads: tuple[Callable[[Element, Parts], None], ...] = (_objects, _person, _document)
        for read in reads:
            with contextlib.suppress(SourceError):
                read(answer, parts)


def _objects(answer: Element, parts: Parts) -> None:
    found = found_in(answer)
    made = translated(found.documents, found.associations, "s")
    assert len(made) == len(found.documents)
    for item in made:
        assert decode_resource(item.raw)["resourceType"] == "DocumentReference"


def _person(answer: Element, parts: Parts) -> None:
    found = discovered_in(answer, QUERY, "s")
    assert decode_resource(found.item.raw)["resourceType"] == "Patient"


def _document(answer: Element, parts: Parts) -> None:
    content_of(document_in(answer, "1.2", "3").first("Document"), parts)
