"""Loopback ports: whether one is free, and one that is."""

from __future__ import annotations

import errno
import socket

from carerecord.config import SettingsError

LOOPBACK = "127.0.0.1"


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
    """That one, if nothing listens there; else another."""
    try:
        bound = listen(LOOPBACK, wished)
    except OSError:
        bound = listen(LOOPBACK, 0)
    with bound:
        return port_of(bound)


def port_of(bound: socket.socket) -> int:
    return int(bound.getsockname()[1])
