"""Which process of the server answers: one open connection to each, so that a test can ask every one of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
from door_site import Site

from running import descendants

TRIES = 400  # connections go to whichever process is free first


@contextmanager
def every_worker(site: Site, number: int) -> Iterator[list[httpx.Client]]:
    """A browser for each process, each keeping the one connection it has."""
    with ExitStack() as stack:
        found: dict[int, httpx.Client] = {}
        for _ in range(TRIES):
            browser = stack.enter_context(site.nobody())
            found.setdefault(_answering(site, browser), browser)
            if len(found) == number:
                break
        assert len(found) == number, f"only {len(found)} processes ever answered"
        yield list(found.values())


def _answering(site: Site, browser: httpx.Client) -> int:
    """The process that holds the other end of this browser's connection."""
    stream = browser.get("/health/live").extensions["network_stream"]
    held = f"socket:[{_socket(stream.get_extra_info('server_addr'), stream.get_extra_info('client_addr'))}]"
    return next(pid for pid in descendants(site.pid) if held in _holds(pid))


def _socket(server: tuple[str, int], client: tuple[str, int]) -> str:
    """The inode of the server's end, as the kernel lists it."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        columns = line.split()
        ports = [int(columns[n].split(":")[1], 16) for n in (1, 2)]
        if ports == [server[1], client[1]]:
            return columns[9]
    raise AssertionError("the connection is gone: nothing keeps it open")


def _holds(pid: int) -> set[str]:
    held = set()
    for one in Path(f"/proc/{pid}/fd").iterdir():
        try:
            held.add(os.readlink(one))
        except OSError:  # closed meanwhile
            continue
    return held
