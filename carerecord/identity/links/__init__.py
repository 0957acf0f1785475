"""Whose each of a source's own numbers is: linked, unlinked, joined to another, and each of these undone.

Others may import `Links`, `LinkStep`, `SaidOfTwo`, `Standing` and `LinkRefused`.
"""

from carerecord.identity.links.steps import LinkRefused, Standing
from carerecord.identity.links.store import Links, LinkStep, SaidOfTwo

__all__ = ["LinkRefused", "LinkStep", "Links", "SaidOfTwo", "Standing"]
