"""Lets the tests of what sources do share their region."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
