"""Neighbouring regions: who they are, what is agreed with each, and the signed assertions that go both ways.

Others may import what is named here.
"""

from carerecord.regions.agreed import Regions
from carerecord.regions.card import Card, card_of
from carerecord.regions.contract import Asked, AskRefused, Vouched
from carerecord.regions.opening import open_neighbour
from carerecord.regions.proving import Proving
from carerecord.regions.writing import Signing

__all__ = [
    "AskRefused",
    "Asked",
    "Card",
    "Proving",
    "Regions",
    "Signing",
    "Vouched",
    "card_of",
    "open_neighbour",
]
