"""What was sent, kept sealed for as long as the region's rule says: the screen can be shown again byte for byte."""

from carerecord.audit.renderings.removing import removing
from carerecord.audit.renderings.store import Rendering, Renderings

__all__ = ["Rendering", "Renderings", "removing"]
