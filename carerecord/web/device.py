"""What is known of the device of whoever signs in, as the audit log keeps it (AUD-2)."""

from __future__ import annotations

from starlette.requests import Request

from carerecord.web.asking import agent_of


def device_of(request: Request) -> dict[str, str]:
    """Its address on the network, and what its browser calls itself: neither proves anything.

    Written down with a session; every entry of that session names it.
    """
    address = request.client.host if request.client else ""
    return {"address": address, "device": agent_of(request)}
