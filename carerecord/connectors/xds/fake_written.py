"""What a fake registry says, in XML and in parts. Pure."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from carerecord.connectors.fake_http import response
from carerecord.connectors.xds.registry import QUERY_SPACE, RIM
from carerecord.connectors.xds.soap import ADDRESSING, SOAP

BOUNDARY = "MIMEBoundary_7"
RS = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
STATUSES = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:"


def multipart(root: bytes, document: bytes) -> bytes:
    """One HTTP response: the envelope, and a document beside it."""
    kind = f'multipart/related; type="application/xop+xml"; boundary="{BOUNDARY}"; start="<root@1>"'
    heads = (
        b"Content-Type: application/xop+xml; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\nContent-ID: <root@1>",
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <document@1>",
    )
    mark = f"--{BOUNDARY}".encode()
    pieces = (
        mark + b"\r\n" + head + b"\r\n\r\n" + one
        for head, one in zip(heads, (root, document), strict=True)
    )
    return response(200, b"\r\n".join(pieces) + b"\r\n" + mark + b"--\r\n", kind)


def envelope_of(action: str, body: str) -> bytes:
    return (
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:a="{ADDRESSING}"><s:Header>'
        f"<a:Action>{escape(action)}Response</a:Action></s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def response_of(status: str, objects: str = "", errors: str = "") -> str:
    return (
        f'<AdhocQueryResponse xmlns="{QUERY_SPACE}" status="{STATUSES}{status}">'
        f'{errors_of(errors)}<RegistryObjectList xmlns="{RIM}">{objects}</RegistryObjectList>'
        "</AdhocQueryResponse>"
    )


def errors_of(errors: str) -> str:
    return f'<RegistryErrorList xmlns="{RS}">{errors}</RegistryErrorList>' if errors else ""


def error(code: str, severity: str = "Error") -> str:
    return (
        f'<RegistryError xmlns="{RS}" errorCode="{code}" codeContext="about 9990000042"'
        f' severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:{severity}"/>'
    )


def slot(name: str, value: str) -> str:
    return f'<Slot name="{name}"><ValueList><Value>{escape(value)}</Value></ValueList></Slot>'


def external(scheme: str, value: str) -> str:
    return f'<ExternalIdentifier identificationScheme="{scheme}" value={quoteattr(value)}/>'
