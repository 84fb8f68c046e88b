"""Patient timeline: one figure kind, drawn and described."""

from evidence.figures.overview.patient_timeline.describe import describe
from evidence.figures.overview.patient_timeline.draw import draw

__all__ = ["describe", "draw"]
