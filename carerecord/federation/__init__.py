"""Ask every source at once: a deadline each, breaker, partial answers, subject check.

Others import `ask_all`, `ask_document` and `Breakers`; only `viewing` may.
"""

from carerecord.federation.asking import ask_all, ask_document
from carerecord.federation.breakers import Breakers

__all__ = ["Breakers", "ask_all", "ask_document"]
