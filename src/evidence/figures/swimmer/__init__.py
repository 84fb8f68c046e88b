"""Swimmer plots: treatment, response and follow-up by patient."""

from evidence.figures.swimmer.describe import describe
from evidence.figures.swimmer.draw import draw

__all__ = ["describe", "draw"]
