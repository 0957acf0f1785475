"""Whether something listens where a source should be, and proves who it is: before anybody is asked about."""

from __future__ import annotations

import asyncio
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from yarl import URL

from carerecord.connectors.addresses import address_of
from carerecord.connectors.reaching import Beside, reaching_of, tls_of
from carerecord.contract import SourceSettings


@dataclass(frozen=True, slots=True)
class Knocked:
    """What came of it. `refused` and `insecure` complete “{source}: …”; empty: it went well."""

    seconds: float = 0.0
    refused: str = ""
    insecure: str = ""
    tls: bool = False
    local: bool = False  # on this machine: nobody between
    until: datetime | None = None  # its certificate holds


async def knock(
    source: SourceSettings, beside: Beside, agreed: ssl.SSLContext | None = None
) -> Knocked:
    """`agreed`: with a neighbouring region. Raises `SettingsError` where its options name no address."""
    url = address_of(source, "url", str(source.options.get("url", "")))
    tls = agreed or tls_of(source, reaching_of(source), beside) or ssl.create_default_context()
    local = url.host in ("127.0.0.1", "::1", "localhost")
    started = time.monotonic()
    try:
        async with asyncio.timeout(source.within_seconds):
            until = await _connected(url, tls if url.scheme == "https" else None)
    except TimeoutError:
        return Knocked(time.monotonic() - started, refused="no answer in time")
    except ssl.SSLError as error:
        words = getattr(error, "verify_message", "") or "it does not speak TLS as we do"
        return Knocked(time.monotonic() - started, insecure=words, tls=True, local=local)
    except OSError as error:
        return Knocked(time.monotonic() - started, refused=_words_of(error))
    took = time.monotonic() - started
    return Knocked(took, tls=url.scheme == "https", local=local, until=until)


async def _connected(url: URL, tls: ssl.SSLContext | None) -> datetime | None:
    _, writer = await asyncio.open_connection(url.raw_host, url.port, ssl=tls)
    try:
        return _until(writer.get_extra_info("peercert"))
    finally:
        writer.close()


def _until(certificate: dict[str, Any] | None) -> datetime | None:
    if not certificate:
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)


def _words_of(error: OSError) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "refused the connection"
    return (error.strerror or "cannot be reached").lower()
