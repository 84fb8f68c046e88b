"""PRISMA flow diagram: one figure kind, drawn and described."""

from evidence.figures.overview.prisma.describe import describe
from evidence.figures.overview.prisma.draw import draw

__all__ = ["describe", "draw"]
