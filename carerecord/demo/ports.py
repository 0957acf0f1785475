"""Loopback ports: whether one is free, and one that is."""

from __future__ import annotations

import errno
import random
import socket
from pathlib import Path

from carerecord.config import SettingsError

LOOPBACK = "127.0.0.1"
LENT = Path("/proc/sys/net/ipv4/ip_local_port_range")  # lent to connections, first and last
LOWEST = 10_000  # those beneath are known for something
TRIES = 20


def require_free(host: str, port: int) -> None:
    """Raises `SettingsError` in one line when something already listens there."""
    try:
        listen(host, port).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(
                f"port {port} on {host} is in use. Stop what listens there, or choose another."
            ) from None
        raise SettingsError(f"cannot listen on {host}:{port}: {error.strerror}") from None


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Port 0 takes any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen()
    except OSError:
        bound.close()
        raise
    return bound


def free_port(wished: int = 0) -> int:
    """That one, if nothing listens there; else another.

    None that the system lends: a connection may be given such a one before anybody listens there.
    """
    for port in (*((wished,) if wished else ()), *_never_lent(), 0):
        try:
            bound = listen(LOOPBACK, port)
        except OSError:
            continue
        with bound:
            return port_of(bound)
    raise SettingsError(f"no port of {LOOPBACK} is left to listen on.")


def _never_lent() -> list[int]:
    """Some, in no order: two who choose at once should not choose the same. None where all are lent."""
    try:
        lowest_lent = int(LENT.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return []
    beneath = range(LOWEST, lowest_lent)
    return random.sample(beneath, min(TRIES, len(beneath)))


def port_of(bound: socket.socket) -> int:
    return int(bound.getsockname()[1])
