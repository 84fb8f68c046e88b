"""Treatment sequence: one figure kind, drawn and described."""

from evidence.figures.overview.treatment_sequence.describe import describe
from evidence.figures.overview.treatment_sequence.draw import draw

__all__ = ["describe", "draw"]
