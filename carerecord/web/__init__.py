"""Clinician pages, one folder each, on the NHS design system.

`app` mounts `routes(settings)`, answers errors with `failed`, puts `OverTls` around it all, and slows what
anybody may ask with a `Throttle`; nothing else is imported from here.
"""

from carerecord.web.over_tls import OverTls
from carerecord.web.routing import failed, routes
from carerecord.web.throttle import Throttle

__all__ = ["OverTls", "Throttle", "failed", "routes"]
