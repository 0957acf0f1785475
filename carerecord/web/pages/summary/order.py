"""In which order a role reads the cards of the summary (ux 7). Nothing is removed by it, only moved."""

from __future__ import annotations

from carerecord.config.of_pages import ALWAYS, ORDER, Order
from carerecord.contract import Viewer

__all__ = ["ALWAYS", "Order", "in_order"]


def in_order(viewer: Viewer, order: Order) -> list[str]:
    """The region’s order before ours; of a role’s own name before that of the role; then the rest."""
    named = (viewer.role_name, viewer.role)
    first = next((by[one] for by in (order, ORDER) for one in named if one in by), ())
    return list(dict.fromkeys((*first, *ALWAYS)))
