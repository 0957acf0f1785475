"""Westmere's services that are asked, each over a port of its own in the protocol of its real kind.

Others may import what is named here.
"""

from carerecord.demo.westmere.asked.running import AskedProcess, asked
from carerecord.demo.westmere.asked.sources import ASKED

__all__ = ["ASKED", "AskedProcess", "asked"]
