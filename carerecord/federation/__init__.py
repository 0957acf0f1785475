"""Ask every source at once: a deadline each, breaker, partial answers, subject check.

Others import what is named here; only `viewing` may, and `app`, which constructs.
"""

from carerecord.federation.asking import ask_all, ask_document
from carerecord.federation.breakers import Breakers
from carerecord.federation.locator import Known, Locator

__all__ = ["Breakers", "Known", "Locator", "ask_all", "ask_document"]
