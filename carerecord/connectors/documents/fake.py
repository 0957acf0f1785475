"""An organisation's document sender, as far as we see it: it posts one document after another and reads the answer."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

import aiohttp

_ANSWER_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: bytes


class Sender:
    """One connection, kept open."""

    def __init__(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> None:
        self._base = f"{'https' if tls else 'http'}://{host}:{port}"
        self._tls = tls

    async def __aenter__(self) -> Sender:
        within = aiohttp.ClientTimeout(total=_ANSWER_SECONDS)
        self._http = aiohttp.ClientSession(timeout=within)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    async def post(self, path: str, body: bytes, content_type: str = "application/xml") -> Answer:
        headers = {"Content-Type": content_type}
        tls = self._tls if self._tls is not None else True
        async with self._http.post(
            self._base + path, data=body, headers=headers, ssl=tls
        ) as answered:
            return Answer(answered.status, answered.content_type, await answered.read())


def in_envelope(
    document: bytes, *, soap: bool = True, acknowledge: bool = False, tracking: str = "T-1"
) -> bytes:
    """A CDA document as ITK carries it."""
    service = "urn:nhs-itk:services:201005:SendCDADocument-v2-0"
    asked = (
        '<itk:spec key="urn:nhs-itk:ns:201005:infackrequested" value="true"/>'
        if acknowledge
        else ""
    )
    inner = (
        f'<itk:DistributionEnvelope xmlns:itk="urn:nhs-itk:ns:201005"><itk:header service="{service}" '
        f'trackingid="{tracking}"><itk:handlingSpecification>{asked}</itk:handlingSpecification></itk:header>'
        f'<itk:payloads count="1"><itk:payload id="p">{document.decode()}</itk:payload></itk:payloads>'
        "</itk:DistributionEnvelope>"
    )
    if not soap:
        return inner.encode()
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:MessageID>M-1</a:MessageID></s:Header>'
        f"<s:Body>{inner}</s:Body></s:Envelope>"
    ).encode()
