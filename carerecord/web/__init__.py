"""Clinician pages, one folder each, on the NHS design system.

`app` mounts `routes(settings)`, answers errors with `failed`, puts `around(settings)` around it all, and slows what
anybody may ask with a `Throttle`; nothing else is imported from here.
"""

from carerecord.web.routing import around, failed, routes
from carerecord.web.throttle import Throttle

__all__ = ["Throttle", "around", "failed", "routes"]
