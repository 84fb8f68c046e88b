"""Specification curve: every analysis that could have been made, in order of its result."""

from evidence.figures.diagnostics.specification_curve.describe import describe
from evidence.figures.diagnostics.specification_curve.draw import draw

__all__ = ["describe", "draw"]
