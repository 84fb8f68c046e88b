"""Forest plots: layout, marks, columns; cumulative and leave-one-out variants."""

from evidence.figures.forest.describe import describe
from evidence.figures.forest.draw import draw

__all__ = ["describe", "draw"]
