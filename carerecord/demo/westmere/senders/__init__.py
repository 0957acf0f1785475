"""Westmere's systems that cannot be asked: they send, each as its real kind does, over real ports and folders.

Others may import what is named here.
"""

from carerecord.demo.westmere.senders.running import SendersProcess, senders
from carerecord.demo.westmere.senders.sources import SENDERS

__all__ = ["SENDERS", "SendersProcess", "senders"]
