"""ITK distribution envelopes, in SOAP or alone, and how they are answered (ITK 2.2, acknowledgement framework)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from carerecord.connectors.documents.outcome import Outcome
from carerecord.fhir.xml import Element, NotXmlError, read_xml

_ITK = "urn:nhs-itk:ns:201005"
_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_WSA = "http://www.w3.org/2005/08/addressing"
_ASKED = f"{_ITK}:infackrequested"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What of it an answer repeats."""

    tracking: str = ""
    service: str = ""
    message: str = ""  # of SOAP
    soap: bool = False
    asks: bool = False  # for an infrastructure acknowledgement


def envelope_in(raw: bytes) -> Envelope:
    """As much as can be read of it: what is wrong further on is still answered."""
    try:
        root = read_xml(raw)
    except NotXmlError:
        return Envelope(soap=b"/soap/envelope/" in raw)
    head = next((one for one in root.inside() if one.name == "DistributionEnvelope"), root).first(
        "header"
    )
    return Envelope(
        tracking=head.get("trackingid"),
        service=head.get("service"),
        message=root.first("Header", "MessageID").words,
        soap=root.name == "Envelope",
        asks=any(map(_asks, head.all("handlingSpecification", "spec"))),
    )


def _asks(spec: Element) -> bool:
    return spec.get("key") == _ASKED and spec.get("value").lower() == "true"


def answer(to: Envelope, outcome: Outcome, organisation: str, now: datetime, own_id: str) -> bytes:
    """That it is safe, as it was asked to be said; or why it is not. `outcome` names nobody."""
    if outcome.is_safe:
        said = _acknowledged(to, outcome, organisation, now) if to.asks else _simple()
    elif to.soap:
        said = _fault(outcome, own_id)
    else:
        said = _acknowledged(to, outcome, organisation, now)
    return (_in_soap(to, said, own_id) if to.soap else said).encode()


def _simple() -> str:
    return f'<itk:SimpleMessageResponse xmlns:itk="{_ITK}">OK</itk:SimpleMessageResponse>'


def _acknowledged(to: Envelope, outcome: Outcome, organisation: str, now: datetime) -> str:
    result = ("Warning" if outcome.why else "OK") if outcome.is_safe else "Failure"
    errors = f"<itk:errors>{_error(outcome)}</itk:errors>" if outcome.why else "<itk:errors/>"
    return (
        f'<itk:InfrastructureResponse xmlns:itk="{_ITK}" result="{result}" '
        f'timestamp="{now:%Y-%m-%dT%H:%M:%SZ}" serviceRef={quoteattr(to.service)} '
        f"trackingIdRef={quoteattr(to.tracking)}><itk:reportingIdentity>"
        f"<itk:id uri={quoteattr(f'urn:nhs-uk:identity:ods:{organisation}')}/></itk:reportingIdentity>"
        f"{errors}</itk:InfrastructureResponse>"
    )


def _error(outcome: Outcome, own_id: str = "") -> str:
    own = f"<itk:ErrorID>{own_id}</itk:ErrorID>" if own_id else ""
    return (
        f"<itk:errorInfo>{own}<itk:ErrorCode>{outcome.state}</itk:ErrorCode>"
        f"<itk:ErrorText>{escape(outcome.words)}</itk:ErrorText></itk:errorInfo>"
    )


def _fault(outcome: Outcome, own_id: str) -> str:
    """Whose fault it is tells the sender whether to send it again."""
    whose = "Client" if outcome.state != "not-kept" else "Server"
    detail = _error(outcome, own_id).replace("errorInfo", "ToolkitErrorInfo")
    return (
        f"<soap:Fault><faultcode>soap:{whose}</faultcode><faultstring>{escape(outcome.words)}</faultstring>"
        f'<detail xmlns:itk="{_ITK}">{detail}</detail></soap:Fault>'
    )


def _in_soap(to: Envelope, body: str, own_id: str) -> str:
    relates = f"<wsa:RelatesTo>{to.message}</wsa:RelatesTo>" if _is_plain(to.message) else ""
    return (
        f'<soap:Envelope xmlns:soap="{_SOAP}" xmlns:wsa="{_WSA}"><soap:Header>'
        f"<wsa:MessageID>{own_id}</wsa:MessageID>{relates}</soap:Header>"
        f"<soap:Body>{body}</soap:Body></soap:Envelope>"
    )


def _is_plain(text: str) -> bool:
    """An id as ids are written; nothing else of what was sent goes back as markup."""
    return bool(text) and all(one.isalnum() or one in "-:._" for one in text)
