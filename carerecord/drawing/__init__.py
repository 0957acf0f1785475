"""PDFs, scans and pictures as pages to look at, each with its words: drawn in a process that can do nothing else.

Others may import what is named here.
"""

from carerecord.drawing.contract import DRAWN, PDF, CannotDraw, Leaf, Leaves
from carerecord.drawing.process import Drawing

__all__ = ["DRAWN", "PDF", "CannotDraw", "Drawing", "Leaf", "Leaves"]
