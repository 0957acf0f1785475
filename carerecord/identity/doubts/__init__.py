"""NHS numbers that may be two people's: marked, led to nobody by, and settled by a person.

Others may import `Doubts`, `Doubt`, `NoSuchDoubt` and `ELSEWHERE`.
"""

from carerecord.identity.doubts.store import ELSEWHERE, Doubt, Doubts, NoSuchDoubt

__all__ = ["ELSEWHERE", "Doubt", "Doubts", "NoSuchDoubt"]
