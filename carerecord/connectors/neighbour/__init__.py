"""Another region as a source: asked over mutual TLS with a signed assertion, which `regions` writes and opens it with."""

from carerecord.connectors.neighbour.source import NeighbourSource

PROTOCOL = "neighbour"

__all__ = ["PROTOCOL", "NeighbourSource"]
