"""How often anybody may ask before they are signed in: each address, and all together (T27).

The generic cell rate algorithm (ITU-T I.371): for each address one moment is kept, at which all it
asked for would have been answered at the steady rate. A minute's worth may come at once.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

MINUTE = 60.0
MOST_ADDRESSES = 10_000
"""Remembered at one time; beyond that the one that has been quiet longest is forgotten."""

EVERYBODY = ""


class Throttle:
    """Of one process. `each` and `all_` are requests a minute."""

    def __init__(
        self, each: int, all_: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._each = MINUTE / each
        self._all = MINUTE / all_
        self._clock = clock
        self._until: OrderedDict[str, float] = OrderedDict({EVERYBODY: 0.0})

    def wait(self, address: str) -> int:
        """Seconds until this address may ask; 0 when it may now, which is counted."""
        of = network_of(address)
        waits = [self._left(EVERYBODY, self._all), self._left(of, self._each) if of else 0.0]
        if max(waits) > 0:
            return math.ceil(max(waits))
        self._count(EVERYBODY, self._all)
        self.charge(address, 1)
        return 0

    def charge(self, address: str, times: int) -> None:
        """Of this address alone: what it asked for was worth more than one request."""
        if of := network_of(address):
            self._count(of, self._each * times)

    def _left(self, who: str, step: float) -> float:
        return self._until.get(who, 0.0) + step - self._clock() - MINUTE

    def _count(self, who: str, seconds: float) -> None:
        now = self._clock()
        self._until[who] = max(self._until.get(who, now), now) + seconds
        self._until.move_to_end(who)
        self._until.move_to_end(EVERYBODY)
        while len(self._until) > MOST_ADDRESSES:
            self._until.popitem(last=False)


def network_of(address: str) -> str:
    """One customer's: an IPv4 address, or the /64 of an IPv6 one. Nobody's: a proxy on this machine."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            return (
                ""
                if found.is_loopback
                else str(ipaddress.IPv6Network((int(found) >> 64 << 64, 64)))
            )
        found = found.ipv4_mapped
    return "" if found.is_loopback else str(found)
