"""In-context launch (AUT-2): from a registered record system to one person's record, by a signed launch only.

Others may import `Launches`, `LaunchContext`, `LaunchRefused` and `Begun`.
"""

from carerecord.signin.launch.contract import Begun, LaunchContext, LaunchRefused
from carerecord.signin.launch.launches import Launches

__all__ = ["Begun", "LaunchContext", "LaunchRefused", "Launches"]
