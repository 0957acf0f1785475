"""The log shown to those outside: to witnesses who cosign it, to anybody who asks, and kept beside the key.

Sizes, hashes and signatures alone leave here.
"""

from carerecord.audit.publishing.kept import Kept, kept_file
from carerecord.audit.publishing.published import Published
from carerecord.audit.publishing.running import Publishing
from carerecord.audit.publishing.store import Cosigned, Due, Witnessed
from carerecord.audit.publishing.submitting import Ahead, Refused, Submitting, witnesses_of

__all__ = [
    "Ahead",
    "Cosigned",
    "Due",
    "Kept",
    "Published",
    "Publishing",
    "Refused",
    "Submitting",
    "Witnessed",
    "kept_file",
    "witnesses_of",
]
