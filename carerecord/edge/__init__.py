"""Copies held for sources that can only push: sealed for each source, its own to list, correct, export and destroy."""

from carerecord.edge.contract import (
    Certificate,
    Copy,
    EdgeChanged,
    EdgeError,
    EdgeSealBroken,
    Held,
)
from carerecord.edge.source import EdgeSource
from carerecord.edge.store import Edge

__all__ = [
    "Certificate",
    "Copy",
    "Edge",
    "EdgeChanged",
    "EdgeError",
    "EdgeSealBroken",
    "EdgeSource",
    "Held",
]
