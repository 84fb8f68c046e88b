"""MRD by patient and time."""

from evidence.figures.mrd.describe import describe
from evidence.figures.mrd.draw import draw

__all__ = ["describe", "draw"]
