"""Finding the one person whom some details mean, or saying that nobody can be sure.

Others may import `trace`, `Traced`, `Former` and `contradicts`; `filling.py` is for the index itself.
"""

from carerecord.contract import Former, Person
from carerecord.identity.trace.deciding import Traced
from carerecord.identity.trace.details import called
from carerecord.identity.trace.guards import says_otherwise
from carerecord.identity.trace.levels import compare
from carerecord.identity.trace.store import trace

__all__ = ["Former", "Traced", "contradicts", "trace"]


def contradicts(known: Person, said: Person) -> bool:
    """Whether what is said of somebody cannot be said of this person, whatever number stands beside it. Pure."""
    return says_otherwise(compare(called(said), called(known)))
