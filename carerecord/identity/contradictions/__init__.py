"""Sources that say of a person what cannot be said of them: queued by field until the source agrees or a person settles it.

Others may import `Contradiction`, `Contradictions` and `NoSuchContradiction`.
"""

from carerecord.identity.contradictions.store import (
    Contradiction,
    Contradictions,
    NoSuchContradiction,
)

__all__ = ["Contradiction", "Contradictions", "NoSuchContradiction"]
