"""Clinician pages, one folder each, on the NHS design system.

`app` mounts `routes(settings)` and answers errors with `failed`; nothing else is imported from here.
"""

from carerecord.web.routing import failed, routes

__all__ = ["failed", "routes"]
