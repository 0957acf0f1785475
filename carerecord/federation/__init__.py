"""Ask every source at once: a deadline each, breaker, partial answers, subject check.

Others import what is named here; only `viewing` may, and `app`, which constructs.
"""

from carerecord.federation.asking import Coming, ask_all, ask_document, begin_asking, have_come
from carerecord.federation.breakers import Breakers
from carerecord.federation.fetched import Fetched, FetchedSets, Own, Reader
from carerecord.federation.health.board import HealthBoard
from carerecord.federation.health.seen import Seen
from carerecord.federation.locator import Known, Locator

__all__ = [
    "Breakers",
    "Coming",
    "Fetched",
    "FetchedSets",
    "HealthBoard",
    "Known",
    "Locator",
    "Own",
    "Reader",
    "Seen",
    "ask_all",
    "ask_document",
    "begin_asking",
    "have_come",
]
