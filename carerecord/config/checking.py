"""What no single setting shows to be wrong: numbers out of range, an unsafe address, two blocks of one id."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from carerecord.config.of_pages import CARDS
from carerecord.config.settings import Settings, SettingsError


def check(settings: Settings, path: Path) -> None:
    """Raises `SettingsError`, naming the file and the setting."""
    if settings.region.demo and not settings.region.invented_people_only:
        raise SettingsError(f"{path}: region.demo needs region.invented_people_only = true")
    if not 0 <= settings.server.port <= 65535:
        raise SettingsError(f"{path}: server.port must be 0 to 65535, not {settings.server.port}")
    if settings.server.workers < 1:
        raise SettingsError(f"{path}: server.workers must be at least 1")
    if not 0 < settings.fanout.within_seconds <= 15:
        raise SettingsError(f"{path}: fanout.within_seconds must be more than 0 and at most 15")
    _check_numbers(settings, path)
    _check_times(settings, path)
    _check_proxies(settings, path)
    _check_cards(settings, path)
    _check_links(settings, path)
    _check_address(settings, path)
    if not _NODE.fullmatch(settings.audit.node):
        raise SettingsError(
            f"{path}: audit.node must be a to z, digits and dashes, such as “north-2”"
        )
    _check_feeds(settings, path)
    _check_witnesses(settings, path)
    for source in settings.source:
        if not source.sends_every_hours > 0:
            raise SettingsError(
                f"{path}: source {source.id}: sends_every_hours must be more than 0"
            )
    for kind in ("source", "provider", "launcher", "neighbour", "audit_feed"):
        _refuse_same_id(kind, getattr(settings, kind), path)


_NUMBERS = (
    ("access", "assurance", 2, 3),  # AUT-1: below level 2 nobody sees anything of a person
    ("fanout", "shell_seconds", 0, 15),
    ("fanout", "draw_seconds", 0, 15),
    ("fanout", "reuse_minutes", 0, 15),
    ("fanout", "ask_again_days", 1, 366),
    ("sessions", "idle_minutes", 1, 60),
    ("sessions", "warn_seconds", 0, 600),
    ("sessions", "locked_minutes", 1, 24 * 60),
    ("sessions", "hours", 1, 24),
    ("sessions", "check_minutes", 1, 60),
    ("sessions", "unchecked_minutes", 2, 240),
    ("ambulance_view", "hours", 1, 12),
    ("ambulance_view", "hidden_seconds", 10, 600),
    ("sign_in", "each_per_minute", 10, 1_000_000),
    ("sign_in", "all_per_minute", 10, 1_000_000),
    ("accounts", "invitation_hours", 1, 14 * 24),
    ("audit", "shown_days", 1, 40 * 366),
    ("audit", "spool_entries", 1, 1000),
    ("audit", "spool_bytes", 64 * 1024, 64 * 1024 * 1024),
    ("audit", "spool_minutes", 1, 240),
    ("person_reports", "reply_days", 1, 31),
    ("pds", "per_second", 0.1, 1000),
    ("pds", "within_seconds", 0.1, 15),
)
_NODE = re.compile(r"([a-z0-9][a-z0-9-]{0,31})?")
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")
_LINK = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?")
_MAIL = re.compile(r"mailto:[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+")
_FEED = re.compile(
    r"(https|http|syslog\+tls)://([^\s/@:\[\]]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?(/\S*)?"
)
_WITNESS = re.compile(r"(https?)://([A-Za-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?(/[!-~]*)?")
_LOCAL = re.compile(r"127\.0\.0\.1|\[::1\]|(.+\.)?localhost")


def _check_numbers(settings: Settings, path: Path) -> None:
    for block, name, least, most in _NUMBERS:
        said = getattr(getattr(settings, block), name)
        if not least <= said <= most:
            raise SettingsError(f"{path}: {block}.{name} must be {least} to {most}, not {said}")


def _check_times(settings: Settings, path: Path) -> None:
    if settings.sessions.unchecked_minutes <= settings.sessions.check_minutes:
        raise SettingsError(
            f"{path}: sessions.unchecked_minutes must be more than sessions.check_minutes"
        )


def _check_cards(settings: Settings, path: Path) -> None:
    for role, cards in settings.summary.order.items():
        for card in cards:
            if card not in CARDS:
                known = ", ".join(CARDS)
                raise SettingsError(
                    f"{path}: summary.order: {role}: no card is called “{card}”; known: {known}"
                )


def _check_proxies(settings: Settings, path: Path) -> None:
    for one in settings.server.proxies:
        try:
            ipaddress.ip_network(one)
        except ValueError:
            raise SettingsError(
                f"{path}: server.proxies: “{one}” is not an address or a network"
            ) from None


def _check_links(settings: Settings, path: Path) -> None:
    training, problem = settings.region.training_url, settings.region.problem_url
    if training and not _LINK.fullmatch(training):
        raise SettingsError(f"{path}: region.training_url must be an https address")
    if problem and not _LINK.fullmatch(problem) and not _MAIL.fullmatch(problem):
        raise SettingsError(f"{path}: region.problem_url must be an https or a mailto address")


def _check_address(settings: Settings, path: Path) -> None:
    """What cookies and tokens are made out to: one origin; without TLS invented people or this machine alone."""
    scheme = "https" if settings.server.https else "http"
    found = _ORIGIN.fullmatch(settings.url)
    if found is None or found["scheme"] != scheme:
        raise SettingsError(
            f"{path}: server.url must be {scheme}:// and a host, as server.https says, and no more"
        )
    if scheme == "http" and not settings.region.demo and not _LOCAL.fullmatch(found["host"]):
        raise SettingsError(f"{path}: server.https = false is for a demo, or this machine alone")


def _check_feeds(settings: Settings, path: Path) -> None:
    """Who looked at whom leaves over TLS, or stays on this machine."""
    for feed in settings.audit_feed:
        found = _FEED.fullmatch(feed.url)
        plain = found is not None and found[1] == "http" and not _LOCAL.fullmatch(found[2])
        if found is None or plain or (found[1] == "syslog+tls" and found[4]):
            raise SettingsError(
                f"{path}: audit_feed {feed.id}: url must be https:// and a FHIR base, or "
                "syslog+tls:// with a host and port"
            )


def _check_witnesses(settings: Settings, path: Path) -> None:
    names = [one.name for one in settings.witness]
    for one in settings.witness:
        found = _WITNESS.fullmatch(one.url)
        if found is None or (found[1] == "http" and not _LOCAL.fullmatch(found[2])):
            raise SettingsError(f"{path}: witness {one.name}: url must be an https address")
        if not one.name or names.count(one.name) > 1:
            raise SettingsError(f"{path}: each witness has a name of its own, not “{one.name}”")


def _refuse_same_id(kind: str, blocks: Sequence[Any], path: Path) -> None:
    seen: set[str] = set()
    for block in blocks:
        if block.id in seen:
            raise SettingsError(f"{path}: two {kind}s have the id “{block.id}”")
        seen.add(block.id)
