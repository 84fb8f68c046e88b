"""MRD by patient and time."""

from evidence.domains.haematology.figures.mrd.describe import describe
from evidence.domains.haematology.figures.mrd.draw import draw

__all__ = ["describe", "draw"]
