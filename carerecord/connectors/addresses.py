"""The addresses that are asked: each as it was configured, or under it. What was checked is what is connected to. Pure.

A `URL` from here goes to the connection as it is: no second reader could take it for another host. Whatever readers of
addresses are known to differ on is refused (RFC 3986 3.2.2 against the URL Standard): escapes, spaces, back strokes and
letters beyond ASCII in the host, numbers that are an IPv4 address only to some, names and passwords.
"""

from __future__ import annotations

import ipaddress
import re

from yarl import URL

from carerecord.config import SettingsError
from carerecord.contract import SourceSettings

_PLAIN = re.compile(r"[!-\[\]-~]+")  # printable ASCII but the back stroke
_ADDRESS = re.compile(
    r"https?://(?P<host>\[[0-9A-Fa-f:.]+\]|[^/?#@:\[\]]+)(:[0-9]{1,5})?([/?#].*)?"
)
_LABEL = re.compile(r"(?!xn--)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)


def configured(text: str) -> URL:
    """The address as it stands in the configuration. Raises `ValueError` where it is none, or not plain."""
    found = _ADDRESS.fullmatch(text) if _PLAIN.fullmatch(text) else None
    if found is None or not _is_host(found["host"]):
        raise ValueError("must be a whole http:// or https:// address with a plain host")
    return URL(text)


def address_of(source: SourceSettings, name: str, text: str) -> URL:
    """The address that one of its options says. Raises `SettingsError`, naming the option."""
    try:
        return configured(text)
    except ValueError as error:
        raise SettingsError(f"source {source.id}: {name} {error}") from None


def within_origin(base: URL, link: str) -> URL | None:
    """The address a source points us to, when it is the source's own: same scheme, host and port."""
    if not _PLAIN.fullmatch(link) or link.startswith("///"):
        return None
    try:
        url = base.join(URL(link))
        return url if _reached(url) == _reached(base) else None
    except ValueError:
        return None


def _reached(url: URL) -> tuple[str | int | None, ...]:
    """Where it leads and as whom; a port that goes without saying is the same said."""
    return url.scheme, url.raw_host, url.port, url.raw_user, url.raw_password


def _is_host(host: str) -> bool:
    if host.startswith("["):
        return _is_ip(host[1:-1], ipaddress.IPv6Address)
    labels = host.removesuffix(".").split(".")
    if _NUMERIC.fullmatch(labels[-1]):
        return _is_ip(host, ipaddress.IPv4Address)
    return all(map(_LABEL.fullmatch, labels))


def _is_ip(host: str, kind: type[ipaddress.IPv4Address] | type[ipaddress.IPv6Address]) -> bool:
    try:
        kind(host)
    except ValueError:
        return False
    return True
