"""For outsiders: remember how long each log was and what its root was, cosign what only adds, and say so when one does not.

No entry and no person is ever seen here: sizes, hashes and signatures alone.
"""

from carerecord.witness.alarms import Telling
from carerecord.witness.contract import Kept, Known
from carerecord.witness.server import listening, shown
from carerecord.witness.settings import WitnessSettings, new_key, read_settings
from carerecord.witness.witnessing import Witnessing, open_witnessing

__all__ = [
    "Kept",
    "Known",
    "Telling",
    "WitnessSettings",
    "Witnessing",
    "listening",
    "new_key",
    "open_witnessing",
    "read_settings",
    "shown",
]
