"""Citation network: one figure kind, drawn and described."""

from evidence.figures.overview.citation_network.describe import describe
from evidence.figures.overview.citation_network.draw import draw

__all__ = ["describe", "draw"]
