"""Ask every source at once: a deadline each, breaker, partial answers, subject check.

Others import what is named here; only `viewing` may, and `app`, which constructs.
"""

from carerecord.federation.asking import ask_all, ask_document
from carerecord.federation.breakers import Breakers
from carerecord.federation.health.board import HealthBoard
from carerecord.federation.health.seen import Seen
from carerecord.federation.locator import Known, Locator

__all__ = ["Breakers", "HealthBoard", "Known", "Locator", "Seen", "ask_all", "ask_document"]
