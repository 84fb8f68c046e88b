"""Small-study effects: asymmetry tests, trim and fill, funnel contours."""

from evidence.synthesis.small_study.egger_begg import begg, egger, egger_meta_regression
from evidence.synthesis.small_study.harbord_peters import harbord, peters
from evidence.synthesis.small_study.trim_and_fill import trim_and_fill

__all__ = [
    "begg",
    "egger",
    "egger_meta_regression",
    "harbord",
    "peters",
    "trim_and_fill",
]
