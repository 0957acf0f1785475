"""Clinician pages, one folder each, on the NHS design system.

`app` mounts `routes(settings)`, answers errors with `failed`, and puts `OverTls` around it all; nothing else is
imported from here.
"""

from carerecord.web.over_tls import OverTls
from carerecord.web.routing import failed, routes

__all__ = ["OverTls", "failed", "routes"]
