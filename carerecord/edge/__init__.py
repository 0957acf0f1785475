"""Copies held for sources that can only push: sealed for each source, its own to list, correct, export and destroy."""

from carerecord.edge.aside import Aside, NothingWaits, Waiting
from carerecord.edge.contract import (
    Certificate,
    Copy,
    EdgeChanged,
    EdgeError,
    EdgeSealBroken,
    Held,
)
from carerecord.edge.feeding import Feeding
from carerecord.edge.opening import Listening, open_sources
from carerecord.edge.source import EdgeSource
from carerecord.edge.store import Edge

__all__ = [
    "Aside",
    "Certificate",
    "Copy",
    "Edge",
    "EdgeChanged",
    "EdgeError",
    "EdgeSealBroken",
    "EdgeSource",
    "Feeding",
    "Held",
    "Listening",
    "NothingWaits",
    "Waiting",
    "open_sources",
]
