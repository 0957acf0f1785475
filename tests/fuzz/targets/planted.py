"""No target: what an input that crashes looks like to the fuzzer, for its own tests."""

from __future__ import annotations

SEEDS = (b"plain", b"crash")


def tried(sent: bytes) -> None:
    if sent == b"crash":
        raise KeyError
